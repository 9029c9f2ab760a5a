# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Short form of meanings, as in `command_cases`."""

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import Superlative


def summarize(meaning: CommandMeaning) -> str:
    """Return task, target, destination and direction of a meaning in short form."""
    parts = [meaning.task.value]
    if meaning.target:
        parts.append(_describe(meaning.target))
    if meaning.relation is not Relation.NONE:
        parts.append(meaning.relation.value)
    if meaning.destination:
        parts.append(_describe(meaning.destination))
    if meaning.place:
        parts.append(f'@{meaning.place}')
    if meaning.direction is not PushDirection.NONE:
        parts.append(meaning.direction.value)
    return ' '.join(parts)


def _describe(description: ObjectDescription) -> str:
    parts = [f'{_join(description.colors)}/{_join(description.shapes)}']
    if description.superlative is not Superlative.NONE:
        parts.append(description.superlative.value)
    if description.ordinal:
        parts.append(str(description.ordinal))
    if description.landmark:
        parts.append(f'[{description.relation.value} {_describe(description.landmark)}]')
    parts += [f'-{_describe(other)}' for other in description.excluded]
    return ' '.join(parts)


def _join(names: frozenset[str] | None) -> str:
    return '*' if names is None else '+'.join(sorted(names)) or '?'
