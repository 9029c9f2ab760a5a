# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stops, malformed texts and readable texts."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import pytest
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command import MAX_CHARACTERS
from vla_language.command import parse_command
from vla_language.command import Problem


@pytest.mark.parametrize(
    ('text', 'normalized'),
    [
        ('pick up the red cube', 'pick up the red cube'),
        ('  put it\tin\n the  bowl \r\n', 'put it in the bowl'),
        ('\uff50\uff49\uff43\uff4b \uff55\uff50 the cube', 'pick up the cube'),
        ('Wu\u0308rfel nehmen', 'Würfel nehmen'),
        ('x' * MAX_CHARACTERS, 'x' * MAX_CHARACTERS),
        ('nimm den Würfel 🙂', 'nimm den Würfel 🙂'),
        ('拿起红色方块', '拿起红色方块'),
    ],
)
def test_a_task_is_normalized(text: str, normalized: str) -> None:
    command = parse_command(text)
    assert (command.kind, command.text, command.problem) == (CommandKind.TASK, normalized, None)
    assert command.reason == ''


@pytest.mark.parametrize(
    ('text', 'normalized'),
    [
        ('\ufeffpick up the red cube', 'pick up the red cube'),
        (
            'pick up the red cube \U0001f468\u200d\U0001f527',
            'pick up the red cube \U0001f468\U0001f527',
        ),
        ('pi\u200cck up \u2060the red\u200d cube\ufeff', 'pick up the red cube'),
        ('\u200d \ufeff' * 1000 + 'pick up the red cube', 'pick up the red cube'),
    ],
)
def test_joiners_and_byte_order_marks_are_removed_from_a_task(text: str, normalized: str) -> None:
    assert parse_command(text) == Command(CommandKind.TASK, normalized)


def test_a_text_of_joiners_only_is_empty() -> None:
    assert parse_command('\ufeff\u200d').problem is Problem.EMPTY


def test_joiners_do_not_hide_a_stop() -> None:
    assert parse_command('\ufeffst\u200dop') == Command(CommandKind.STOP, 'stop')


@pytest.mark.parametrize(
    ('text', 'kind'),
    [
        ('pick up the red cube \N{OCTAGONAL SIGN}', CommandKind.STOP),
        ('\N{RAISED HAND}', CommandKind.STOP),
        ('st\u043ep', CommandKind.STOP),
        ('s t o p', CommandKind.STOP),
        ('do not stop picking up', CommandKind.TASK),
        ('pick up the stop sign', CommandKind.TASK),
    ],
)
def test_stop_words_in_unusual_spelling(text: str, kind: CommandKind) -> None:
    assert parse_command(text).kind is kind


@pytest.mark.parametrize(
    'text', ['stop', ' STOP!! ', 'please stop', '\uff53\uff54\uff4f\uff50', 'halt', 'freeze']
)
def test_a_stop_is_recognized(text: str) -> None:
    assert parse_command(text).kind is CommandKind.STOP


@pytest.mark.parametrize(
    'text',
    [
        'stop\x00',
        'push the cube\nstop',
        'stop, \N{REPLACEMENT CHARACTER}',
        'stop!' + 10_000 * ' x',
    ],
)
def test_a_stop_in_a_malformed_text_is_executed(text: str) -> None:
    command = parse_command(text)
    assert command.kind is CommandKind.STOP
    assert len(command.text) <= MAX_CHARACTERS
    assert command.text.isprintable()


@pytest.mark.parametrize(
    ('text', 'problem', 'words'),
    [
        ('', Problem.EMPTY, 'must not be empty'),
        (' \n\t ' * 5000, Problem.EMPTY, 'must not be empty'),
        ('a\N{NO-BREAK SPACE}\N{LINE SEPARATOR}b' * 200, Problem.TOO_LONG, 'got 800'),
        ('a' * 10_000, Problem.TOO_LONG, 'at most 512 characters, got 10000'),
        ('x' * (MAX_CHARACTERS + 1), Problem.TOO_LONG, 'got 513'),
        ('\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}' * 100, Problem.TOO_LONG, 'at most 512'),
        ('pick up \N{REPLACEMENT CHARACTER}', Problem.NOT_UTF8, 'UTF-8'),
        ('pick\x07 up', Problem.CONTROL_CHARACTER, 'U+0007 as character 5'),
        ('pick\x1b[31m up', Problem.CONTROL_CHARACTER, 'U+001B'),
        ('pick \N{RIGHT-TO-LEFT OVERRIDE}up', Problem.CONTROL_CHARACTER, 'U+202E'),
        ('pick \N{ZERO WIDTH SPACE}up', Problem.CONTROL_CHARACTER, 'U+200B'),
        ('12345', Problem.NO_LETTERS, "got '12345'"),
        ('?!...', Problem.NO_LETTERS, 'letters'),
        ('🙂', Problem.NO_LETTERS, 'letters'),
    ],
)
def test_an_invalid_text_reports_rule_and_value(text: str, problem: Problem, words: str) -> None:
    command = parse_command(text)
    assert (command.kind, command.problem) == (CommandKind.INVALID, problem)
    assert words in command.reason
    assert ';' in command.reason  # the remedy
    assert len(command.text) <= MAX_CHARACTERS
    assert command.text.isprintable()


@settings(deadline=None)
@given(st.text(max_size=700) | st.text(st.characters(categories=('C',)), max_size=20))
def test_any_text_is_accepted_or_refused(text: str) -> None:
    command = parse_command(text)
    assert command.text.isprintable()
    assert len(command.text) <= MAX_CHARACTERS
    assert (
        (command.kind is CommandKind.INVALID)
        == bool(command.reason)
        == (command.problem is not None)
    )
    if command.kind is CommandKind.TASK:
        assert parse_command(command.text) == command
