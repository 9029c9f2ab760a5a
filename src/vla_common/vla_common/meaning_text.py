# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The meaning of a command as one line of text, for people who check what was understood."""

from collections.abc import Iterable
from collections.abc import Sequence

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_common.meaning_messages import from_meaning_message
from vla_interfaces import msg


def describe_meaning(meaning: CommandMeaning) -> str:
    """
    Return one line, such as "place: blue sphere, in the green bowl".

    What no order says comes first ("question: pick: red cube"), words that nothing accounts for
    and words that were read differently come last.
    """
    parts = []
    if meaning.speech_act is not SpeechAct.ORDER:
        parts.append(f'{meaning.speech_act}:')
    if meaning.task is not RequestedTask.NONE:
        parts.append(f'{meaning.task}:')
    parts.append(', '.join(_objects(meaning)) or 'no object')
    if meaning.unaccounted:
        parts.append(f'(not understood: {" ".join(meaning.unaccounted)})')
    if meaning.corrections:
        pairs = (f"'{wrong}' as '{right}'" for wrong, right in meaning.corrections)
        parts.append(f'(read {", ".join(pairs)})')
    return ' '.join(parts)


def describe_steps(steps: Sequence[str]) -> str:
    """Return the lines of the steps of a command as one: "1. pick: ...; 2. push: ..."."""
    if len(steps) == 1:
        return steps[0]
    return '; '.join(f'{i}. {step}' for i, step in enumerate(steps, 1))


def describe_command(message: msg.CommandEmbedding) -> str:
    """Return the meanings of all steps in a message as one line; empty for none."""
    meanings = (message.meaning, *(step.meaning for step in message.further_steps))
    return describe_steps([describe_message(meaning) for meaning in meanings])


def describe_message(message: msg.CommandMeaning) -> str:
    """Return the meaning in a message as one line; the error of an invalid one; empty for none."""
    try:
        meaning = from_meaning_message(message)
    except ValueError as error:
        return f'invalid meaning: {error}'
    return '' if meaning is None else describe_meaning(meaning)


def describe_object(description: ObjectDescription) -> str:
    """Return a description in words, such as "2nd leftmost red cube, next to the green bowl"."""
    words = []
    if description.ordinal:
        words.append(_ordinal(description.ordinal))
    if description.superlative is not Superlative.NONE:
        words.append(_words(description.superlative))
    words.append(_options(description.colors, 'unknown-colored'))
    words.append(_options(description.shapes, 'unknown thing') or 'object')
    parts = [' '.join(filter(None, words))]
    if description.landmark is not None:
        parts.append(f'{_words(description.relation)} {_with_article(description.landmark)}')
    parts += [f'not the {describe_object(other)}' for other in description.excluded]
    return ', '.join(parts)


def _with_article(description: ObjectDescription) -> str:
    """Return a description with "the", except "any bowl"."""
    words = describe_object(description)
    return words if description.superlative is Superlative.ANY else f'the {words}'


def _objects(meaning: CommandMeaning) -> Iterable[str]:
    if meaning.target is not None:
        yield describe_object(meaning.target)
    if meaning.destination is not None:
        yield f'{_words(meaning.relation)} {_with_article(meaning.destination)}'
    if meaning.place:
        yield f'to the {_words(meaning.place)} of the table'
    if meaning.direction is not PushDirection.NONE:
        yield f'direction {meaning.direction}'


def _options(names: frozenset[str] | None, none_fits: str) -> str:
    """Return the names that fit; empty if any fits."""
    if names is None:
        return ''
    return ' or '.join(sorted(names)) or none_fits


def _words(name: str) -> str:
    return str(name).replace('_', ' ')


def _ordinal(number: int) -> str:
    suffix = {1: 'st', 2: 'nd', 3: 'rd'}.get(number, 'th')
    return f'{number}{suffix}'
