# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The transforms of camera and arm, where tf2 is installed."""

from typing import Any

from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from std_msgs.msg import Header
from vla_common import qos
from vla_common.conversions import to_pose
from vla_common.node import VlaNode
from vla_common.rotation import Array
from vla_sim.physics.forward_kinematics import ArmLinks
from vla_sim.physics.rendering import Camera
from vla_sim.ros.conversions import OPTICAL_FRAME


def to_transform(
    frames: tuple[str, str], stamp: Time, position_m: Array, quaternion_xyzw: Array
) -> TransformStamped:
    """Return the message of where the second frame is in the first."""
    pose = to_pose(position_m, quaternion_xyzw)
    message = TransformStamped(
        header=Header(stamp=stamp, frame_id=frames[0]), child_frame_id=frames[1]
    )
    at = message.transform.translation
    at.x, at.y, at.z = pose.position.x, pose.position.y, pose.position.z
    message.transform.rotation = pose.orientation
    return message


class FramePublisher:
    """Publish the camera on tf_static and the arm's links on tf; nothing without tf2_msgs."""

    def __init__(self, node: VlaNode, frame_id: str) -> None:
        self._node = node
        self._frame_id = frame_id
        self._publishers: list[Any] = []
        try:
            from tf2_msgs.msg import TFMessage
        except ImportError:
            node.get_logger().info('tf2_msgs is not installed: no frames are published')
            return
        self._message = TFMessage
        self._links = ArmLinks()
        # Relative, unlike tf2's own: two robots in two namespaces keep their frames apart.
        self._publishers = [
            node.create_lifecycle_publisher(TFMessage, 'tf_static', qos.LATCHED),
            node.create_lifecycle_publisher(TFMessage, 'tf', qos.COMMAND),
        ]

    def publish_camera(self, camera: Camera, stamp: Time) -> None:
        """Publish where the camera is."""
        if self._publishers:
            transform = to_transform(
                (self._frame_id, OPTICAL_FRAME), stamp, camera.position_m, camera.quaternion_xyzw
            )
            self._publishers[0].publish(self._message(transforms=[transform]))

    def publish_arm(self, joints: Array, stamp: Time) -> None:
        """Publish where the arm's links are."""
        if self._publishers:
            links = self._links.poses(joints).items()
            self._publishers[1].publish(
                self._message(
                    transforms=[
                        to_transform((self._frame_id, name), stamp, *pose) for name, pose in links
                    ]
                )
            )

    def destroy(self) -> None:
        """Destroy the topics."""
        for publisher in self._publishers:
            self._node.destroy_lifecycle_publisher(publisher)
