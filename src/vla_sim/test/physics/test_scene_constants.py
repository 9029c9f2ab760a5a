# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Directions and heights."""

import numpy as np
import pytest
from vla_sim.physics.scene_constants import direction
from vla_sim.physics.scene_constants import DIRECTIONS
from vla_sim.physics.scene_constants import height_m
from vla_sim.physics.scene_constants import OBJECT_RADIUS_M


def test_directions_are_unit_vectors_of_base_link() -> None:
    assert direction('left').tolist() == [0.0, 1.0]
    assert direction('forward').tolist() == [1.0, 0.0]
    assert all(np.isclose(np.linalg.norm(direction(name)), 1.0) for name in DIRECTIONS)
    np.testing.assert_array_equal(direction('left'), -direction('right'))


def test_unknown_direction_is_refused_with_the_choice() -> None:
    with pytest.raises(ValueError, match=r"'forward', 'left', 'right'.*got 'up'"):
        direction('up')


@pytest.mark.parametrize(
    ('shape', 'radius_m', 'expected'),
    [('cube', 0.02, 0.02), ('sphere', 0.025, 0.025), ('cylinder', 0.022, 0.025)],
)
def test_centre_of_an_object_is_above_the_table(
    shape: str, radius_m: float, expected: float
) -> None:
    assert height_m(shape, radius_m) == pytest.approx(expected)
    assert set(OBJECT_RADIUS_M) == {'cube', 'cylinder', 'sphere'}
