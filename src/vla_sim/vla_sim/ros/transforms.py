# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Transforms of camera and arm, if tf2 is installed."""

from typing import Any

from builtin_interfaces.msg import Time
from geometry_msgs.msg import TransformStamped
from std_msgs.msg import Header
from vla_common import qos
from vla_common.arrays import FloatArray
from vla_common.conversions import to_pose
from vla_common.node import VlaNode
from vla_sim.physics.forward_kinematics import LinkPoses
from vla_sim.physics.rendering import CameraSpec
from vla_sim.ros.conversions import OPTICAL_FRAME


def to_transform(
    frames: tuple[str, str], stamp: Time, position_m: FloatArray, quaternion_xyzw: FloatArray
) -> TransformStamped:
    """Return the pose of the second frame in the first one as a message."""
    pose = to_pose(position_m, quaternion_xyzw)
    message = TransformStamped(
        header=Header(stamp=stamp, frame_id=frames[0]), child_frame_id=frames[1]
    )
    t = message.transform.translation
    t.x, t.y, t.z = pose.position.x, pose.position.y, pose.position.z
    message.transform.rotation = pose.orientation
    return message


class TransformPublisher:
    """
    Publish the camera on tf_static and the links of the arm on tf; nothing without tf2_msgs.

    Parameters
    ----------
    node
        Simulator node.
    frame_id
        Parent frame.

    """

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
        self._links = LinkPoses()
        # Relative names, unlike in tf2: the frames of two robots in two namespaces stay separate.
        self._publishers = [
            node.create_lifecycle_publisher(TFMessage, 'tf_static', qos.LATCHED),
            node.create_lifecycle_publisher(TFMessage, 'tf', qos.COMMAND),
        ]

    def publish_camera(self, camera: CameraSpec, stamp: Time) -> None:
        """Publish the pose of the camera."""
        if self._publishers:
            transform = to_transform(
                (self._frame_id, OPTICAL_FRAME), stamp, camera.position_m, camera.quaternion_xyzw
            )
            self._publishers[0].publish(self._message(transforms=[transform]))

    def publish_arm(self, joints: FloatArray, stamp: Time) -> None:
        """Publish the poses of the links."""
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
        """Destroy the publishers."""
        for publisher in self._publishers:
            self._node.destroy_lifecycle_publisher(publisher)
