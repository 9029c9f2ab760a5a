# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Robot bridge with a simulated driver on real topics."""

from pathlib import Path
import time

from bridge_harness import BridgeHarness
from bridge_harness import UR5E_NAMES
from geometry_msgs.msg import PoseStamped
from geometry_msgs.msg import TwistStamped
import numpy as np
import pytest
from rclpy.parameter import Parameter
from std_msgs.msg import Float64MultiArray
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import SafetyStatus
from vla_kinematics.sample_arms import UR5E_URDF
from vla_robot.robot_bridge import RobotBridge

END_M = (0.05, 0.1, 0.05)


@pytest.mark.parametrize('from_desired', [True, False])
def test_arm_follows_a_stream_and_robot_state_reports_it(
    ros: NodeTestHarness, tmp_path: Path, from_desired: bool
) -> None:
    arm = BridgeHarness(ros, tmp_path, from_desired=from_desired)
    np.testing.assert_allclose(arm.reported_m(), 0, atol=1e-6)
    lags = arm.stream(END_M, 1.5)
    print(f'lag p50 {np.median(lags) * 1e3:.1f} mm, max {lags.max() * 1e3:.1f} mm')
    ros.wait_for(lambda: arm.distance_m(END_M) < 0.001, 5.0, 'the arm did not arrive')
    ros.wait_for(lambda: np.linalg.norm(arm.reported_m() - END_M) < 0.001)
    assert arm.controller.rejected == []
    assert np.abs(arm.states[-1].velocity.linear.x) < 0.01
    assert arm.states[-1].header.frame_id == 'base_link'


def test_no_motion_before_the_first_action(ros: NodeTestHarness, tmp_path: Path) -> None:
    arm = BridgeHarness(ros, tmp_path)
    ros.spin(0.5)
    assert arm.controller.accepted == 0


def test_first_action_away_from_the_robot_is_refused(ros: NodeTestHarness, tmp_path: Path) -> None:
    arm = BridgeHarness(ros, tmp_path)
    for _ in range(20):
        arm.send((0.05, 0.0, 0.0))
        ros.spin(0.02)
    assert arm.controller.accepted == 0
    assert arm.bridge.diagnose().values['commands_refused'] > 0


def test_silence_ends_motion_and_later_actions_away_from_the_robot_are_refused(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    arm = BridgeHarness(ros, tmp_path, command_timeout_s=0.3)
    arm.stream((0.0, 0.05, 0.0), 1.0)
    for i in range(6):
        arm.send((0.0, 0.05 + 0.004 * i, 0.0))
        ros.spin(0.02)
    ros.wait_for(lambda: not arm.bridge.diagnose().values['following'], 5.0, 'still following')
    ros.wait_for(arm.stands_still, 5.0, 'the arm does not stand')
    # Braking distance of the last trajectory.
    assert arm.distance_m((0.0, 0.07, 0.0)) < 0.03
    accepted = arm.controller.accepted
    for _ in range(10):
        arm.send((0.0, 0.15, 0.0))
        ros.spin(0.02)
    assert arm.controller.accepted == accepted
    assert arm.stands_still()


def test_stop_of_the_gate_ends_motion(ros: NodeTestHarness, tmp_path: Path) -> None:
    arm = BridgeHarness(ros, tmp_path)
    status = ros.publisher(SafetyStatus, 'safety_status', qos.LATCHED)
    arm.stream((0.0, 0.03, 0.0), 0.6)
    status.publish(SafetyStatus(state=SafetyStatus.STOPPED))
    ros.wait_for(lambda: not arm.bridge.diagnose().values['following'])
    ros.spin(0.2)  # The message that holds the robot.
    accepted = arm.controller.accepted
    for i in range(20):
        arm.send((0.0, 0.03 + 0.002 * i, 0.0))
        ros.spin(0.02)
    assert arm.controller.accepted == accepted
    status.publish(SafetyStatus(state=SafetyStatus.IDLE))
    ros.spin(0.2)
    arm.send(arm.reported_m())
    ros.wait_for(lambda: arm.controller.accepted > accepted, 5.0, 'no motion after the reset')


def test_driver_that_stops_reporting_ends_motion(ros: NodeTestHarness, tmp_path: Path) -> None:
    arm = BridgeHarness(ros, tmp_path, command_timeout_s=0.3)
    arm.stream((0.0, 0.03, 0.0), 0.6)
    arm.driver.is_frozen = True
    for _ in range(40):
        arm.send((0.0, 0.03, 0.0))
        ros.spin(0.02)
    assert not arm.bridge.diagnose().values['following']
    accepted = arm.controller.accepted
    arm.send((0.0, 0.03, 0.0))
    ros.spin(0.3)
    assert arm.controller.accepted == accepted


def test_protective_stop_holds_the_measured_joints(ros: NodeTestHarness, tmp_path: Path) -> None:
    arm = BridgeHarness(ros, tmp_path, max_tracking_m=0.03)
    arm.stream((0.0, 0.02, 0.0), 0.6)
    arm.controller.is_protective_stop = True
    stopped_at = arm.controller.positions.copy()
    for i in range(60):
        arm.send((0.0, 0.02 + 0.001 * i, 0.0))
        ros.spin(0.02)
    assert not arm.bridge.diagnose().values['following']
    # The controller has the measured joints as its target: the end of the stop moves nothing.
    arm.controller.is_protective_stop = False
    ros.spin(0.5)
    assert np.abs(arm.controller.positions - stopped_at).max() < 0.002


def test_restarted_bridge_does_not_continue_the_motion(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    arm = BridgeHarness(ros, tmp_path)
    arm.stream(END_M, 0.8)
    ros.remove(arm.bridge)
    ros.wait_for(arm.stands_still, 5.0)
    accepted = arm.controller.accepted
    arm.start_bridge()
    ros.spin(0.5)
    assert arm.controller.accepted == accepted


def test_pose_and_twist_outputs(ros: NodeTestHarness, tmp_path: Path) -> None:
    """In the frame `base`, which UR turns by 180 degrees against base_link."""
    half_turn = [0.0, 0.0, np.pi]
    poses = ros.collect(PoseStamped, 'joint_trajectory_controller/target_pose')
    arm = BridgeHarness(
        ros, tmp_path, output='pose', robot_base_link='base', base_rpy_rad=half_turn
    )
    np.testing.assert_allclose(arm.reported_m(), 0, atol=1e-6)
    for _ in range(20):
        arm.send((0.0, 0.0, 0.01))
        ros.spin(0.02)
    ros.wait_for(lambda: bool(poses), 5.0, 'no pose')
    position, _ = pose_to_arrays(poses[-1].pose)
    expected = arm.home.position_m + (0.0, 0.0, 0.01)
    np.testing.assert_allclose(position, expected * (-1, -1, 1), atol=1e-9)
    assert poses[-1].header.frame_id == 'base'


def test_twist_output_ends_with_a_zero_twist(ros: NodeTestHarness, tmp_path: Path) -> None:
    twists = ros.collect(TwistStamped, 'servo_node/delta_twist_cmds')
    arm = BridgeHarness(
        ros, tmp_path, output='twist', controller='servo_node', command_timeout_s=0.3
    )
    for i in range(20):
        arm.send((0.0, 0.0005 * i, 0.0))
        ros.spin(0.02)
    ros.wait_for(lambda: any(message.twist.linear.y > 0.01 for message in twists), 5.0)
    ros.wait_for(lambda: twists[-1].twist.linear.y == 0.0, 5.0, 'no zero twist')
    assert not arm.bridge.diagnose().values['following']


def test_gripper_follows_with_its_own_scale(ros: NodeTestHarness, tmp_path: Path) -> None:
    positions = ros.collect(Float64MultiArray, 'hand/commands')
    arm = BridgeHarness(
        ros, tmp_path, gripper_joint='finger_joint', gripper_closed_position=0.8,
        gripper_open_position=0.0, gripper_output='joint_positions', gripper_controller='hand',
    )  # fmt: skip
    assert arm.states[-1].gripper == pytest.approx(1 - 0.02 / 0.8)
    grippers = ros.publisher(GripperCommand, 'gripper_command', qos.RELIABLE_LATEST)
    command = GripperCommand(opening=0.25)
    command.header.stamp = ros.node.get_clock().now().to_msg()
    grippers.publish(command)
    for _ in range(10):
        arm.send((0.0, 0.0, 0.0))
        ros.spin(0.02)
    ros.wait_for(lambda: bool(positions), 5.0, 'no gripper command')
    assert positions[0].data[0] == pytest.approx(0.6)


def test_gripper_command_that_arrives_during_a_slow_step_is_accepted(
    ros: NodeTestHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arm = BridgeHarness(
        ros, tmp_path,
        gripper_joint='finger_joint', gripper_closed_position=0.8, gripper_open_position=0.0,
        gripper_output='joint_positions', gripper_controller='hand',
    )  # fmt: skip
    positions = ros.collect(Float64MultiArray, 'hand/commands')
    grippers = ros.publisher(GripperCommand, 'gripper_command', qos.RELIABLE_LATEST)
    publish = arm.bridge._commands.publish

    def publish_slowly(message: object) -> None:
        publish(message)
        time.sleep(0.1)  # Longer than a stamp may be ahead of the clock.
        command = GripperCommand(opening=0.25)
        command.header.stamp = ros.node.get_clock().now().to_msg()
        command.header.frame_id = 'base_link'
        grippers.publish(command)
        time.sleep(0.1)

    monkeypatch.setattr(arm.bridge._commands, 'publish', publish_slowly)
    arm.send((0.0, 0.0, 0.0))
    ros.wait_for(lambda: bool(positions), 5.0, 'no gripper command')
    assert positions[-1].data == pytest.approx([0.6])
    assert arm.bridge.diagnose().values['commands_refused'] == 0


def test_description_arrives_on_a_topic(ros: NodeTestHarness, tmp_path: Path) -> None:
    bridge: RobotBridge = ros.add(RobotBridge(context=ros.context))
    ros.wait_for(lambda: bridge.is_active)
    descriptions = ros.publisher(String, 'robot_description', qos.LATCHED)
    descriptions.publish(String(data='<robot xmlns:xacro="x" name="a"/>'))
    ros.wait_for(lambda: 'expand it first' in bridge.diagnose().message)
    descriptions.publish(String(data=UR5E_URDF))
    ros.wait_for(lambda: UR5E_NAMES[0] in bridge.diagnose().message)


@pytest.mark.parametrize(
    ('parameters', 'text'),
    [
        ({'tool_link': 'tool1'}, r"no link 'tool1'. Closest: tool0"),
        ({'urdf_file': 'none.urdf'}, r'urdf_file must be a readable file'),
        ({'joint_names': ['elbow_joint']}, r'joint_names must name each joint'),
        ({'posture': [0.0, 1.0]}, r'needs 1 entry or 6'),
        ({'gripper_open_position': 0.0}, r'must differ; both are 0'),
    ],
)
def test_wrong_configuration_is_refused(
    ros: NodeTestHarness, tmp_path: Path, parameters: dict, text: str
) -> None:
    path = tmp_path / 'arm.urdf'
    path.write_text(UR5E_URDF)
    values = {'urdf_file': str(path), 'autostart': False, **parameters}
    overrides = [Parameter(name, value=value) for name, value in values.items()]
    node = ros.add(RobotBridge(context=ros.context, parameter_overrides=overrides))
    node.trigger_configure()
    with pytest.raises(ValueError, match=text):
        raise ValueError(node._health().message)
