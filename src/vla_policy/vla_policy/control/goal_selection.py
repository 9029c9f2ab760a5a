# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Target and destination of a command, selected among the objects of one scene."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.destinations import landmark_shapes
from vla_policy.control.object_selection import SceneItem
from vla_policy.control.object_selection import select_objects
from vla_policy.types.vocabulary import Verdict


@dataclass(frozen=True)
class SelectedGoal:
    """Objects that a command selects, as indices; `destination` is the landmark, if any."""

    target: int
    destination: int | None = None


@dataclass(frozen=True)
class UnresolvedGoal:
    """
    Why a command selects no objects.

    Parameters
    ----------
    verdict
        TARGET_NOT_FOUND, DESTINATION_NOT_FOUND or AMBIGUOUS.
    role
        Object of the command that is not resolved.
    description
        Description that no object fits, or several; a landmark if that is what is missing.
    shapes
        Shapes among which the object was looked for.
    candidates
        Indices of the objects that fit, if there are several.

    """

    verdict: Verdict
    role: GoalRole
    description: ObjectDescription
    shapes: tuple[str, ...] = SHAPES
    candidates: tuple[int, ...] = ()


def select_goal(
    meaning: CommandMeaning, items: Sequence[SceneItem]
) -> SelectedGoal | UnresolvedGoal:
    """
    Select target and destination of a command that the policy supports.

    Parameters
    ----------
    meaning
        Meaning with a target, and with a destination that the robot can execute, if any.
    items
        Objects on the table.

    """
    assert meaning.target is not None
    allowed = SHAPES if meaning.task is RequestedTask.POINT else OBJECT_SHAPES
    targets = _find(meaning.target, items, allowed)
    landmarks = landmark_shapes(meaning.task, meaning.relation)
    if meaning.destination is None or not landmarks:
        target = _single(GoalRole.TARGET, meaning.target, targets, items, allowed)
        return SelectedGoal(target) if isinstance(target, int) else target
    # An object cannot be brought to itself.
    taken = targets if len(targets) == 1 else []
    destinations = _find(meaning.destination, items, landmarks, taken)
    if meaning.relation is Relation.ON:
        # "On the red one" is rather on a plate than on a cube.
        into = _find(meaning.destination, items, RECEPTACLE_SHAPES, taken)
        destinations = into or destinations
    if not taken and len(destinations) == 1:
        targets = [i for i in targets if i not in destinations]
    target = _single(GoalRole.TARGET, meaning.target, targets, items, allowed)
    if not isinstance(target, int):
        return target
    destination = _single(
        GoalRole.DESTINATION, meaning.destination, destinations, items, landmarks
    )
    return SelectedGoal(target, destination) if isinstance(destination, int) else destination


def _find(
    description: ObjectDescription,
    items: Sequence[SceneItem],
    allowed: Sequence[str],
    taken: Sequence[int] = (),
) -> list[int]:
    """Return the objects of the allowed shapes that fit a description and are not taken."""
    shapes = frozenset(allowed)
    if description.shapes is not None:
        shapes &= description.shapes
    found = select_objects(replace(description, shapes=shapes), items)
    found = [i for i in found if i not in taken]
    if len(found) > 1 and description.shapes is None:
        # "The red one" is rather a cube than a bowl.
        return [i for i in found if items[i].shape in OBJECT_SHAPES] or found
    return found


def _single(
    role: GoalRole,
    description: ObjectDescription,
    found: Sequence[int],
    items: Sequence[SceneItem],
    allowed: tuple[str, ...],
) -> int | UnresolvedGoal:
    if len(found) == 1:
        return found[0]
    if found:
        return UnresolvedGoal(Verdict.AMBIGUOUS, role, description, allowed, tuple(found))
    verdict = (
        Verdict.TARGET_NOT_FOUND if role is GoalRole.TARGET else Verdict.DESTINATION_NOT_FOUND
    )
    landmark = _missing_landmark(description, items)
    if landmark is not None:
        return UnresolvedGoal(verdict, role, landmark)
    return UnresolvedGoal(verdict, role, description, allowed)


def _missing_landmark(
    description: ObjectDescription, items: Sequence[SceneItem]
) -> ObjectDescription | None:
    """Return the landmark of a description that no object fits, or None."""
    landmark = description.landmark
    if landmark is None or select_objects(landmark, items):
        return None
    return _missing_landmark(landmark, items) or landmark
