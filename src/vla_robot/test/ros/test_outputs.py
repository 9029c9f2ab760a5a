# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Outputs of the bridge without topics."""

from builtin_interfaces.msg import Time
import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF
from vla_robot.control.action_admission import HoldPlace
from vla_robot.ros.outputs import make_output
from vla_robot.ros.outputs import MeasuredArm
from vla_robot.ros.settings import BridgeSettings

STAMP = Time(sec=3)


def arm(**changes: object) -> tuple:
    settings = BridgeSettings(**changes)
    model = ArmModel(UR5E_URDF, settings.arm())
    measured = MeasuredArm(UR5E_READY, model.forward(UR5E_READY))
    output = make_output(model, settings)
    output.start(measured)
    return output, measured


def moved(pose: RigidTransform, y_m: float) -> RigidTransform:
    return RigidTransform(pose.position_m + (0.0, y_m, 0.0), pose.rotation)


def test_trajectory_ends_at_rest_and_its_end_is_the_hold() -> None:
    output, measured = arm(ramp_s=0.0)
    for i in range(1, 10):
        message = output.follow(moved(measured.tool, 0.002 * i), 0.02, measured, STAMP)
    assert len(message.points) == 2
    assert not any(message.points[-1].velocities)
    hold = output.hold(HoldPlace.COMMANDED, measured, STAMP)
    assert hold.points == message.points[-1:]
    hold = output.hold(HoldPlace.MEASURED, measured, STAMP)
    np.testing.assert_allclose(hold.points[0].positions, UR5E_READY)


def test_the_way_to_measured_joints_is_slow() -> None:
    """They may be those of an arm that is elsewhere: a driver that repeats old values."""
    output, measured = arm(ramp_s=0.0)
    for i in range(1, 50):
        output.follow(moved(measured.tool, 0.002 * i), 0.02, measured, STAMP)
    target = output.hold(HoldPlace.COMMANDED, measured, STAMP).points[0]
    point = output.hold(HoldPlace.MEASURED, measured, STAMP).points[0]
    way = np.abs(np.array(target.positions) - point.positions).max()
    time_s = point.time_from_start.sec + point.time_from_start.nanosec * 1e-9
    assert way > 0.1
    assert 0.1 < 1.5 * way / time_s < 0.2  # At most 5 % of 3.14 rad/s, at the middle.


def test_positions_are_in_the_order_of_the_controller() -> None:
    output, measured = arm(output='joint_positions', ramp_s=0.0)
    output.follow(measured.tool, 0.0, measured, STAMP)
    message = output.follow(moved(measured.tool, 0.002), 0.02, measured, STAMP)
    np.testing.assert_allclose(message.data, UR5E_READY, atol=0.02)
    held = output.hold(HoldPlace.COMMANDED, measured, STAMP)
    assert held.data == message.data


def test_pose_is_that_of_the_tool_link() -> None:
    output, measured = arm(output='pose', tool_xyz_m=(0.0, 0.0, 0.1))
    message = output.follow(measured.tool, 0.02, measured, STAMP)
    assert message.header.frame_id == 'base_link'
    # The tool points down: its link is above it.
    assert message.pose.position.z == pytest.approx(measured.tool.position_m[2] + 0.1, abs=1e-4)
    held = output.hold(HoldPlace.COMMANDED, measured, STAMP)
    assert held.pose == message.pose


def test_twist_is_limited_and_ends_at_zero() -> None:
    output, measured = arm(output='twist', max_twist_m_s=0.2)
    message = output.follow(moved(measured.tool, 0.01), 0.0, measured, STAMP)
    assert message.twist.linear.y == pytest.approx(2.0 * 0.01)
    message = output.follow(moved(measured.tool, 0.05), 0.02, measured, STAMP)
    assert message.twist.linear.y == pytest.approx(0.2)
    held = output.hold(HoldPlace.COMMANDED, measured, STAMP)
    assert (held.twist.linear.y, held.header.frame_id) == (0.0, 'base_link')
