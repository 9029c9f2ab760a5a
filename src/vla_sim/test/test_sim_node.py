# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulator node on real topics: camera, robot and task result."""

import json
from typing import Any

from geometry_msgs.msg import PoseStamped
import numpy as np
import pytest
from rclpy.parameter import Parameter
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import to_pose
from vla_common.rotation import yaw_to_quaternion
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import RobotState
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.sim_node import SimNode

ASIDE_M = np.array([0.45, 0.15, 0.25])


def start(ros: NodeTestHarness, **parameters: Any) -> SimNode:
    overrides = [Parameter(name, value=value) for name, value in parameters.items()]
    node: SimNode = ros.add(SimNode(context=ros.context, parameter_overrides=overrides))
    ros.wait_for(lambda: node.is_active, 20.0, 'the simulator is not active')
    # The creation of a graphics context cannot be interrupted.
    ros.wait_for(lambda: node.diagnose().values['images_sent'] > 0, 60.0, 'no image')
    return node


def start_publishing(
    ros: NodeTestHarness, position_m: np.ndarray, frame_id: str = 'base_link', opening: float = 1.0
) -> None:
    """Publish an action at the rate of the safety node; a higher rate would slow the physics."""
    action = ros.publisher(PoseStamped, 'robot_action', qos.RELIABLE_LATEST)
    gripper = ros.publisher(GripperCommand, 'gripper_command', qos.RELIABLE_LATEST)

    def send() -> None:
        message = PoseStamped(pose=to_pose(position_m, yaw_to_quaternion(0.0)))
        message.header.stamp = ros.node.get_clock().now().to_msg()
        message.header.frame_id = frame_id
        action.publish(message)
        gripper.publish(GripperCommand(header=message.header, opening=opening))

    ros.node.create_timer(CONTROL_PERIOD_S, send)


def position_of(states: list[RobotState]) -> np.ndarray:
    return pose_to_arrays(states[-1].end_effector)[0] if states else np.full(3, np.nan)


def test_camera_and_state_are_published(ros: NodeTestHarness) -> None:
    images = ros.collect(Image, 'camera/image_raw', qos.SENSOR)
    infos = ros.collect(CameraInfo, 'camera/camera_info', qos.SENSOR)
    states = ros.collect(RobotState, 'robot_state', qos.SENSOR)
    joints = ros.collect(JointState, 'joint_states', qos.SENSOR)
    start(ros)
    ros.wait_for(lambda: len(images) > 5 and len(states) > 50, 20.0)
    image, info = images[-1], infos[-1]
    assert (image.width, image.height, image.encoding) == (640, 480, 'rgb8')
    assert np.frombuffer(image.data, np.uint8).std() > 10
    assert (info.width, info.height, info.header.frame_id) == (640, 480, 'camera_optical_frame')
    ros.wait_for(lambda: any(info.header.stamp == image.header.stamp for info in infos))
    assert states[-1].header.frame_id == 'base_link'
    np.testing.assert_allclose(position_of(states), HOME_POSITION_M, atol=0.005)
    assert len(joints[-1].name) == len(joints[-1].position) == len(joints[-1].velocity) == 9


def test_arm_follows_a_command_and_holds_it(ros: NodeTestHarness) -> None:
    states = ros.collect(RobotState, 'robot_state', qos.SENSOR)
    start(ros)
    start_publishing(ros, ASIDE_M, opening=0.0)

    def arrived() -> bool:
        near = np.linalg.norm(position_of(states) - ASIDE_M) < 0.005
        return bool(near) and states[-1].gripper < 0.05

    ros.wait_for(arrived, 15.0, 'the arm did not arrive')
    ros.spin(0.5)
    assert np.linalg.norm(position_of(states) - ASIDE_M) < 0.005


@pytest.mark.parametrize(
    ('position', 'frame_id'), [(ASIDE_M, 'map'), (np.array([np.nan, 0.0, 0.3]), 'base_link')]
)
def test_malformed_action_is_refused(
    ros: NodeTestHarness, position: np.ndarray, frame_id: str
) -> None:
    states = ros.collect(RobotState, 'robot_state', qos.SENSOR)
    node = start(ros)
    start_publishing(ros, position, frame_id)
    ros.wait_for(
        lambda: node.diagnose().values['commands_refused'] > 3, 10.0, 'nothing was refused'
    )
    ros.spin(0.2)
    np.testing.assert_allclose(position_of(states), HOME_POSITION_M, atol=0.005)


def test_task_result_is_that_of_the_last_command(ros: NodeTestHarness) -> None:
    results = ros.collect(String, 'sim_node/task_result')
    start(ros, scene_include=['red cube'])
    commands = ros.publisher(String, 'natural_language_command', qos.COMMAND)
    commands.publish(String(data='pick up the red cube'))
    ros.wait_for(lambda: bool(results) and json.loads(results[-1].data)['command'] != '')
    commands.publish(String(data='stop'))
    ros.spin(0.3)
    result = json.loads(results[-1].data)
    assert result['command'] == 'pick up the red cube'
    assert result['command_id'] == ''
    assert result['task']['target'] == 'red cube'
    assert result['success'] is False
    assert result['moved'] == []


def test_task_result_carries_the_id_of_a_request(ros: NodeTestHarness) -> None:
    results = ros.collect(String, 'sim_node/task_result')
    start(ros, scene_include=['red cube'])
    requests = ros.publisher(CommandRequest, 'command_request', qos.COMMAND)
    for command_id in ('id-1', 'id-2'):
        # The same words again are another command.
        requests.publish(CommandRequest(text='pick up the red cube', command_id=command_id))
        ros.wait_for(
            lambda command_id=command_id: (
                bool(results) and json.loads(results[-1].data)['command_id'] == command_id
            )
        )
    requests.publish(CommandRequest(text='stop', command_id='id-3'))
    ros.spin(0.3)
    assert json.loads(results[-1].data)['command_id'] == 'id-2'


def test_former_parameter_name_is_refused_with_the_new_one(ros: NodeTestHarness) -> None:
    overrides = [Parameter('look', value='plain'), Parameter('autostart', value=False)]
    node = ros.add(SimNode(context=ros.context, parameter_overrides=overrides))
    node.trigger_configure()
    assert 'look is now named domain_randomization' in node._health().message


def test_reset_scene_creates_the_scene_of_the_next_seed(ros: NodeTestHarness) -> None:
    objects = ros.collect(String, 'sim_node/objects')
    start(ros, scene_seed=4)
    ros.wait_for(lambda: bool(objects))
    assert json.loads(objects[-1].data)['scene_seed'] == 4
    response = ros.call(Trigger, 'sim_node/reset_scene', Trigger.Request())
    assert response.success
    assert response.message.startswith('scene 5: ')
    ros.wait_for(lambda: json.loads(objects[-1].data)['scene_seed'] == 5)


def test_description_is_latched(ros: NodeTestHarness) -> None:
    start(ros)
    descriptions = ros.collect(String, 'robot_description', qos.LATCHED)
    ros.wait_for(lambda: bool(descriptions))
    assert descriptions[0].data.startswith('<robot')


def test_node_can_be_deactivated_and_activated(ros: NodeTestHarness) -> None:
    images = ros.collect(Image, 'camera/image_raw', qos.SENSOR)
    node = start(ros)
    ros.wait_for(lambda: len(images) > 2, 20.0)
    node.trigger_deactivate()
    ros.spin(0.3)
    images.clear()
    ros.spin(0.3)
    assert not images
    node.trigger_activate()
    ros.wait_for(lambda: len(images) > 2, 20.0)


def test_unknown_object_leaves_the_node_inactive(ros: NodeTestHarness) -> None:
    overrides = [Parameter('scene_include', value=['pink elephant'])]
    node = ros.add(SimNode(context=ros.context, parameter_overrides=overrides))
    ros.spin(1.0)
    assert not node.is_active


def test_camera_rate_and_faults_change_while_the_node_runs(ros: NodeTestHarness) -> None:
    images = ros.collect(Image, 'camera/image_raw', qos.SENSOR)
    node = start(ros, camera_rate_hz=2.0)
    assert node.set_parameters_atomically([Parameter('camera_rate_hz', value=20.0)]).successful
    ros.spin(0.6)
    images.clear()
    ros.wait_for(lambda: len(images) >= 8, 2.0, 'not 8 images in 2 s')
    assert node.set_parameters_atomically([Parameter('fault_drop_share', value=1.0)]).successful
    ros.wait_for(lambda: node.diagnose().values['images_dropped'] > 3, 5.0, 'no image is lost')
    refused = node.set_parameters_atomically([Parameter('max_command_age_s', value=11.0)])
    assert refused.reason.startswith('max_command_age_s must be within 0.02 and 10.0 s; got 11.0')
