# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Straight motions: rest at both ends, peak speed, and why none is sent."""

from collections.abc import Iterator

import numpy as np
import pytest
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import SafetyStatus
from vla_robot.ros.motion_client import Motion
from vla_robot.ros.motion_client import MotionClient
from vla_robot.ros.motion_client import MotionRefusedError
from vla_robot.ros.robot_observer import RobotObserver

START_M, GOAL_M = np.array((0.4, 0.0, 0.2)), np.array((0.4, 0.06, 0.28))
DOWN = np.array((1.0, 0.0, 0.0, 0.0))


@pytest.fixture
def observer(ros: NodeTestHarness) -> Iterator[RobotObserver]:
    observer = RobotObserver(context=ros.context)
    yield observer
    observer.close()


def _motion(steps: int) -> Motion:
    return Motion('a', START_M, GOAL_M, DOWN, 1.0, 0.05, steps, 100.0)


def test_a_motion_ends_at_its_goal_and_never_exceeds_its_speed() -> None:
    motion = _motion(64)
    positions = np.vstack([START_M, motion.positions_m(100.0)])
    np.testing.assert_allclose(positions[-1], GOAL_M, atol=1e-9)
    speeds = np.linalg.norm(np.diff(positions, axis=0), axis=1) / 0.1
    assert 0.045 < speeds.max() <= 0.05
    assert speeds[0] < 0.005


def test_a_later_chunk_continues_the_same_motion() -> None:
    first, later = _motion(16).positions_m(100.0), _motion(16).positions_m(100.5)
    np.testing.assert_allclose(first[5:], later[:-5])


def test_no_motion_without_gate_and_state(observer: RobotObserver) -> None:
    client = MotionClient(observer, 'base_link')
    assert client.problem().startswith('motion needs safety_status; got none')
    with pytest.raises(MotionRefusedError, match='motion needs robot_state; none arrives'):
        client.move(np.array((0.0, 0.0, 0.02)), 0.02)


def test_another_publisher_of_chunks_is_named(
    ros: NodeTestHarness, observer: RobotObserver
) -> None:
    client = MotionClient(observer, 'base_link')
    status = ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    status.publish(SafetyStatus(state=SafetyStatus.IDLE))
    assert client.problem() == ''
    other = ros.node.create_publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
    assert observer.wait_for(lambda: observer.count_publishers('action_chunk') == 2, 10.0)
    assert ros.node.get_name() in client.problem()
    ros.node.destroy_publisher(other)


@pytest.mark.parametrize(
    ('status', 'text'),
    [
        (SafetyStatus(dry_run=True), 'needs dry_run: false'),
        (
            SafetyStatus(state=SafetyStatus.STOPPED, message='pressed'),
            'the gate is stopped: pressed',
        ),
    ],
)
def test_a_gate_that_cannot_move_is_named(
    ros: NodeTestHarness, observer: RobotObserver, status: SafetyStatus, text: str
) -> None:
    client = MotionClient(observer, 'base_link')
    ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED).publish(status)
    assert text in client.problem()
