# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""check_robot in front of a robot with planted mistakes: each is named."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rclpy.node import Node
from sensor_msgs.msg import JointState
from vla_common import qos
from vla_common.conversions import to_pose
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import RobotState
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.sample_arms import UR5E_JOINTS
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF
from vla_robot.check_robot import check_gripper
from vla_robot.check_robot import check_messages
from vla_robot.check_robot import read_settings
from vla_robot.check_robot import report
from vla_robot.ros.robot_observer import RobotObserver
from vla_robot.ros.settings import BridgeSettings

SETTINGS = BridgeSettings(robot_base_link='base_link')
JOINTS = UR5E_READY + (0.4, 0.1, 0.0, 0.0, 0.1, 0.3)


class MistakenDriver(Node):
    """Publish joint_states and robot_state of a UR5e at rest, with mistakes."""

    def __init__(self, mistakes: set[str], **options: Any) -> None:
        super().__init__('mistaken_driver', **options)
        self.opening = 1.0
        self._mistakes = mistakes
        self._joints = self.create_publisher(JointState, 'joint_states', qos.SENSOR)
        self._states = self.create_publisher(RobotState, 'robot_state', qos.SENSOR)
        tool = ArmModel(UR5E_URDF, SETTINGS.arm()).forward(JOINTS)
        self._position, self._quaternion = tool.position_m, tool.quaternion_xyzw
        if 'turned base' in mistakes:
            self._position = self._position * (-1, -1, 1)
            # Half a turn about z: (0, 0, 1, 0) times the quaternion.
            x, y, z, w = self._quaternion
            self._quaternion = np.array((-y, x, w, -z))
        if 'wxyz' in mistakes:
            self._quaternion = self._quaternion[[3, 0, 1, 2]]
        self.create_timer(0.1 if 'slow' in mistakes else 0.01, self._publish)

    def ask(self, text: str) -> None:
        """Open and close the gripper as a person would."""
        self.opening = float(text.startswith('Open'))

    def _publish(self) -> None:
        opening = 1 - self.opening if 'inverted' in self._mistakes else self.opening
        if 'metres' in self._mistakes:
            opening *= 0.04
        stamp = self.get_clock().now().to_msg()
        joints = JointState(name=list(UR5E_JOINTS), position=JOINTS.tolist())
        state = RobotState(end_effector=to_pose(self._position, self._quaternion), gripper=opening)
        joints.header.stamp = state.header.stamp = stamp
        state.header.frame_id = 'base_link'
        self._joints.publish(joints)
        self._states.publish(state)


@pytest.fixture
def observer(ros: NodeTestHarness) -> Iterator[RobotObserver]:
    observer = RobotObserver(context=ros.context)
    yield observer
    observer.close()


def findings(ros: NodeTestHarness, observer: RobotObserver, mistakes: set[str]) -> str:
    """Return the report about a driver with mistakes."""
    driver = MistakenDriver(mistakes, context=ros.context)
    observer.executor_of_node.add_node(driver)
    try:
        found = check_messages(observer, SETTINGS, UR5E_URDF, 2.0)
        found.append(check_gripper(observer, driver.ask))
    finally:
        observer.executor_of_node.remove_node(driver)
        driver.destroy_node()
    return report(found)


def failures(text: str) -> str:
    """Return the lines of a report that depend on no timing of a loaded machine."""
    lines = text.splitlines()
    return '\n'.join(
        f'{line}\n{lines[i + 1]}'
        for i, line in enumerate(lines)
        if line.startswith('FAILED') and not line[8:].startswith(('rate', 'stamps'))
    )


def test_correct_robot_passes(ros: NodeTestHarness, observer: RobotObserver) -> None:
    text = findings(ros, observer, set())
    assert failures(text) == '', text
    assert '9 checks' in text


@pytest.mark.parametrize(
    ('mistake', 'name'),
    [
        ('inverted', 'It is inverted'),
        ('metres', 'These look like metres or radians'),
        ('wxyz', 'It fits the order w x y z'),
        ('turned base', 'It fits a base turned by 180 degrees about z'),
        ('slow', 'robot_state must arrive at 30 Hz or more'),
    ],
)
def test_planted_mistake_is_named(
    ros: NodeTestHarness, observer: RobotObserver, mistake: str, name: str
) -> None:
    text = findings(ros, observer, {mistake})
    assert name in text, text


def test_all_five_at_once_are_named(ros: NodeTestHarness, observer: RobotObserver) -> None:
    text = findings(ros, observer, {'inverted', 'metres', 'wxyz', 'turned base', 'slow'})
    for name in ('and inverted', 'metres', 'w x y z', '180 degrees', '30 Hz or more'):
        assert name in text, text


def test_silent_robot_and_missing_urdf_are_reported(observer: RobotObserver) -> None:
    text = report(check_messages(observer, SETTINGS, '', 0.2))
    assert 'robot_state must arrive' in text
    assert 'a URDF is needed' in text


def test_robot_file_is_read(tmp_path: Path) -> None:
    robots = Path(__file__).parents[3] / 'config' / 'robots'
    assert read_settings(robots / 'ur5e.yaml').tool_xyz_m == (0.0, 0.0, 0.164)
    wrong = tmp_path / 'a.yaml'
    wrong.write_text('/**/other:\n  ros__parameters:\n    a: 1\n')
    with pytest.raises(ValueError, match=r"must have the key '/\*\*/robot_bridge'"):
        read_settings(wrong)
