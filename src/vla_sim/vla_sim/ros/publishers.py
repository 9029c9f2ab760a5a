# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Publishers of the simulator node."""

import json
from typing import Any

from builtin_interfaces.msg import Time
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_common import qos
from vla_common.node import VlaNode
from vla_interfaces.msg import RobotState
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.urdf import arm_urdf
from vla_sim.physics.world import World
from vla_sim.ros import conversions
from vla_sim.ros.sim_session import SimSession
from vla_sim.ros.transforms import TransformPublisher


class SimPublishers:
    """
    Publish the state of a session.

    Parameters
    ----------
    node
        Simulator node.
    frame_id
        Frame of the robot state.
    robot
        Arm. The built-in one publishes robot_state and the frames of its links; for another one
        robot_bridge publishes robot_state.

    """

    def __init__(self, node: VlaNode, frame_id: str, robot: RobotArm = BUILTIN) -> None:
        self._node, self._frame_id, self._robot = node, frame_id, robot
        self._publishers = [
            node.create_lifecycle_publisher(kind, topic, profile)
            for kind, topic, profile in (
                (Image, 'camera/image_raw', qos.SENSOR),
                (CameraInfo, 'camera/camera_info', qos.SENSOR),
                (JointState, 'joint_states', qos.SENSOR),
                (String, '~/objects', qos.RELIABLE_LATEST),
                (String, '~/task_result', qos.RELIABLE_LATEST),
                (String, 'robot_description', qos.LATCHED),
            )
        ]
        (
            self._image,
            self._info,
            self._joints,
            self._objects,
            self._task_result,
            self._description,
        ) = self._publishers
        self._state: Any = None
        if robot.is_builtin:
            self._state = node.create_lifecycle_publisher(RobotState, 'robot_state', qos.SENSOR)
            self._publishers.append(self._state)
        self._transforms = TransformPublisher(node, frame_id)

    def publish_static(self, world: World) -> None:
        """Publish the static data: description of the arm and frame of the camera."""
        self._description.publish(String(data=arm_urdf(self._robot)))
        self._transforms.publish_camera(world.camera(), self._now())

    def publish_robot(self, world: World) -> None:
        """Publish the state of tool, joints and links."""
        stamp, joints = self._now(), world.joint_state()
        self._joints.publish(conversions.to_joint_state(joints, stamp))
        if self._state is not None:
            state = world.robot_state()
            self._state.publish(conversions.to_robot_state(state, stamp, self._frame_id))
            self._transforms.publish_arm(joints[1], stamp)

    def publish_objects(self, session: SimSession) -> None:
        """Publish the positions of the objects and the result of the command, as JSON."""
        positions = {
            name: pose.position_m.round(4).tolist()
            for name, pose in session.world.object_poses().items()
        }
        objects = {'scene_seed': session.seed, 'objects': positions}
        self._objects.publish(String(data=json.dumps(objects)))
        self._task_result.publish(String(data=json.dumps(session.monitor.report().to_dict())))

    def publish_image(self, world: World, pixels: ImageArray, stamp: Time) -> None:
        """Publish an image and its camera info."""
        self._image.publish(conversions.to_image(pixels, stamp))
        self._info.publish(conversions.to_camera_info(world.camera(), stamp))

    def destroy(self) -> None:
        """Destroy the publishers."""
        self._transforms.destroy()
        for publisher in self._publishers:
            self._node.destroy_lifecycle_publisher(publisher)

    def _now(self) -> Time:
        return self._node.get_clock().now().to_msg()
