# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Texts that explain to a user why a command was refused."""

from collections.abc import Sequence

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import SHAPES
from vla_policy.control.destination_planning import BlockedReason
from vla_policy.control.destination_planning import DestinationBlockedError
from vla_policy.control.detections import Detection
from vla_policy.control.distinct_names import distinct_names
from vla_policy.control.distinct_names import join_names
from vla_policy.control.goal_selection import UnresolvedGoal

#: Rule, value and remedy for a destination that cannot be used.
_BLOCKED = {
    BlockedReason.OCCUPIED: (
        'the place where an object is put down must be free with space for the gripper; '
        '{blocking} too near to it: {name!r}. Clear it, or name another place'
    ),
    BlockedReason.OUT_OF_REACH: (
        'the destination must be within the reach of the arm; {name!r} is not. Name another place'
    ),
    BlockedReason.TOO_NEAR: (
        'a push towards an object needs a gap of at least 5 cm before it; the gap is smaller for '
        '{name!r}. Ask to put the object next to it'
    ),
    BlockedReason.PUSH_BLOCKED: (
        'the way of a push must be free, before and behind the object; {blocking} in the way '
        '{name!r}. Clear it, or name a direction'
    ),
    BlockedReason.NOT_STACKABLE: (
        'an object stays on a bowl, plate, cube or cylinder only; got {name!r}. '
        'Name a bowl, a plate or a place beside it'
    ),
}

#: Names in one message.
_MAX_NAMES = 8


def question(candidates: Sequence[Detection], detections: Sequence[Detection]) -> str:
    """
    Ask which of several objects is meant.

    Parameters
    ----------
    candidates
        Objects to choose from.
    detections
        All objects on the table.

    """
    listed = _from_left(candidates)
    names = distinct_names(listed, detections)
    has_sides = any(name != f'the {c.name}' for c, name in zip(listed, names, strict=True))
    frame = ', seen from the robot' if has_sides else ''
    return f'which one do you mean{frame}: {join_names(names, "or")}?'


def unresolved_message(goal: UnresolvedGoal, detections: Sequence[Detection]) -> str:
    """
    Explain which description no detected object fits, or ask if several do.

    Parameters
    ----------
    goal
        Why the command selects no objects.
    detections
        All objects on the table.

    """
    words = goal.description.words
    if goal.candidates:
        candidates = [detections[i] for i in goal.candidates]
        count, asked = len(candidates), question(candidates, detections)
        return f'{count} detected objects fit {words!r}; {asked}'
    kinds = 'object' if goal.shapes == SHAPES else join_names(goal.shapes, 'or')
    remedy = 'Name one of these' if detections else 'Check light and camera'
    return f'no detected {kinds} fits {words!r}. {_detected(detections)}. {remedy}'


def blocked_message(blocked: DestinationBlockedError, detections: Sequence[Detection]) -> str:
    """
    Explain why an object cannot be brought to its destination.

    Parameters
    ----------
    blocked
        Reason and destination.
    detections
        All objects on the table.

    """
    blocking = distinct_names(_from_left(blocked.blocking), detections)
    verb = 'is' if len(blocking) == 1 else 'are'
    return _BLOCKED[blocked.reason].format(
        name=blocked.name, blocking=f'{join_names(blocking, "and")} {verb}'
    )


def attention_message(
    selected: Detection, attended: Detection | None, detections: Sequence[Detection]
) -> str:
    """
    Explain that words and attention of the network differ.

    Parameters
    ----------
    selected
        Object that the words select.
    attended
        Object on which the attention is; None if it is on no object.
    detections
        All objects on the table.

    """
    rule = 'words and image attention must be about one object'
    if attended is None or attended == selected:
        (name,) = distinct_names([selected], detections)
        place = 'only in part on it' if attended else 'where no object is detected'
        return (
            f'{rule}; the words select {name}, the attention is {place}. '
            'Check light and camera, or use other words'
        )
    candidates = [selected, attended]
    name, other = distinct_names(candidates, detections)
    return (
        f'{rule}; the words select {name}, the attention is on {other}; '
        f'{question(candidates, detections)}'
    )


def unstable_message(meaning: CommandMeaning) -> str:
    """Explain that the detections of successive images select different objects."""
    words = [repr(d.words) for d in (meaning.target, meaning.destination) if d]
    verb = 'select' if len(words) > 1 else 'selects'
    return (
        f'successive images must agree on what {" and ".join(words)} {verb}; they differ. '
        'Check light and camera, and repeat the command'
    )


def _detected(detections: Sequence[Detection]) -> str:
    if not detections:
        return 'No object is detected'
    names = distinct_names(_from_left(detections), detections)
    return f'Detected: {join_names(names, "and")}'


def _from_left(detections: Sequence[Detection]) -> list[Detection]:
    """Return the objects to list, from left to right, seen from the robot."""
    return sorted(detections[:_MAX_NAMES], key=lambda d: -d.position[1])
