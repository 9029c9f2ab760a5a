# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint trajectories and gripper positions in a world."""

from dataclasses import replace

from builtin_interfaces.msg import Duration
import numpy as np
import pytest
from std_msgs.msg import Float64MultiArray
from trajectory_msgs.msg import JointTrajectory
from trajectory_msgs.msg import JointTrajectoryPoint
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.world import World
from vla_sim.ros.joint_command_tracker import JointCommandTracker

ROBOT = replace(BUILTIN, controllers=('arm', 'gripper'))


def trajectory(joints: np.ndarray) -> JointTrajectory:
    point = JointTrajectoryPoint(
        positions=joints.tolist(),
        velocities=[0.0] * len(joints),
        time_from_start=Duration(nanosec=500_000_000),
    )
    return JointTrajectory(joint_names=list(ROBOT.joints), points=[point])


def run(tracker: JointCommandTracker, world: World, ticks: int) -> list[str]:
    errors = []
    for _ in range(ticks):
        errors += tracker.apply(world, 0)
        world.step()
    return errors


def joints(world: World) -> np.ndarray:
    return world.joint_state()[1][:7]


def test_topics_are_those_of_the_controllers() -> None:
    topics = [topic for _, topic, *_ in JointCommandTracker(ROBOT).inputs()]
    assert topics == ['arm/joint_trajectory', 'gripper/commands']


def test_a_trajectory_and_a_gripper_position_are_followed(world: World) -> None:
    tracker = JointCommandTracker(ROBOT)
    goal = joints(world) + (0.1, 0, 0, 0, 0, 0, 0)
    tracker.trajectories.put(trajectory(goal))
    tracker.grippers.put(Float64MultiArray(data=[0.01]))
    assert run(tracker, world, 60) == []
    np.testing.assert_allclose(joints(world), goal, atol=2e-3)
    assert world.robot_state().opening == pytest.approx(0.25, abs=0.02)


def test_without_commands_the_arm_stays(world: World) -> None:
    start = joints(world).copy()
    assert run(JointCommandTracker(ROBOT), world, 30) == []
    np.testing.assert_allclose(joints(world), start, atol=1e-3)


def test_refused_commands_are_reported_and_change_nothing(world: World) -> None:
    start, tracker = joints(world).copy(), JointCommandTracker(ROBOT)
    tracker.trajectories.put(JointTrajectory(joint_names=['joint1']))
    tracker.grippers.put(Float64MultiArray(data=[float('nan')]))
    errors = run(tracker, world, 20)
    assert len(errors) == 2
    assert 'must name the joints joint1, joint2' in errors[0]
    assert 'one finite position' in errors[1]
    np.testing.assert_allclose(joints(world), start, atol=1e-3)


def test_reset_discards_the_trajectory(world: World) -> None:
    start, tracker = joints(world).copy(), JointCommandTracker(ROBOT)
    tracker.trajectories.put(trajectory(start + 0.1))
    run(tracker, world, 1)
    tracker.reset()
    run(tracker, world, 30)
    np.testing.assert_allclose(joints(world), start, atol=5e-3)
