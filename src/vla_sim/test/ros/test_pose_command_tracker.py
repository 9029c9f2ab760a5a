# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tracking of pose and gripper commands in a world."""

from geometry_msgs.msg import PoseStamped
import numpy as np
from vla_common.conversions import to_pose
from vla_common.conversions import to_stamp
from vla_common.robot_commands import CommandValidator
from vla_common.rotation import yaw_to_quaternion
from vla_interfaces.msg import GripperCommand
from vla_sim.physics.world import World
from vla_sim.ros.pose_command_tracker import PoseCommandTracker

NOW_NS = 5_000_000_000
GOAL_M = np.array([0.45, 0.1, 0.3])


def pose_command(position_m: np.ndarray, stamp_ns: int = NOW_NS) -> PoseStamped:
    message = PoseStamped(pose=to_pose(position_m, yaw_to_quaternion(0.0)))
    message.header.stamp, message.header.frame_id = to_stamp(stamp_ns), 'base_link'
    return message


def gripper_command(opening: float) -> GripperCommand:
    message = GripperCommand(opening=opening)
    message.header.stamp = to_stamp(NOW_NS)
    return message


def tracker() -> PoseCommandTracker:
    return PoseCommandTracker(CommandValidator('base_link', 0.5))


def test_pose_and_opening_become_the_target(world: World) -> None:
    commands = tracker()
    commands.poses.put(pose_command(GOAL_M))
    commands.grippers.put(gripper_command(0.25))
    assert commands.apply(world, NOW_NS) == []
    position, _, opening = world.snapshot().target
    np.testing.assert_allclose(position, GOAL_M)
    assert opening == 0.25


def test_last_target_is_held_without_new_commands(world: World) -> None:
    commands = tracker()
    commands.poses.put(pose_command(GOAL_M))
    commands.apply(world, NOW_NS)
    commands.grippers.put(gripper_command(0.5))
    commands.apply(world, NOW_NS)
    position, _, opening = world.snapshot().target
    np.testing.assert_allclose(position, GOAL_M)
    assert opening == 0.5


def test_refused_commands_are_reported_and_change_nothing(world: World) -> None:
    before = world.snapshot().target[0]
    commands = tracker()
    commands.poses.put(pose_command(GOAL_M, NOW_NS - 2_000_000_000))
    commands.grippers.put(gripper_command(1.5))
    errors = commands.apply(world, NOW_NS)
    assert len(errors) == 2
    assert 'got 2.000 s' in errors[0]
    assert 'an opening of 0 to 1; got 1.5' in errors[1]
    np.testing.assert_allclose(world.snapshot().target[0], before)


def test_reset_discards_commands(world: World) -> None:
    before = world.snapshot().target[0]
    commands = tracker()
    commands.poses.put(pose_command(GOAL_M))
    commands.reset()
    assert commands.apply(world, NOW_NS) == []
    np.testing.assert_allclose(world.snapshot().target[0], before)
