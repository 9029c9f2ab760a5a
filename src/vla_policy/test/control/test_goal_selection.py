# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Target and destination of a command are selected in symbolic scenes."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_policy.control import goal_selection
from vla_policy.control.goal_selection import select_goal
from vla_policy.control.goal_selection import SelectedGoal
from vla_policy.control.goal_selection import UnresolvedGoal
from vla_policy.control.object_selection import SceneItem
from vla_policy.types.vocabulary import Verdict

ITEMS = (
    SceneItem('red', 'cube', (0.40, 0.20)),  # 0
    SceneItem('red', 'cube', (0.60, -0.20)),  # 1
    SceneItem('blue', 'cube', (0.50, 0.00)),  # 2
    SceneItem('white', 'bowl', (0.45, -0.25)),  # 3
    SceneItem('blue', 'plate', (0.60, 0.25)),  # 4
    SceneItem('green', 'sphere', (0.30, 0.00)),  # 5
)
ONE = ObjectDescription('one')
CUBE = ObjectDescription('cube', shapes=frozenset({'cube'}))
RED, BLUE, GREEN, WHITE = (
    ObjectDescription(f'{color} one', colors=frozenset({color}))
    for color in ('red', 'blue', 'green', 'white')
)
BOWL = ObjectDescription('bowl', shapes=frozenset({'bowl'}))
PICK, PLACE, PUSH, POINT = (
    RequestedTask.PICK,
    RequestedTask.PLACE,
    RequestedTask.PUSH,
    RequestedTask.POINT,
)


def order(
    task: RequestedTask,
    target: ObjectDescription,
    destination: ObjectDescription | None = None,
    relation: Relation = Relation.IN,
) -> CommandMeaning:
    if destination is None:
        relation = Relation.NONE
    return CommandMeaning(SpeechAct.ORDER, task, target, destination, relation)


@pytest.mark.parametrize(
    ('meaning', 'goal'),
    [
        (order(PICK, GREEN), SelectedGoal(5)),
        (order(PICK, BLUE), SelectedGoal(2)),  # a plate cannot be picked
        (order(PUSH, replace(RED, superlative=Superlative.LEFTMOST)), SelectedGoal(0)),
        (order(PUSH, replace(ONE, superlative=Superlative.LEFTMOST)), SelectedGoal(0)),
        (order(POINT, replace(ONE, superlative=Superlative.LEFTMOST)), SelectedGoal(4)),
        (order(POINT, BLUE), SelectedGoal(2)),  # rather than the plate
        (order(POINT, WHITE), SelectedGoal(3)),
        (order(POINT, BOWL), SelectedGoal(3)),
        (order(PLACE, GREEN, BOWL), SelectedGoal(5, 3)),
        (order(PLACE, BLUE, BLUE), SelectedGoal(2, 4)),
        (order(PLACE, GREEN, BLUE, Relation.ON), SelectedGoal(5, 4)),  # rather than the cube
        (order(PLACE, GREEN, replace(BLUE, shapes=CUBE.shapes), Relation.ON), SelectedGoal(5, 2)),
        (order(PLACE, GREEN, BLUE, Relation.BEHIND), SelectedGoal(5, 2)),
        (order(PLACE, GREEN, BOWL, Relation.NEXT_TO), SelectedGoal(5, 3)),
        (order(PLACE, BLUE, BLUE, Relation.LEFT_OF), SelectedGoal(2, 4)),
        (order(PUSH, GREEN, BLUE, Relation.TOWARDS), SelectedGoal(5, 2)),
        (order(PICK, GREEN, BOWL), SelectedGoal(5)),  # only place and push have a destination
        (order(PICK, replace(CUBE, excluded=(RED,))), SelectedGoal(2)),
        (order(PICK, replace(CUBE, relation=Relation.NEXT_TO, landmark=BOWL)), SelectedGoal(1)),
    ],
)
def test_a_goal_is_selected(meaning: CommandMeaning, goal: SelectedGoal) -> None:
    assert select_goal(meaning, ITEMS) == goal


RED_BOWL = replace(BOWL, words='red bowl', colors=frozenset({'red'}))


@pytest.mark.parametrize(
    ('meaning', 'verdict', 'role', 'description', 'shapes', 'candidates'),
    [
        (order(PICK, WHITE), 'TARGET_NOT_FOUND', 'target', WHITE, OBJECT_SHAPES, ()),
        (order(POINT, RED_BOWL), 'TARGET_NOT_FOUND', 'target', RED_BOWL, SHAPES, ()),
        (order(PICK, RED), 'AMBIGUOUS', 'target', RED, OBJECT_SHAPES, (0, 1)),
        (order(PUSH, CUBE), 'AMBIGUOUS', 'target', CUBE, OBJECT_SHAPES, (0, 1, 2)),
        (
            order(PLACE, GREEN, RED),
            'DESTINATION_NOT_FOUND',
            'destination',
            RED,
            RECEPTACLE_SHAPES,
            (),
        ),
        (order(PLACE, GREEN, ONE), 'AMBIGUOUS', 'destination', ONE, RECEPTACLE_SHAPES, (3, 4)),
        (
            order(PLACE, GREEN, RED, Relation.LEFT_OF),
            'AMBIGUOUS',
            'destination',
            RED,
            SHAPES,
            (0, 1),
        ),
        (
            order(PLACE, GREEN, GREEN, Relation.NEXT_TO),
            'DESTINATION_NOT_FOUND',
            'destination',
            GREEN,
            SHAPES,
            (),
        ),
        (order(PLACE, RED, RED_BOWL), 'AMBIGUOUS', 'target', RED, OBJECT_SHAPES, (0, 1)),
        (
            order(PICK, replace(CUBE, relation=Relation.NEXT_TO, landmark=RED_BOWL)),
            'TARGET_NOT_FOUND',
            'target',
            RED_BOWL,
            SHAPES,
            (),
        ),
        (
            order(PICK, replace(GREEN, relation=Relation.NEXT_TO, landmark=BOWL)),
            'TARGET_NOT_FOUND',
            'target',
            replace(GREEN, relation=Relation.NEXT_TO, landmark=BOWL),
            OBJECT_SHAPES,
            (),
        ),
    ],
)
def test_an_unresolved_goal_states_what_it_depends_on(
    meaning: CommandMeaning,
    verdict: str,
    role: str,
    description: ObjectDescription,
    shapes: tuple[str, ...],
    candidates: tuple[int, ...],
) -> None:
    expected = UnresolvedGoal(Verdict[verdict], GoalRole(role), description, shapes, candidates)
    assert select_goal(meaning, ITEMS) == expected


def test_nothing_is_found_on_an_empty_table() -> None:
    goal = select_goal(order(PLACE, CUBE, BOWL), ())
    assert isinstance(goal, UnresolvedGoal)
    assert goal.verdict == Verdict.TARGET_NOT_FOUND


def test_the_target_is_no_destination_and_the_destination_no_target(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # With receptacles that can be grasped, both descriptions could select one object.
    monkeypatch.setattr(goal_selection, 'OBJECT_SHAPES', SHAPES)
    items = ITEMS[3:5]
    dish = ObjectDescription('dish', shapes=frozenset(RECEPTACLE_SHAPES))
    assert select_goal(order(PLACE, WHITE, dish), items) == SelectedGoal(0, 1)
    assert select_goal(order(PLACE, dish, WHITE), items) == SelectedGoal(1, 0)
    goal = select_goal(order(PLACE, WHITE, WHITE), items)
    assert isinstance(goal, UnresolvedGoal)
    assert goal.verdict == Verdict.DESTINATION_NOT_FOUND


HOLDS = ObjectDescription(
    'anything in it', relation=Relation.CONTAINING, landmark=ObjectDescription('anything')
)
FULL_AND_EMPTY = (
    SceneItem('white', 'bowl', (0.50, 0.10)),
    SceneItem('white', 'bowl', (0.50, -0.10)),
    SceneItem('green', 'sphere', (0.51, 0.10)),
    SceneItem('red', 'cube', (0.40, 0.25)),
)


def test_receptacles_are_told_apart_by_their_contents() -> None:
    empty = replace(BOWL, excluded=(HOLDS,))
    assert select_goal(order(PLACE, RED, empty), FULL_AND_EMPTY) == SelectedGoal(3, 1)
    full = replace(BOWL, relation=Relation.CONTAINING, landmark=GREEN)
    assert select_goal(order(POINT, full), FULL_AND_EMPTY) == SelectedGoal(0)


def test_nothing_is_put_on_a_plate_that_was_to_go_into_a_bowl() -> None:
    plate = SceneItem('white', 'plate', (0.50, -0.10), (0.0, 0.0, 0.0, 0.4, 0.6))
    goal = select_goal(order(PLACE, RED, BOWL), (plate, FULL_AND_EMPTY[3]))
    assert isinstance(goal, UnresolvedGoal)
    assert (goal.verdict, goal.description) == (Verdict.DESTINATION_NOT_FOUND, BOWL)
