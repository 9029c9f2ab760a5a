# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Destinations of commands in scenes with and without free space."""

from dataclasses import replace

import numpy as np
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.destinations import BESIDE
from vla_common.destinations import PLACES
from vla_policy.control.destination import Destination
from vla_policy.control.destination_planning import BlockedReason
from vla_policy.control.destination_planning import DestinationBlockedError
from vla_policy.control.destination_planning import plan_destination
from vla_policy.control.detections import Detection
from vla_policy.control.free_space import is_in_reach
from vla_policy.control.free_space import objects_at

ONE = ObjectDescription('one')
PLACE = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, ONE, ONE)
PUSH = replace(PLACE, task=RequestedTask.PUSH, relation=Relation.TOWARDS)
CUBE = Detection('red', 'cube', (0.40, 0.20), 0.9)
BOWL = Detection('green', 'bowl', (0.50, 0.00), 0.9)
OTHER = Detection('blue', 'cube', (0.62, -0.25), 0.9)
SCENE = (CUBE, BOWL, OTHER)


def plan(
    meaning: CommandMeaning,
    landmark: Detection | None = BOWL,
    scene: tuple[Detection, ...] = SCENE,
    target: Detection = CUBE,
) -> Destination:
    objects = [target] if landmark is None else [target, landmark]
    located_m = np.array((0.5, 0.0) if landmark is None else landmark.position)
    return plan_destination(meaning, located_m, objects, scene)


def blocked(
    meaning: CommandMeaning,
    landmark: Detection | None = BOWL,
    scene: tuple[Detection, ...] = SCENE,
    target: Detection = CUBE,
) -> DestinationBlockedError:
    with pytest.raises(DestinationBlockedError) as caught:
        plan(meaning, landmark, scene, target)
    return caught.value


@pytest.mark.parametrize('relation', BESIDE)
def test_a_free_point_beside_a_landmark_is_on_the_table(relation: Relation) -> None:
    destination = plan(replace(PLACE, relation=relation))
    point = np.add(BOWL.position, destination.offset_m)
    assert objects_at(point, [BOWL, OTHER]) == ()
    assert destination.name == f'{relation.replace("_", " ")} the green bowl'
    assert destination.surface_m < 0, 'below the floor of a receptacle'
    assert destination.point_m is None


def test_the_offset_is_from_where_the_network_locates_the_landmark() -> None:
    meaning = replace(PLACE, relation=Relation.LEFT_OF)
    located = plan_destination(meaning, np.array((0.51, 0.0)), [CUBE, BOWL], SCENE)
    expected = np.subtract(plan(meaning).offset_m, (0.01, 0.0))
    np.testing.assert_allclose(located.offset_m, expected, atol=1e-12)


def test_another_point_is_chosen_if_an_object_stands_there() -> None:
    meaning = replace(PLACE, relation=Relation.LEFT_OF)
    straight = plan(meaning)
    beside = Detection('white', 'sphere', (0.55, 0.16), 0.9)
    aside = plan(meaning, scene=(*SCENE, beside))
    assert aside.offset_m != straight.offset_m
    assert objects_at(np.add(BOWL.position, aside.offset_m), [BOWL, beside]) == ()


def test_more_space_is_preferred_and_less_is_accepted() -> None:
    meaning = replace(PLACE, relation=Relation.LEFT_OF)
    assert np.linalg.norm(plan(meaning).offset_m) >= 0.069 + 0.075
    # Between these two there is less space.
    beside = Detection('white', 'cube', (0.50, 0.234), 0.9)
    others = [Detection('white', 'cube', (x, y), 0.9) for x in (0.38, 0.62) for y in (0.1, 0.2)]
    offset_m = plan(meaning, scene=(CUBE, BOWL, beside, *others)).offset_m
    assert 0.069 + 0.065 <= np.linalg.norm(offset_m) < 0.069 + 0.075


def test_the_target_does_not_occupy_its_destination() -> None:
    target = replace(CUBE, position=(0.50, 0.15))
    scene = (target, BOWL)
    straight = plan(replace(PLACE, relation=Relation.LEFT_OF), scene=scene, target=target)
    assert straight.offset_m[0] == pytest.approx(0.0)


@pytest.mark.parametrize('place', PLACES)
def test_a_place_of_the_table(place: str) -> None:
    scene = (CUBE, OTHER)
    destination = plan(replace(PLACE, destination=None, place=place), None, scene)
    assert destination.point_m is not None
    assert is_in_reach(np.array(destination.point_m))
    assert objects_at(np.array(destination.point_m), [OTHER]) == ()
    assert destination.name == f'{place.replace("_", " ")} of the table'
    assert destination.surface_m < 0


def test_a_destination_without_free_space_names_what_stands_there() -> None:
    plate = Detection('white', 'plate', (0.50, 0.17), 0.9)
    error = blocked(replace(PLACE, relation=Relation.LEFT_OF), scene=(*SCENE, plate))
    assert (error.reason, error.name) == (BlockedReason.OCCUPIED, 'left of the green bowl')
    assert error.blocking == (plate,)
    error = blocked(
        replace(PLACE, destination=None, place='center'),
        landmark=None,
        scene=(CUBE, replace(BOWL, position=(0.5, 0.02))),
    )
    assert (error.reason, error.name) == (BlockedReason.OCCUPIED, 'center of the table')


def test_a_place_beyond_the_reach() -> None:
    far = replace(BOWL, position=(0.66, 0.0))
    error = blocked(replace(PLACE, relation=Relation.BEHIND), far, (CUBE, far))
    assert (error.reason, error.blocking) == (BlockedReason.OUT_OF_REACH, ())


@pytest.mark.parametrize(('kind', 'surface_m'), [('cube', 0.018), ('cylinder', 0.026)])
def test_a_stack_is_higher_than_a_receptacle(kind: str, surface_m: float) -> None:
    lower = replace(OTHER, kind=kind)
    destination = plan(replace(PLACE, relation=Relation.ON), lower, (CUBE, lower))
    assert destination == Destination(f'on the blue {kind}', surface_m=surface_m)


def test_a_sphere_stays_on_a_cube() -> None:
    sphere = replace(CUBE, kind='sphere')
    destination = plan(replace(PLACE, relation=Relation.ON), OTHER, (sphere, OTHER), sphere)
    assert destination.name == 'on the blue cube'


def test_nothing_stays_on_a_sphere() -> None:
    sphere = replace(OTHER, kind='sphere')
    error = blocked(replace(PLACE, relation=Relation.ON), sphere, (CUBE, sphere))
    assert error.reason == BlockedReason.NOT_STACKABLE


@pytest.mark.parametrize('relation', [Relation.IN, Relation.ON])
def test_a_receptacle_is_the_destination_itself(relation: Relation) -> None:
    assert plan(replace(PLACE, relation=relation)) == Destination('green bowl')


def test_other_tasks_have_no_destination() -> None:
    pick = replace(PLACE, task=RequestedTask.PICK, destination=None)
    push = replace(pick, task=RequestedTask.PUSH, direction=PushDirection.LEFT)
    assert plan(pick, None) == plan(push, None) == Destination()


@pytest.mark.parametrize(
    ('landmark', 'push_m'), [((0.40, -0.10), 0.10), ((0.40, 0.02), 0.067), ((0.60, 0.35), 0.10)]
)
def test_a_push_ends_before_the_object(landmark: tuple[float, float], push_m: float) -> None:
    bowl = replace(BOWL, position=landmark)
    destination = plan(PUSH, bowl, (CUBE, bowl))
    assert destination.name == 'towards the green bowl'
    assert destination.push_m == pytest.approx(push_m, abs=1e-9)


def test_a_push_is_shorter_if_an_object_stands_further_ahead() -> None:
    bowl, ahead = replace(BOWL, position=(0.40, -0.10)), replace(OTHER, position=(0.42, 0.06))
    assert plan(PUSH, bowl, (CUBE, bowl, ahead)).push_m == pytest.approx(0.06)


@pytest.mark.parametrize(
    ('target', 'landmark', 'others', 'reason'),
    [
        ((0.40, 0.20), (0.40, 0.06), (), BlockedReason.TOO_NEAR),
        ((0.40, 0.33), (0.40, 0.06), (), BlockedReason.OUT_OF_REACH),
        ((0.40, 0.20), (0.40, -0.10), ((0.42, 0.10),), BlockedReason.PUSH_BLOCKED),
        ((0.40, 0.20), (0.40, -0.10), ((0.42, 0.31),), BlockedReason.PUSH_BLOCKED),
    ],
)
def test_a_push_that_is_not_possible(
    target: tuple[float, float],
    landmark: tuple[float, float],
    others: tuple[tuple[float, float], ...],
    reason: BlockedReason,
) -> None:
    cube, bowl = replace(CUBE, position=target), replace(BOWL, position=landmark)
    blocking = tuple(replace(OTHER, position=position) for position in others)
    error = blocked(PUSH, bowl, (cube, bowl, *blocking), cube)
    assert (error.reason, error.blocking) == (reason, blocking)
    assert error.name == 'towards the green bowl'
