# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the simulator publishes."""

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
from vla_sim.physics.rendering import Image as Pixels
from vla_sim.physics.urdf import arm_urdf
from vla_sim.physics.world import World
from vla_sim.ros import conversions
from vla_sim.ros.sim_session import Table
from vla_sim.ros.transforms import FramePublisher


class SimOutputs:
    """The publishers of the simulator node, and what goes into their messages."""

    def __init__(self, node: VlaNode, frame_id: str) -> None:
        self._node, self._frame_id = node, frame_id
        options: dict[str, Any] = {'qos_overriding_options': qos.overridable()}
        self._publishers = [
            node.create_lifecycle_publisher(kind, topic, profile, **options)
            for kind, topic, profile in (
                (Image, 'camera/image_raw', qos.SENSOR),
                (CameraInfo, 'camera/camera_info', qos.SENSOR),
                (RobotState, 'robot_state', qos.SENSOR),
                (JointState, 'joint_states', qos.SENSOR),
                (String, '~/objects', qos.RELIABLE_LATEST),
                (String, '~/verdict', qos.RELIABLE_LATEST),
                (String, 'robot_description', qos.LATCHED),
            )
        ]
        (
            self._image,
            self._info,
            self._state,
            self._joints,
            self._objects,
            self._verdict,
            self._description,
        ) = self._publishers
        self._frames = FramePublisher(node, frame_id)

    def publish_fixed(self, world: World) -> None:
        """Publish what stays as it is: the arm's description and the camera's frame."""
        self._description.publish(String(data=arm_urdf()))
        self._frames.publish_camera(world.camera(), self._now())

    def publish_robot(self, world: World) -> None:
        """Publish tool, joints and links."""
        stamp, joints = self._now(), world.joint_state()
        self._state.publish(conversions.to_robot_state(world.robot_state(), stamp, self._frame_id))
        self._joints.publish(conversions.to_joint_state(joints, stamp))
        self._frames.publish_arm(joints[1], stamp)

    def publish_truth(self, table: Table) -> None:
        """Publish where things are, and what has become of the newest command, as JSON."""
        places = {
            name: pose.position_m.round(4).tolist()
            for name, pose in table.world.object_poses().items()
        }
        objects = {'scene_seed': table.seed, 'objects': places}
        self._objects.publish(String(data=json.dumps(objects)))
        self._verdict.publish(String(data=json.dumps(table.referee.report().to_dict())))

    def publish_image(self, world: World, pixels: Pixels, stamp: Time) -> None:
        """Publish an image and its camera."""
        self._image.publish(conversions.to_image(pixels, stamp))
        self._info.publish(conversions.to_camera_info(world.camera(), stamp))

    def destroy(self) -> None:
        """Destroy the topics."""
        self._frames.destroy()
        for publisher in self._publishers:
            self._node.destroy_lifecycle_publisher(publisher)

    def _now(self) -> Time:
        return self._node.get_clock().now().to_msg()
