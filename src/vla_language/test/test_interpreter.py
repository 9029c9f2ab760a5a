# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interpretation of commands with the shipped weights."""

from datetime import timedelta
import time

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from meaning_summary import summarize
import numpy as np
import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.meaning_messages import from_meaning_message
from vla_common.meaning_messages import to_meaning_message
from vla_language.command import CommandKind
from vla_language.command import MAX_CHARACTERS
from vla_language.command import parse_command
from vla_language.command import Problem
from vla_language.encoders.minilm import MAX_TOKENS
from vla_language.encoders.text_encoder import TextEncoderError
from vla_language.encoders.text_encoder import TokenStates
from vla_language.interpreter import CommandInterpreter
from vla_language.interpreter import Interpretation
from vla_language.interpreter import load_interpreter
from vla_language.meaning.meaning_verdict import RefusalReason
from vla_language.meaning.parser_loading import load_meaning_parser

FUZZ = settings(max_examples=60, deadline=timedelta(seconds=5))
WORDS = st.sampled_from(
    'pick up put push point at find the a red blue cube ball bowl it in on to left right and then '
    'or , . ; please never all until go ahead be so kind why second from but'.split()
)
SENTENCES = st.lists(WORDS, max_size=40).map(' '.join)
OTHER_WORDS = st.lists(WORDS.filter(lambda word: word not in ('red', 'cube')), max_size=10).map(
    ' '.join
)


@pytest.fixture(scope='module')
def interpreter() -> CommandInterpreter:
    return load_interpreter()


class RecordingTextEncoder:
    """Text encoder with one state per word that records its texts."""

    encoder_id = 'words_v1'

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, text: str) -> TokenStates:
        self.texts.append(text)
        words = tuple(text.split())
        return TokenStates(words, np.ones((len(words), 2), np.float32))


@pytest.mark.parametrize(
    ('text', 'meaning', 'plain'),
    [
        ('pick up the red cube', 'pick red/cube', 'pick up the red cube'),
        ('would you fetch me the keg', 'pick */cylinder', 'pick up the cylinder'),
        ('point at the left bowl', 'point */bowl leftmost', 'point at the bowl'),
        (
            'put the red one in the blue dish',
            'place red/* in blue/bowl+plate',
            'put the red object in the blue dish',
        ),
        ('nudge the can away from you', 'push */cylinder forward', 'push the cylinder forward'),
    ],
)
def test_a_task_has_meaning_sentence_and_token_states(
    interpreter: CommandInterpreter, text: str, meaning: str, plain: str
) -> None:
    result = interpreter.interpret(parse_command(text))
    assert result.command == parse_command(text)
    assert result.meaning is not None
    assert (summarize(result.meaning), result.text) == (meaning, plain)
    assert result.encoded is not None
    assert len(result.encoded.tokens) == len(result.encoded.states) == len(plain.split())


@pytest.mark.parametrize(
    ('text', 'reason', 'got'),
    [
        ('pick up the pink ball', RefusalReason.UNKNOWN_COLOR, "got 'pink'"),
        ('pick up the banana', RefusalReason.UNKNOWN_NOUN, "got 'banana'"),
        ("don't touch the red cube", RefusalReason.NEGATED, "don't"),
        ('is the red cube in the bowl?', RefusalReason.QUESTION, 'got a question'),
        ('put the ball under the bowl', RefusalReason.UNSUPPORTED, "'under bowl'"),
    ],
)
def test_a_refused_meaning_has_a_reason_and_no_token_states(
    interpreter: CommandInterpreter, text: str, reason: RefusalReason, got: str
) -> None:
    result = interpreter.interpret(parse_command(text))
    assert (result.command.kind, result.command.text) == (CommandKind.UNSUPPORTED, text)
    assert result.command.problem is reason
    assert got in result.command.reason
    assert result.meaning is not None
    assert (result.text, result.encoded) == ('', None)


def test_two_steps_have_a_meaning_a_sentence_and_token_states_each(
    interpreter: CommandInterpreter,
) -> None:
    result = interpreter.interpret(
        parse_command('put the red box in the bowl, then shove the keg left')
    )
    assert result.command.kind is CommandKind.TASK
    assert [step.text for step in result.steps] == [
        'put the red cube in the bowl',
        'push the cylinder to the left',
    ]
    assert all(step.encoded is not None for step in result.steps)


@pytest.mark.parametrize(
    ('text', 'reason', 'got'),
    [
        (
            'push the red cube left, then lift the banana',
            RefusalReason.UNKNOWN_NOUN,
            'step 2 of 2: an object must be one of',
        ),
        (
            'push the red cube left, then push the bowl right',
            RefusalReason.UNSUPPORTED,
            'step 2 of 2: the robot can pick, place and push cubes',
        ),
        (
            'lift the red cube, then push the ball left',
            RefusalReason.SEVERAL,
            'it holds the object of step 1',
        ),
        (
            'push the red cube left, then the ball right, then lift the can',
            RefusalReason.SEVERAL,
            'send one command per task',
        ),
    ],
)
def test_steps_that_cannot_be_done_refuse_the_whole_command(
    interpreter: CommandInterpreter, text: str, reason: RefusalReason, got: str
) -> None:
    result = interpreter.interpret(parse_command(text))
    assert (result.command.kind, result.command.problem) == (CommandKind.UNSUPPORTED, reason)
    assert got in result.command.reason
    assert [step.encoded for step in result.steps] == [None] * len(result.steps)


def test_a_stop_and_a_malformed_text_are_passed_on(interpreter: CommandInterpreter) -> None:
    for text in ('please stop', '', '123'):
        command = parse_command(text)
        assert interpreter.interpret(command) == Interpretation(command)


def test_a_plain_sentence_is_encoded_once() -> None:
    encoder = RecordingTextEncoder()
    interpreter = CommandInterpreter(load_meaning_parser(), encoder)
    for text in ('grab the red box', 'pick up the red cube', 'lift the blue ball'):
        interpreter.interpret(parse_command(text))
    assert encoder.texts == ['pick up the red cube', 'pick up the blue sphere']
    assert interpreter.encoder_id == 'words_v1'


def test_steps_that_the_robot_cannot_do_are_refused() -> None:
    interpreter = CommandInterpreter(
        load_meaning_parser(), RecordingTextEncoder(), ('push', 'point')
    )
    text = 'push the red cube left, then pick up the blue ball'
    result = interpreter.interpret(parse_command(text))
    assert result.command.problem == 'other_task'
    assert result.command.reason.startswith('step 2 of 2: the robot can push or point, got pick')
    assert interpreter.interpret(parse_command('point at the red cube')).encoded is not None


def test_an_unknown_encoder_is_reported() -> None:
    with pytest.raises(TextEncoderError, match='must be one of'):
        load_interpreter('word2vec')


@FUZZ
@given(SENTENCES | st.text(max_size=MAX_CHARACTERS))
def test_any_text_is_a_task_or_has_a_reason(interpreter: CommandInterpreter, text: str) -> None:
    result = interpreter.interpret(parse_command(text))
    command, meaning = result.command, result.meaning
    is_task = command.kind is CommandKind.TASK
    assert is_task == (result.encoded is not None) == bool(result.text)
    if result.encoded is not None:
        assert 0 < len(result.encoded.tokens) < MAX_TOKENS
    is_stop = command.kind is CommandKind.STOP
    assert is_stop or is_task == (command.problem is None) == (not command.reason)
    assert (meaning is None) == (is_stop or isinstance(command.problem, Problem))
    if meaning is not None:
        assert from_meaning_message(to_meaning_message(meaning)) == meaning


def may_be_red_cube(description: ObjectDescription | None) -> bool:
    return description is not None and (
        (description.colors is None or 'red' in description.colors)
        and (description.shapes is None or 'cube' in description.shapes)
        and not any(may_be_red_cube(other) for other in description.excluded)
    )


@FUZZ
@given(
    OTHER_WORDS,
    st.sampled_from(['do not touch', "don't grab", 'never push', 'avoid']),
    OTHER_WORDS,
)
def test_nothing_is_done_with_an_object_that_is_not_to_be_touched(
    interpreter: CommandInterpreter, before: str, negation: str, after: str
) -> None:
    result = interpreter.interpret(parse_command(f'{before} {negation} the red cube {after}'))
    assert result.meaning is not None
    if result.command.kind is CommandKind.TASK:
        assert not may_be_red_cube(result.meaning.target)


@pytest.mark.parametrize('before', ['', 'robot,', 'please', 'grab the ball,', 'the blue ball,'])
@pytest.mark.parametrize('negation', ["don't grab", 'do not push', 'never touch', 'avoid'])
@pytest.mark.parametrize('after', ['', ', please', 'to the left', 'yet', 'in the bowl'])
def test_no_order_to_keep_away_is_executed_with_its_object(
    interpreter: CommandInterpreter, before: str, negation: str, after: str
) -> None:
    result = interpreter.interpret(parse_command(f'{before} {negation} the red cube {after}'))
    assert 'red cube' not in result.text
    assert before.endswith('ball,') or result.command.kind is CommandKind.UNSUPPORTED


@pytest.mark.parametrize(
    'piece', ['leave a ', 'right ', 'the left ', ', ', 'gren bal ', 'qxzv', 'it ', 'a-', '停 a ']
)
def test_the_longest_texts_are_interpreted_in_bounded_time(
    interpreter: CommandInterpreter, piece: str
) -> None:
    command = parse_command(piece * (MAX_CHARACTERS // len(piece)))
    start_s = time.thread_time()
    assert interpreter.interpret(command).command.kind is not CommandKind.TASK
    assert time.thread_time() - start_s < 0.4, 'the language node reports a hang after 0.5 s'
