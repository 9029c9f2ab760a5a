# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Straight motions in chunks; motions through a real gate: test_motion_steps.py."""

from collections.abc import Iterator

import numpy as np
import pytest
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import to_pose
from vla_common.rotation import quaternion_angle
from vla_common.rotation import quaternion_multiply
from vla_common.rotation import yaw_to_quaternion
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_robot.ros.motion_client import MeasuredMotion
from vla_robot.ros.motion_client import Motion
from vla_robot.ros.motion_client import MotionClient
from vla_robot.ros.motion_client import MotionRefusedError
from vla_robot.ros.robot_observer import RobotObserver

START_M, DOWN = np.array((0.4, 0.1, 0.3)), np.array((1.0, 0.0, 0.0, 0.0))


@pytest.fixture
def client(ros: NodeTestHarness) -> Iterator[MotionClient]:
    observer = RobotObserver(context=ros.context)
    observer.executor_of_node.add_node(ros.node)
    yield MotionClient(observer, 'base_link')
    observer.executor_of_node.remove_node(ros.node)
    observer.close()


@pytest.fixture
def ros_node_is_free(ros: NodeTestHarness) -> None:
    """Leave the node of the harness to the executor of the observer."""
    ros.executor.remove_node(ros.node)


def test_motion_starts_and_ends_at_rest_with_its_speed_as_peak() -> None:
    motion = Motion('a', START_M, START_M + (0.08, 0.0, 0.0), DOWN, 1.0, 0.05, 64, 10.0)
    assert motion.duration_s == pytest.approx(3.0)
    times = np.arange(0.0, 3.2, 0.01)
    x = np.array([motion.positions_m(10.0 + at - 0.1)[0, 0] for at in times])
    speeds = np.diff(x) / 0.01
    assert speeds.max() == pytest.approx(0.05, rel=1e-3)
    assert speeds[[0, -1]] == pytest.approx(0.0, abs=1e-3)
    assert (x[0], x[-1]) == (pytest.approx(0.4), pytest.approx(0.48))
    # Before the start the tool stands at it.
    np.testing.assert_allclose(motion.positions_m(5.0)[0], START_M)


def test_displacement_is_from_first_to_last_position() -> None:
    motion = MeasuredMotion(np.array((START_M, START_M, START_M + 0.01)), np.arange(3.0))
    np.testing.assert_allclose(motion.displacement_m, 0.01)


@pytest.mark.usefixtures('ros_node_is_free')
def test_silent_gate_and_silent_robot_are_named(client: MotionClient) -> None:
    assert client.is_silent()
    assert not client.is_simulated()
    with pytest.raises(MotionRefusedError, match='motion needs robot_state; none arrives'):
        client.position_m()


@pytest.mark.usefixtures('ros_node_is_free')
@pytest.mark.parametrize(
    ('status', 'text'),
    [
        (SafetyStatus(), ''),
        (SafetyStatus(dry_run=True), 'motion needs dry_run: false'),
        (SafetyStatus(state=SafetyStatus.STOPPED, message='a reason'), 'stopped: a reason'),
    ],
)
def test_gate_must_be_ready(
    ros: NodeTestHarness, client: MotionClient, status: SafetyStatus, text: str
) -> None:
    publisher = ros.node.create_publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    publisher.publish(status)
    problem = client.problem()
    assert text in problem
    assert bool(problem) == bool(text)


@pytest.mark.usefixtures('ros_node_is_free')
def test_policy_beside_check_robot_is_named(ros: NodeTestHarness, client: MotionClient) -> None:
    ros.node.create_publisher(SafetyStatus, 'safety_status', qos.LATCHED).publish(SafetyStatus())
    ros.node.create_publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    assert 'the only publisher of action_chunk; test_harness publishes it' in client.problem()


def refuse(ros: NodeTestHarness, quaternion: np.ndarray) -> None:
    """Publish a robot at START_M, and a gate that refuses its motions."""
    states = ros.node.create_publisher(RobotState, 'robot_state', qos.SENSOR)
    message = RobotState(gripper=1.02, end_effector=to_pose(START_M, quaternion))
    message.header.stamp = ros.node.get_clock().now().to_msg()
    ros.node.create_timer(0.05, lambda: states.publish(message))
    gate = ros.node.create_publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    gate.publish(SafetyStatus(reason='workspace', message='outside of the workspace'))


@pytest.mark.usefixtures('ros_node_is_free')
@pytest.mark.parametrize('leans', [False, True])
def test_the_lean_of_an_arm_is_not_commanded(
    ros: NodeTestHarness, client: MotionClient, leans: bool
) -> None:
    chunks: list[ActionChunk] = ros.collect(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    # A yaw of 0.2 rad, and a lean of 0.5 rad about y of the base.
    upright = yaw_to_quaternion(0.2)
    lean = quaternion_multiply(np.array((0.0, np.sin(0.25), 0.0, np.cos(0.25))), upright)
    refuse(ros, lean)
    client = MotionClient(client._node, 'base_link', leans=leans)
    with pytest.raises(MotionRefusedError):
        client.move(np.array((0.0, 0.02, 0.0)), 0.02)
    commanded = pose_to_arrays(chunks[-1].poses[0])[1]
    assert quaternion_angle(commanded, upright if leans else lean) < 1e-3


@pytest.mark.usefixtures('ros_node_is_free')
def test_refused_motion_is_announced_sent_and_ended(
    ros: NodeTestHarness, client: MotionClient
) -> None:
    chunks: list[ActionChunk] = ros.collect(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    commands: list[CommandEmbedding] = ros.collect(
        CommandEmbedding, 'command_embedding', qos.LATCHED
    )
    policy: list[PolicyStatus] = ros.collect(PolicyStatus, 'policy_status', qos.LATCHED)
    refuse(ros, DOWN)
    with pytest.raises(MotionRefusedError, match='it did not: outside of the workspace'):
        client.move(np.array((0.0, 0.02, 0.0)), 0.02)
    assert {chunk.command_id for chunk in chunks} == {commands[-1].command_id}
    assert chunks[-1].header.frame_id == 'base_link'
    assert set(chunks[-1].gripper) == {1.0}
    first, last = (pose_to_arrays(chunks[-1].poses[i])[0] for i in (0, -1))
    assert 0 < (first - START_M)[1] < (last - START_M)[1] <= 0.02
    assert client._node.wait_for(lambda: policy[-1].state == PolicyStatus.SUCCEEDED, 5.0)
