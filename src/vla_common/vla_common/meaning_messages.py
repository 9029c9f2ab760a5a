# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of the meaning of a command to and from messages."""

from collections import Counter
from enum import StrEnum
from typing import TypeVar

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_interfaces import msg

_NONE = -1
_REMEDY = 'Correct the node that published command_embedding'
E = TypeVar('E', bound=StrEnum)


def to_meaning_message(meaning: CommandMeaning) -> msg.CommandMeaning:
    """Return the message of a meaning."""
    objects: list[msg.ObjectDescription] = []
    return msg.CommandMeaning(
        speech_act=meaning.speech_act,
        task=meaning.task,
        target=_add(meaning.target, objects),
        destination=_add(meaning.destination, objects),
        corrected=_add(meaning.corrected, objects),
        objects=objects,
        relation=meaning.relation,
        place=meaning.place,
        direction=meaning.direction,
        unaccounted=list(meaning.unaccounted),
        misspelled=[wrong for wrong, _ in meaning.corrections],
        respelled=[right for _, right in meaning.corrections],
    )


def from_meaning_message(message: msg.CommandMeaning) -> CommandMeaning | None:
    """
    Return the meaning in a message; None for a message without one.

    Raises
    ------
    ValueError
        If a word is none of its enumeration, an index is out of range or occurs twice, or numbers
        of misspelled words and of their readings differ.

    """
    if not message.speech_act:
        return None
    _check_references(message)
    if len(message.misspelled) != len(message.respelled):
        raise ValueError(
            'misspelled and respelled must have one length; got '
            f'{len(message.misspelled)} and {len(message.respelled)}. {_REMEDY}'
        )
    return CommandMeaning(
        speech_act=_member(SpeechAct, message.speech_act),
        task=_member(RequestedTask, message.task),
        target=_get(message.target, message.objects),
        destination=_get(message.destination, message.objects),
        corrected=_get(message.corrected, message.objects),
        relation=_member(Relation, message.relation),
        place=message.place,
        direction=_member(PushDirection, message.direction),
        unaccounted=tuple(message.unaccounted),
        corrections=tuple(zip(message.misspelled, message.respelled, strict=True)),
    )


def _check_references(message: msg.CommandMeaning) -> None:
    """Raise ValueError if two members refer to one object: then no chain of objects is endless."""
    counts = Counter((message.target, message.destination, message.corrected))
    for description in message.objects:
        counts.update((description.landmark, *description.excluded))
    del counts[_NONE]
    if shared := sorted(index for index, count in counts.items() if count > 1):
        raise ValueError(f'an index of an object must occur once; got {shared} again. {_REMEDY}')


def _member(kind: type[E], value: str) -> E:
    try:
        return kind(value)
    except ValueError:
        options = ', '.join(kind)
        raise ValueError(
            f'a {kind.__name__} must be one of {options}; got {value!r}. {_REMEDY}'
        ) from None


def _add(description: ObjectDescription | None, objects: list[msg.ObjectDescription]) -> int:
    """Append a description and those that it refers to; return its index."""
    if description is None:
        return _NONE
    message = msg.ObjectDescription(
        words=description.words,
        has_color=description.colors is not None,
        colors=sorted(description.colors or ()),
        has_shape=description.shapes is not None,
        shapes=sorted(description.shapes or ()),
        superlative=description.superlative,
        ordinal=description.ordinal,
        relation=description.relation,
    )
    index = len(objects)
    objects.append(message)
    message.landmark = _add(description.landmark, objects)
    message.excluded = [_add(other, objects) for other in description.excluded]
    return index


def _get(index: int, objects: list[msg.ObjectDescription]) -> ObjectDescription | None:
    if index == _NONE:
        return None
    if not 0 <= index < len(objects):
        raise ValueError(
            f'an index of an object must be -1 to {len(objects) - 1}; got {index}. {_REMEDY}'
        )
    message = objects[index]
    excluded = (_get(other, objects) for other in message.excluded)
    return ObjectDescription(
        words=message.words,
        colors=frozenset(message.colors) if message.has_color else None,
        shapes=frozenset(message.shapes) if message.has_shape else None,
        superlative=_member(Superlative, message.superlative),
        ordinal=message.ordinal,
        relation=_member(Relation, message.relation),
        landmark=_get(message.landmark, objects),
        excluded=tuple(other for other in excluded if other is not None),
    )
