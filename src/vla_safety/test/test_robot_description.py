# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Safety node with joint checks: robot description and joint states on topics and in a file."""

from pathlib import Path

import pytest
from rclpy.parameter import Parameter
from safety_node_harness import SafetyNodeHarness
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_kinematics.sample_arms import UR5E_JOINTS
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_SOLID_URDF
from vla_safety.safety_node import SafetyNode


def refused_with(harness: SafetyNodeHarness, reason: str) -> bool:
    harness.send()
    harness.ros.spin(0.05)
    return harness.status.reason == reason


def test_chunks_are_refused_until_description_and_joints_fit(ros: NodeTestHarness) -> None:
    harness = SafetyNodeHarness(ros, use_robot_description=True)
    harness.connect()
    ros.wait_for(lambda: refused_with(harness, 'robot_description'), 10.0)
    descriptions = ros.publisher(String, 'robot_description', qos.LATCHED)
    descriptions.publish(String(data='<robot name="a"/>'))
    ros.wait_for(lambda: 'at least one revolute' in harness.status.message, 10.0)
    descriptions.publish(String(data=UR5E_SOLID_URDF))
    ros.wait_for(lambda: refused_with(harness, 'joint_state_unknown'), 10.0)
    states = ros.publisher(JointState, 'joint_states', qos.SENSOR)

    def refused_after_joints() -> bool:
        message = JointState(name=list(UR5E_JOINTS), position=UR5E_READY.tolist())
        message.header.stamp = ros.node.get_clock().now().to_msg()
        states.publish(message)
        # The robot of the harness is elsewhere than this arm.
        return refused_with(harness, 'joint_pose')

    ros.wait_for(refused_after_joints, 10.0)
    assert harness.status.chunks_accepted == 0


@pytest.mark.parametrize(
    ('content', 'text'),
    [
        (None, 'urdf_file must be a readable file'),
        ('<robot name="a"/>', 'at least one revolute'),
        ('<robot', 'must be XML'),
    ],
)
def test_unusable_file_is_refused(
    ros: NodeTestHarness, tmp_path: Path, content: str | None, text: str
) -> None:
    path = tmp_path / 'arm.urdf'
    if content is not None:
        path.write_text(content)
    values = {'urdf_file': str(path), 'autostart': False}
    overrides = [Parameter(name, value=value) for name, value in values.items()]
    node = ros.add(SafetyNode(context=ros.context, parameter_overrides=overrides))
    node.trigger_configure()
    assert text in node._health().message
