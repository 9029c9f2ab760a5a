# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Validation of the command tagger with whole commands that were written by hand."""

from collections.abc import Callable

from vla_common.command_meaning import CommandMeaning
from vla_language.meaning.closed_classes import read_direction
from vla_language.meaning.closed_classes import read_place
from vla_language.meaning.meaning_verdict import find_refusal
from vla_learning.language.validation_commands import REFUSED_COMMANDS
from vla_learning.language.validation_commands import VALID_COMMANDS


def validate_commands(
    parse: Callable[[str], CommandMeaning],
) -> tuple[dict[str, float], list[str]]:
    """
    Return the shares of valid commands read right and of others refused, and the errors.

    Parameters
    ----------
    parse
        Parser of commands.

    """
    errors, misread, accepted = [], 0, 0
    for text, expected in VALID_COMMANDS.items():
        meaning = parse(text)
        refusal = find_refusal(meaning)
        if not matches(meaning, expected):
            misread += 1
            errors.append(f'{text!r} must be {expected}; got {summarize(meaning)}')
        elif refusal and refusal.reason.value == 'unaccounted_word':
            misread += 1
            errors.append(f'{text!r} must have no unaccounted words; got {meaning.unaccounted}')
    for text in REFUSED_COMMANDS:
        meaning = parse(text)
        if find_refusal(meaning) is None:
            accepted += 1
            errors.append(f'{text!r} must be refused; got {summarize(meaning)}')
    figures = {
        'commands_right': 1 - misread / len(VALID_COMMANDS),
        'commands_refused': 1 - accepted / len(REFUSED_COMMANDS),
    }
    return figures, errors


def matches(meaning: CommandMeaning, expected: str) -> bool:
    """Return whether a meaning is an order with the expected task, target and goal."""
    task, target, *goal = expected.split('|')
    found = summarize(meaning).split('|')
    is_same = found[:3] == ['order', task, target]
    words = goal[0].split() if goal else []
    if meaning.place:
        return is_same and meaning.place == read_place(words)
    if task == 'push' and meaning.destination is None:
        return is_same and meaning.direction is read_direction(words)
    return is_same and found[3:] == goal


def summarize(meaning: CommandMeaning) -> str:
    """Return speech act, task, words of the target, and destination or direction."""
    target = meaning.target.words if meaning.target else ''
    parts = [meaning.speech_act.value, meaning.task.value, target]
    if meaning.destination:
        parts.append(meaning.destination.words)
    elif meaning.place:
        parts.append(meaning.place)
    elif meaning.direction.value != 'none':
        parts.append(meaning.direction.value)
    return '|'.join(parts)
