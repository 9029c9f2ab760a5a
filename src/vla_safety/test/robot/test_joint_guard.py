# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the joints at a tick."""

import numpy as np
import pytest
from vla_common.arrays import FloatArray
from vla_safety.robot.joint_guard import JointGuard
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.types.chunk import Target

PERIOD_S = 0.02


def make(name: str = 'ur5e', **changes: object) -> tuple[SampleRobot, JointGuard]:
    robot = SampleRobot(name, **changes)  # type: ignore[arg-type]
    return robot, JointGuard(robot.model, robot.joints, PERIOD_S)


def at(robot: SampleRobot, way_m: tuple[float, ...] = (0.0, 0.0, 0.0)) -> Target:
    tool = robot.tool
    return Target(tool.position_m + np.array(way_m), tool.quaternion_xyzw, 1.0)


def refusal(
    robot: SampleRobot,
    guard: JointGuard,
    stand_m: tuple[float, ...],
    velocity: FloatArray | None = None,
) -> str:
    return guard.refusal(
        at(robot), at(robot, stand_m), np.zeros(6) if velocity is None else velocity
    )


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_slow_motion_above_the_table_is_permitted(name: str) -> None:
    robot, guard = make(name)
    velocity = np.array((0.0, 0.2, 0.0, 0.0, 0.0, 0.0))
    for i in range(20):
        y = 0.2 * PERIOD_S * i
        assert guard.refusal(at(robot, (0, y, 0)), at(robot, (0, y + 0.01, 0)), velocity) == ''


def test_braking_out_of_reach_is_refused() -> None:
    robot, guard = make()
    assert 'the arm reaches each pose within 0.003 m' in refusal(robot, guard, (1.0, 0.0, 0.0))


def test_braking_into_the_end_of_a_joint_is_refused() -> None:
    low = (-0.03, -3.1, 0.1, -6.2, -3.0, -6.2)
    robot, guard = make(joint_min=low)
    assert refusal(robot, guard, (0.0, 0.0, 0.0)) == ''
    # The shoulder turns to the right.
    text = refusal(robot, guard, (0.0, -0.01, 0.0))
    assert 'joints stay 0.01 rad within their range; shoulder_pan_joint' in text


def test_fast_joint_is_refused() -> None:
    robot, guard = make()
    turn = np.array((0.0, 0.0, 0.0, 0.0, 0.0, 3.1))
    assert 'wrist_3_joint moves at 2.98 rad/s at most' in refusal(robot, guard, (0, 0, 0), turn)
    assert refusal(robot, guard, (0, 0, 0), turn * 0.9) == ''


def test_link_close_to_the_table_is_refused() -> None:
    # The wrist, 16 cm above the tool point, moves below the table.
    robot, guard = make()
    down_m = -robot.tool.position_m[2] - 0.24
    text = refusal(robot, guard, (0.0, 0.0, float(down_m)))
    assert 'links stay 0.005 m' in text.replace('at least ', '')


def test_singularity_is_refused() -> None:
    robot, guard = make(min_singular_value=1.0)
    assert refusal(robot, guard, (0, 0, 0)) == ''
    text = refusal(robot, guard, (0.15, 0, 0))
    assert 'singular value of the Jacobian is at least 0.5' in text


def test_motion_without_measured_joints_is_refused() -> None:
    robot = SampleRobot('ur5e')
    guard = JointGuard(robot.model, None, PERIOD_S)
    assert 'motion needs measured joints' in refusal(robot, guard, (0, 0, 0))
