# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scale of a gripper joint."""

import pytest
from vla_robot.control.gripper_scale import GripperScale


@pytest.mark.parametrize(
    ('closed', 'opened', 'position', 'opening'),
    [(0.0, 0.04, 0.01, 0.25), (0.8, 0.0, 0.6, 0.25), (-0.1, 1.7, 1.7, 1.0)],
)
def test_positions_and_openings(
    closed: float, opened: float, position: float, opening: float
) -> None:
    scale = GripperScale(closed, opened)
    assert scale.to_opening(position) == pytest.approx(opening)
    assert scale.to_position(opening) == pytest.approx(position)


def test_a_gripper_of_another_unit_is_out_of_range() -> None:
    """The safety gate then refuses the state: millimetres in place of metres."""
    assert GripperScale(0.0, 0.04).to_opening(40.0) == pytest.approx(1000)


def test_equal_positions_are_refused() -> None:
    with pytest.raises(ValueError, match=r'must differ; both are 0.5'):
        GripperScale(0.5, 0.5)
