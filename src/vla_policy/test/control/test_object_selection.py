# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Descriptions select objects by color, shape, place and order, seen from the robot."""

from dataclasses import replace

import pytest
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import Superlative
from vla_policy.control.object_selection import SceneItem
from vla_policy.control.object_selection import select_objects

# Left is +y, far is +x.
ITEMS = (
    SceneItem('red', 'cube', (0.40, 0.20)),  # 0: near, left
    SceneItem('red', 'cube', (0.60, -0.20)),  # 1: far, right
    SceneItem('blue', 'cube', (0.50, 0.00)),  # 2: middle
    SceneItem('green', 'sphere', (0.55, -0.10)),  # 3: in the bowl
    SceneItem('green', 'bowl', (0.56, -0.10)),  # 4
    SceneItem('white', 'plate', (0.40, -0.25)),  # 5
)
CUBE = ObjectDescription('cube', shapes=frozenset({'cube'}))
RED = ObjectDescription('red', colors=frozenset({'red'}))
BOWL = ObjectDescription('bowl', shapes=frozenset({'bowl'}))
PLATE = ObjectDescription('plate', shapes=frozenset({'plate'}))
SPHERE = ObjectDescription('sphere', shapes=frozenset({'sphere'}))
DISH = ObjectDescription('dish', shapes=frozenset({'bowl', 'plate'}))
FULL = ObjectDescription(
    'full', relation=Relation.CONTAINING, landmark=ObjectDescription('anything')
)
BLUE = ObjectDescription('blue', colors=frozenset({'blue'}))


def located(relation: Relation, landmark: ObjectDescription) -> ObjectDescription:
    return replace(CUBE, relation=relation, landmark=landmark)


@pytest.mark.parametrize(
    ('description', 'expected'),
    [
        (CUBE, [0, 1, 2]),
        (replace(CUBE, colors=frozenset({'red'})), [0, 1]),
        (replace(CUBE, colors=frozenset()), []),
        (DISH, [4, 5]),
        (replace(CUBE, superlative=Superlative.LEFTMOST), [0]),
        (replace(CUBE, superlative=Superlative.RIGHTMOST), [1]),
        (replace(CUBE, superlative=Superlative.NEAREST), [0]),
        (replace(CUBE, superlative=Superlative.FARTHEST), [1]),
        (replace(CUBE, superlative=Superlative.MIDDLE), [2]),
        (replace(CUBE, superlative=Superlative.NEAR_LEFT), [0]),
        (replace(CUBE, superlative=Superlative.FAR_RIGHT), [1]),
        (replace(CUBE, superlative=Superlative.LEFTMOST, ordinal=2), [2]),
        (replace(CUBE, superlative=Superlative.RIGHTMOST, ordinal=4), []),
        (replace(CUBE, superlative=Superlative.UNKNOWN), []),
        (replace(CUBE, excluded=(RED,)), [2]),
        (located(Relation.LEFT_OF, BLUE), [0]),
        (located(Relation.RIGHT_OF, BLUE), [1]),
        (located(Relation.BEHIND, BLUE), [1]),
        (located(Relation.IN_FRONT_OF, BLUE), [0]),
        (located(Relation.NEXT_TO, BOWL), [1, 2]),
        (located(Relation.NEXT_TO, PLATE), [1]),
        (
            ObjectDescription(
                'sphere by it',
                None,
                frozenset({'sphere'}),
                relation=Relation.NEXT_TO,
                landmark=replace(RED, superlative=Superlative.LEFTMOST),
            ),
            [],
        ),
        (replace(DISH, relation=Relation.CONTAINING, landmark=SPHERE), [4]),
        (replace(DISH, relation=Relation.CONTAINING, landmark=CUBE), []),
        (replace(DISH, excluded=(FULL,)), [5]),
        (replace(SPHERE, relation=Relation.CONTAINING, landmark=BOWL), []),
        (located(Relation.AWAY_FROM, BOWL), [0]),
        (located(Relation.UNDER, BOWL), []),
        (located(Relation.BETWEEN, replace(RED, shapes=frozenset({'cube'}))), [2]),
        (ObjectDescription('one in the bowl', relation=Relation.IN, landmark=BOWL), [3]),
        (located(Relation.NEXT_TO, ObjectDescription('pink', colors=frozenset())), []),
    ],
)
def test_selection(description: ObjectDescription, expected: list[int]) -> None:
    assert select_objects(description, ITEMS) == expected


def test_without_a_noun_receptacles_can_be_left_out() -> None:
    green = ObjectDescription('green one', colors=frozenset({'green'}))
    assert select_objects(green, ITEMS) == [3, 4]
    assert select_objects(green, ITEMS, graspable_only=True) == [3]


def uncertain(cube: float, sphere: float, x: float = 0.5) -> SceneItem:
    """Return a red object that is a cube or a sphere with the given probabilities."""
    shape = 'cube' if cube > sphere else 'sphere'
    return SceneItem('red', shape, (x, 0.0), (cube, 0.0, sphere, 0.0, 0.0))


@pytest.mark.parametrize(
    ('items', 'expected'),
    [
        ([uncertain(0.99, 0.01), uncertain(0.01, 0.99)], [0]),
        # Probably a sphere, but no other object is more probably a cube.
        ([uncertain(0.3, 0.7), uncertain(0.01, 0.99)], [0]),
        ([uncertain(0.3, 0.7), uncertain(0.9, 0.1)], [1]),
        ([uncertain(0.6, 0.4), uncertain(0.9, 0.1)], [0, 1]),
        ([uncertain(0.05, 0.95)], []),
    ],
)
def test_an_object_of_uncertain_shape_fits_if_no_other_fits_clearly_better(
    items: list[SceneItem], expected: list[int]
) -> None:
    assert select_objects(CUBE, items) == expected
    assert select_objects(replace(CUBE, colors=frozenset({'blue'})), items) == []
    assert select_objects(RED, items) == list(range(len(items)))


def test_the_nearest_of_several_neighbors_is_next_to_a_landmark_if_it_is_clearly_nearer() -> None:
    bowl = SceneItem('white', 'bowl', (0.50, 0.00))
    near, far = SceneItem('red', 'cube', (0.35, 0.00)), SceneItem('red', 'cube', (0.65, 0.17))
    beside = replace(CUBE, relation=Relation.NEXT_TO, landmark=BOWL)
    assert select_objects(beside, [bowl, near, far]) == [1]
    assert select_objects(beside, [bowl, far]) == [1], 'a diagonal neighbor'
    equal = SceneItem('red', 'cube', (0.67, 0.00))
    assert select_objects(beside, [bowl, near, equal]) == [1, 2], 'ask which one'


@pytest.mark.parametrize('scores', [(0.0, 0.0, 0.0, 0.45, 0.55), (0.0, 0.0, 0.0, 0.3, 0.7)])
def test_a_plate_is_no_bowl(scores: tuple[float, ...]) -> None:
    plate = SceneItem('white', 'plate', (0.5, 0.0), scores)
    assert select_objects(BOWL, [plate]) == []
    assert select_objects(PLATE, [plate]) == [0]
    assert select_objects(DISH, [plate]) == [0]


def test_probabilities_of_several_shapes_add_up() -> None:
    either = ObjectDescription('thing', shapes=frozenset({'cube', 'sphere'}))
    assert uncertain(0.3, 0.6).fit(either, either.shapes) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ('others', 'expected'),
    [
        # Mainly to the right is right of it, whatever else is farther to the right.
        ([(0.5, -0.1), (0.3, -0.15)], [1]),
        # The nearer one if it is clearly nearer.
        ([(0.5, -0.1), (0.5, -0.2)], [1]),
        ([(0.5, -0.1), (0.52, -0.13)], [1, 2]),
        # Without one that is mainly to the right, any that is to the right.
        ([(0.3, -0.15)], [1]),
    ],
)
def test_right_of_a_can(others: list[tuple[float, float]], expected: list[int]) -> None:
    can = SceneItem('blue', 'cylinder', (0.5, 0.0))
    items = [can, *(SceneItem('red', 'sphere', place) for place in others)]
    landmark = ObjectDescription('can', shapes=frozenset({'cylinder'}))
    ball = ObjectDescription(
        'ball', shapes=frozenset({'sphere'}), relation=Relation.RIGHT_OF, landmark=landmark
    )
    assert select_objects(ball, items) == expected


def test_an_extreme_or_an_exclusion_counts_all_right_of_a_can() -> None:
    can = SceneItem('blue', 'cylinder', (0.5, 0.0))
    items = [can, *(SceneItem('red', 'sphere', (0.5, y)) for y in (-0.1, -0.2))]
    landmark = ObjectDescription('can', shapes=frozenset({'cylinder'}))
    ball = ObjectDescription(
        'ball', shapes=frozenset({'sphere'}), relation=Relation.RIGHT_OF, landmark=landmark
    )
    assert select_objects(replace(ball, superlative=Superlative.RIGHTMOST), items) == [2]
    assert select_objects(ObjectDescription('not the ball', excluded=(ball,)), items) == [0]


def test_any_of_several_is_the_nearest() -> None:
    anyone = replace(CUBE, superlative=Superlative.ANY)
    assert select_objects(anyone, ITEMS) == [0]
    assert select_objects(replace(anyone, colors=frozenset({'purple'})), ITEMS) == []


def test_any_of_equally_near_objects_is_the_leftmost() -> None:
    row = [SceneItem('red', 'cube', (0.40 + 0.001 * i, 0.2 - 0.1 * i)) for i in range(3)]
    anyone = replace(CUBE, superlative=Superlative.ANY)
    assert select_objects(replace(anyone, superlative=Superlative.NEAREST), row) == [0, 1, 2]
    assert select_objects(anyone, row) == [0]
    assert select_objects(anyone, row[::-1]) == [2]
