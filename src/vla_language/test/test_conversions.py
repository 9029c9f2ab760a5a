# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of interpreted commands."""

from dataclasses import replace

from builtin_interfaces.msg import Time
import numpy as np
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.meaning_messages import from_meaning_message
from vla_interfaces.msg import CommandEmbedding
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command import parse_command
from vla_language.conversions import to_embedding
from vla_language.encoders.text_encoder import TokenStates
from vla_language.interpreter import Interpretation
from vla_language.interpreter import InterpretedStep
from vla_language.meaning.meaning_verdict import RefusalReason

CUBE = ObjectDescription('red box', frozenset({'red'}), frozenset({'cube'}))
MEANING = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, CUBE)
ENCODED = TokenStates(('red', 'cube'), np.arange(6, dtype=np.float32).reshape(2, 3))
TASK = Interpretation(parse_command('red box'), MEANING, 'red cube', ENCODED)


def convert(interpretation: Interpretation) -> CommandEmbedding:
    return to_embedding(interpretation, command_id='7', stamp=Time(sec=3), encoder_id='some_v1')


def test_a_task_has_meaning_and_token_states() -> None:
    message = convert(TASK)
    assert message.kind == CommandEmbedding.KIND_TASK
    assert (message.text, message.command_id, message.encoder_id) == ('red box', '7', 'some_v1')
    assert message.header.stamp.sec == 3
    assert (message.problem, message.reason) == ('', '')
    assert from_meaning_message(message.meaning) == MEANING
    assert (list(message.tokens), list(message.mask)) == (['red', 'cube'], [True, True])
    states = np.frombuffer(message.states, np.float32).reshape(-1, message.channels)
    np.testing.assert_array_equal(states, ENCODED.states)


def test_further_steps_have_meaning_and_token_states() -> None:
    other = TokenStates(('ball',), np.ones((1, 3), np.float32))
    message = convert(replace(TASK, further=(InterpretedStep(MEANING, 'blue ball', other),)))
    (step,) = message.further_steps
    assert from_meaning_message(step.meaning) == MEANING
    assert (step.normalized_text, list(step.tokens), list(step.mask)) == (
        'blue ball',
        ['ball'],
        [True],
    )
    np.testing.assert_array_equal(np.frombuffer(step.states, np.float32), np.ones(3))


@pytest.mark.parametrize(('plain', 'sent'), [('red cube', 'red cube'), ('red box', '')])
def test_normalized_text_is_empty_if_it_equals_the_text(plain: str, sent: str) -> None:
    message = convert(replace(TASK, text=plain))
    assert (message.text, message.normalized_text) == ('red box', sent)


def test_a_refused_meaning_has_no_token_states() -> None:
    command = Command(CommandKind.UNSUPPORTED, 'red box', RefusalReason.LATER, 'a reason')
    message = convert(Interpretation(command, MEANING))
    assert message.kind == CommandEmbedding.KIND_UNSUPPORTED
    assert (message.problem, message.reason) == ('later', 'a reason')
    assert from_meaning_message(message.meaning) == MEANING
    assert len(message.tokens) == len(message.states) == message.channels == 0


@pytest.mark.parametrize(
    ('text', 'kind', 'problem'),
    [('stop', CommandEmbedding.KIND_STOP, ''), ('', CommandEmbedding.KIND_INVALID, 'empty')],
)
def test_other_kinds_have_no_meaning(text: str, kind: int, problem: str) -> None:
    message = convert(Interpretation(parse_command(text)))
    assert (message.kind, message.problem, bool(message.reason)) == (kind, problem, bool(problem))
    assert from_meaning_message(message.meaning) is None
    assert len(message.tokens) == len(message.states) == message.channels == 0


def test_kinds_have_the_names_of_the_message() -> None:
    for kind in CommandKind:
        assert hasattr(CommandEmbedding, f'KIND_{kind.name}')
