# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Points beside a landmark and at places of the table, and what stands there."""

import numpy as np
import pytest
from vla_common.command_meaning import Relation
from vla_common.command_meaning import SHAPES
from vla_common.destinations import BESIDE
from vla_common.destinations import PLACES
from vla_policy.control.detections import Detection
from vla_policy.control.free_space import is_in_reach
from vla_policy.control.free_space import is_push_in_reach
from vla_policy.control.free_space import objects_along
from vla_policy.control.free_space import objects_at
from vla_policy.control.free_space import points_at
from vla_policy.control.free_space import points_beside
from vla_policy.control.free_space import RADIUS_M

CENTER = (0.5, 0.0)
DIRECTIONS = {
    Relation.LEFT_OF: (0, 1),
    Relation.RIGHT_OF: (0, -1),
    Relation.BEHIND: (1, 0),
    Relation.IN_FRONT_OF: (-1, 0),
}


def detection(kind: str, x_m: float, y_m: float, color: str = 'red') -> Detection:
    return Detection(color, kind, (x_m, y_m), 0.9)


@pytest.mark.parametrize('relation', BESIDE)
@pytest.mark.parametrize('kind', SHAPES)
def test_points_beside_a_landmark_have_the_relation(kind: str, relation: Relation) -> None:
    landmark = detection(kind, *CENTER)
    offsets = points_beside(landmark, relation) - CENTER
    distances = np.linalg.norm(offsets, axis=1)
    assert (distances >= RADIUS_M[kind] + 0.065).all(), 'space for the open gripper'
    assert (distances <= 0.22).all()
    if relation is Relation.NEXT_TO:
        assert (distances <= 0.17).all()
    else:
        along = offsets @ DIRECTIONS[relation]
        assert (along >= np.cos(np.deg2rad(36)) * distances).all()
        np.testing.assert_allclose(along[0], distances[0], err_msg='straight first')
    assert distances[0] == pytest.approx(distances.min())


@pytest.mark.parametrize(
    ('place', 'axis', 'low', 'high'),
    [
        ('left_edge', 1, 0.219, 0.341),
        ('right_edge', 1, -0.341, -0.219),
        ('near_edge', 0, 0.289, 0.371),
        ('far_edge', 0, 0.629, 0.701),
        ('center', 0, 0.429, 0.571),
        ('center', 1, -0.071, 0.071),
    ],
)
def test_points_at_a_place_of_the_table(place: str, axis: int, low: float, high: float) -> None:
    points = points_at(place)
    assert ((low <= points[:, axis]) & (points[:, axis] <= high)).all()
    assert is_in_reach(points).all()


def test_every_place_has_points() -> None:
    assert all(len(points_at(place)) > 10 for place in PLACES)


@pytest.mark.parametrize(
    ('point', 'is_within'),
    [
        (CENTER, True),
        ((0.27, 0.0), False),
        ((0.76, 0.0), False),
        ((0.5, 0.40), False),
        ((0.71, 0.30), False),  # too far from the base
    ],
)
def test_reach(point: tuple[float, float], is_within: bool) -> None:
    assert is_in_reach(np.array(point)) == is_within


def test_a_push_may_end_further_out() -> None:
    assert is_push_in_reach(np.array((0.73, 0.0)))
    assert not is_push_in_reach(np.array((0.78, 0.0)))


def test_objects_near_a_point_leave_no_space() -> None:
    cube, bowl = detection('cube', 0.5, 0.09), detection('bowl', 0.5, -0.12)
    far = detection('cube', 0.5, 0.2)
    assert objects_at(np.array(CENTER), [cube, bowl, far]) == (cube, bowl)
    assert objects_at(np.array((0.6, 0.0)), [cube, bowl, far]) == ()
    assert objects_at(np.array((0.5, -0.01)), [cube], 0.065) == ()
    assert objects_at(np.array((0.5, -0.01)), [cube], 0.075) == (cube,)


@pytest.mark.parametrize(
    ('x_m', 'y_m', 'is_in_the_way'),
    [
        (0.5, 0.05, True),
        (0.5, 0.09, False),
        (0.36, 0.0, True),
        (0.32, 0.0, False),
        (0.66, -0.02, True),
        (0.69, 0.0, False),
    ],
)
def test_objects_along_a_push(x_m: float, y_m: float, is_in_the_way: bool) -> None:
    cube = detection('cube', x_m, y_m)
    found = objects_along(np.array((0.4, 0.0)), np.array((0.6, 0.0)), [cube])
    assert found == ((cube,) if is_in_the_way else ())
