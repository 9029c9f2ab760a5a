# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where the camera is: from parameters, or from tf2 where it is installed."""

from typing import Any
from typing import Protocol

from rclpy.node import Node
from rclpy.time import Time
from vla_visualization.projection import CameraPose


class CameraPoseSource(Protocol):
    """Says where the camera of an optical frame is."""

    def pose(self, optical_frame: str) -> CameraPose:
        """Return the camera in the base frame."""
        ...

    def close(self) -> None:
        """Stop to listen."""
        ...


class FixedPose:
    """The camera stands where the parameters say."""

    def __init__(self, pose: CameraPose) -> None:
        self._pose = pose

    def pose(self, optical_frame: str) -> CameraPose:
        """Return the camera, whatever its frame is called."""
        return self._pose

    def close(self) -> None:
        """Do nothing."""


class TfPose:
    """The camera stands where tf2 says; `fallback` serves until it does."""

    def __init__(self, node: Node, base_frame: str, fallback: CameraPose, tf2_ros: Any) -> None:
        self._node = node
        self._base_frame = base_frame
        self._fallback = fallback
        self._unknown = tf2_ros.TransformException
        self._buffer = tf2_ros.Buffer()
        self._listener = tf2_ros.TransformListener(self._buffer, node)

    def pose(self, optical_frame: str) -> CameraPose:
        """Return the camera by the newest transform, or the fallback, which is logged."""
        try:
            found = self._buffer.lookup_transform(self._base_frame, optical_frame, Time())
        except self._unknown as error:
            self._node.get_logger().warning(
                f'no transform {self._base_frame} <- {optical_frame!r} ({error}); '
                'the camera_* parameters are used instead',
                throttle_duration_sec=10.0,
            )
            return self._fallback
        t, q = found.transform.translation, found.transform.rotation
        return CameraPose.from_quaternion((t.x, t.y, t.z), (q.x, q.y, q.z, q.w))

    def close(self) -> None:
        """Stop to listen."""
        self._listener.unregister()


def camera_pose_source(
    node: Node, base_frame: str, pose: CameraPose, *, use_tf: bool
) -> CameraPoseSource:
    """Return tf2 as the source if it is wanted and installed, otherwise the given pose."""
    if not use_tf:
        return FixedPose(pose)
    try:
        import tf2_ros
    except ImportError as error:
        node.get_logger().warning(
            f'use_tf needs the package tf2_ros_py ({error}); the camera_* parameters are used'
        )
        return FixedPose(pose)
    return TfPose(node, base_frame, pose, tf2_ros)
