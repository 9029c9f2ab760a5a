# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion between messages and arrays."""

from geometry_msgs.msg import PoseStamped
import numpy as np
import pytest
from vla_common.conversions import to_pose
from vla_common.conversions import to_stamp
from vla_common.robot_commands import CommandValidator
from vla_common.robot_commands import to_opening
from vla_interfaces.msg import GripperCommand
from vla_kinematics.rigid_transform import RigidTransform
from vla_robot.control.joint_reference import JointPoint
from vla_robot.ros import conversions

NOW_NS = 5_000_000_000
RULES = CommandValidator('base_link', 0.5)


def action(quaternion: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0)) -> PoseStamped:
    message = PoseStamped(pose=to_pose(np.array((0.4, 0.0, 0.2)), np.array(quaternion)))
    message.header.frame_id, message.header.stamp = 'base_link', to_stamp(NOW_NS - 10_000_000)
    return message


def test_target_of_an_action() -> None:
    target = conversions.to_target(action(), RULES, NOW_NS)
    assert target.position_m.tolist() == [0.4, 0.0, 0.2]
    np.testing.assert_allclose(target.rotation, np.diag((1, -1, -1)), atol=1e-12)


@pytest.mark.parametrize(
    ('message', 'frame_id', 'now_ns', 'error'),
    [
        (action(), 'map', NOW_NS, r"must be in 'map'; got 'base_link'"),
        (action(), 'base_link', NOW_NS + 10**9, r'0.5 s old; got 1.010 s'),
        (action((0.0, 0.0, 0.0, 0.0)), 'base_link', NOW_NS, r'unit quaternion'),
        (action((float('nan'), 0.0, 0.0, 0.0)), 'base_link', NOW_NS, r'unit quaternion'),
    ],
)
def test_malformed_actions_are_refused(
    message: PoseStamped, frame_id: str, now_ns: int, error: str
) -> None:
    with pytest.raises(ValueError, match=error):
        conversions.to_target(message, CommandValidator(frame_id, 0.5), now_ns)


@pytest.mark.parametrize('opening', [-0.1, 1.1, float('nan')])
def test_malformed_openings_are_refused(opening: float) -> None:
    message = GripperCommand(opening=opening)
    message.header.stamp = to_stamp(NOW_NS)
    with pytest.raises(ValueError, match='an opening of 0 to 1'):
        to_opening(message, RULES, NOW_NS)


def test_robot_state() -> None:
    tool = RigidTransform.from_quaternion((0.1, 0.2, 0.3), (1.0, 0.0, 0.0, 0.0))
    state = conversions.to_robot_state(tool, np.arange(6.0), 0.5, to_stamp(NOW_NS), 'base_link')
    assert (state.end_effector.position.z, state.end_effector.orientation.x) == (0.3, 1.0)
    assert (state.velocity.linear.y, state.velocity.angular.z, state.gripper) == (1.0, 5.0, 0.5)
    assert (state.header.stamp.sec, state.header.frame_id) == (5, 'base_link')


def test_trajectory_starts_on_reception() -> None:
    points = [JointPoint(1.25, np.array((1.0, 2.0)), np.zeros(2))]
    message = conversions.to_trajectory(('a', 'b'), points)
    assert (message.header.stamp.sec, message.header.stamp.nanosec) == (0, 0)
    assert list(message.joint_names) == ['a', 'b']
    time = message.points[0].time_from_start
    assert (time.sec, time.nanosec) == (1, 250_000_000)
    assert list(message.points[0].positions) == [1.0, 2.0]
