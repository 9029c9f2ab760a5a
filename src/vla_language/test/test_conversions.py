# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of commands with and without token states."""

from builtin_interfaces.msg import Time
import numpy as np
import pytest
from vla_interfaces.msg import CommandEmbedding
from vla_language.command import CommandKind
from vla_language.command import parse_command
from vla_language.conversions import to_embedding
from vla_language.text_encoder import TokenStates

ENCODED = TokenStates(('red', 'cube'), np.arange(6, dtype=np.float32).reshape(2, 3))


def test_a_task_has_token_states() -> None:
    message = to_embedding(
        parse_command('red cube'),
        command_id='7',
        stamp=Time(sec=3),
        encoder_id='some_v1',
        encoded=ENCODED,
    )
    assert message.kind == CommandEmbedding.KIND_TASK
    assert (message.text, message.command_id, message.encoder_id) == ('red cube', '7', 'some_v1')
    assert message.header.stamp.sec == 3
    assert (list(message.tokens), list(message.mask)) == (['red', 'cube'], [True, True])
    states = np.frombuffer(message.states, np.float32).reshape(-1, message.channels)
    np.testing.assert_array_equal(states, ENCODED.states)


@pytest.mark.parametrize(('normalized', 'sent'), [('red cube', ''), ('red box', 'red box')])
def test_normalized_text_is_empty_if_it_equals_the_text(normalized: str, sent: str) -> None:
    message = to_embedding(
        parse_command('red cube'),
        command_id='7',
        stamp=Time(),
        encoder_id='some_v1',
        encoded=ENCODED,
        normalized_text=normalized,
    )
    assert (message.text, message.normalized_text) == ('red cube', sent)


@pytest.mark.parametrize(
    ('text', 'kind'),
    [
        ('stop', CommandEmbedding.KIND_STOP),
        ('', CommandEmbedding.KIND_INVALID),
        ('do not touch it', CommandEmbedding.KIND_UNSUPPORTED),
    ],
)
def test_other_kinds_have_no_token_states(text: str, kind: int) -> None:
    message = to_embedding(parse_command(text), command_id='', stamp=Time(), encoder_id='e')
    assert message.kind == kind
    assert len(message.tokens) == len(message.states) == message.channels == 0
    assert bool(message.reason) == (kind != CommandEmbedding.KIND_STOP)


def test_kinds_have_the_names_of_the_message() -> None:
    for kind in CommandKind:
        assert hasattr(CommandEmbedding, f'KIND_{kind.name}')
