# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of the meaning of a command to and from messages."""

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_interfaces import msg

_NONE = -1


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
        read_as=[right for _, right in meaning.corrections],
    )


def from_meaning_message(message: msg.CommandMeaning) -> CommandMeaning | None:
    """
    Return the meaning in a message; None for a message without one.

    Raises
    ------
    ValueError
        If a word is none of its enumeration or an index is out of range.

    """
    if not message.speech_act:
        return None
    return CommandMeaning(
        speech_act=SpeechAct(message.speech_act),
        task=RequestedTask(message.task),
        target=_get(message.target, message.objects),
        destination=_get(message.destination, message.objects),
        corrected=_get(message.corrected, message.objects),
        relation=Relation(message.relation),
        place=message.place,
        direction=PushDirection(message.direction),
        unaccounted=tuple(message.unaccounted),
        corrections=tuple(zip(message.misspelled, message.read_as, strict=True)),
    )


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
            f'an index of an object must be -1 to {len(objects) - 1}; got {index}. '
            'Correct the node that published command_embedding'
        )
    message = objects[index]
    # Descriptions refer to later ones only, so that no chain is endless.
    if any(0 <= other <= index for other in (message.landmark, *message.excluded)):
        raise ValueError(
            f'object {index} must refer to later objects; got {message.landmark} and '
            f'{list(message.excluded)}. Correct the node that published command_embedding'
        )
    excluded = (_get(other, objects) for other in message.excluded)
    return ObjectDescription(
        words=message.words,
        colors=frozenset(message.colors) if message.has_color else None,
        shapes=frozenset(message.shapes) if message.has_shape else None,
        superlative=Superlative(message.superlative),
        ordinal=message.ordinal,
        relation=Relation(message.relation),
        landmark=_get(message.landmark, objects),
        excluded=tuple(other for other in excluded if other is not None),
    )
