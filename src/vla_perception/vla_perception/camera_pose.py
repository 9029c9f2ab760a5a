# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Pose of the camera, from parameters or from tf2."""

from typing import Any
from typing import Protocol

from rclpy.node import Node
from rclpy.time import Time
from vla_perception.projection import CameraPose


class CameraPoseSource(Protocol):
    """Source of the camera's pose in the base frame."""

    def pose(self, optical_frame: str) -> CameraPose:
        """Return the pose of the camera with this optical frame."""
        ...

    def close(self) -> None:
        """Destroy the subscriptions."""
        ...


class FixedCameraPose:
    """Camera pose given by parameters."""

    def __init__(self, pose: CameraPose) -> None:
        self._pose = pose

    def pose(self, optical_frame: str) -> CameraPose:
        """Return the fixed pose; the name of the frame is not used."""
        return self._pose

    def close(self) -> None:
        """Do nothing: there are no subscriptions."""


class TfCameraPose:
    """
    Camera pose from tf2.

    While tf2 has no transform, the pose is `fallback`; without a fallback, `pose` raises
    ValueError.
    """

    def __init__(
        self, node: Node, base_frame: str, fallback: CameraPose | None, tf2_ros: Any
    ) -> None:
        self._node = node
        self._base_frame = base_frame
        self._fallback = fallback
        self._transform_error = tf2_ros.TransformException
        self._buffer = tf2_ros.Buffer()
        self._listener = tf2_ros.TransformListener(self._buffer, node)

    def pose(self, optical_frame: str) -> CameraPose:
        """Return the latest transform; without one, log a warning and return the fallback."""
        try:
            found = self._buffer.lookup_transform(self._base_frame, optical_frame, Time())
        except self._transform_error as error:
            if self._fallback is None:
                raise ValueError(
                    f'tf must have the pose of {optical_frame!r} in {self._base_frame}, got none '
                    f'({error}); publish it, for example with static_transform_publisher'
                ) from error
            self._node.get_logger().warning(
                f'no transform from {optical_frame!r} to {self._base_frame} ({error}); '
                'using the camera_* parameters',
                throttle_duration_sec=10.0,
            )
            return self._fallback
        t, q = found.transform.translation, found.transform.rotation
        return CameraPose.from_quaternion((t.x, t.y, t.z), (q.x, q.y, q.z, q.w))

    def close(self) -> None:
        """Destroy the subscriptions of the listener."""
        self._listener.unregister()


def camera_pose_source(
    node: Node, base_frame: str, pose: CameraPose | None, *, use_tf: bool
) -> CameraPoseSource:
    """
    Return a tf2 source if `use_tf` is set and tf2_ros is installed, otherwise a fixed pose.

    Raises
    ------
    ValueError
        If there is neither a pose nor tf2_ros.

    """
    if not use_tf and pose is not None:
        return FixedCameraPose(pose)
    try:
        import tf2_ros
    except ImportError as error:
        if pose is None:
            raise ValueError(
                f'the camera pose from tf needs the package tf2_ros_py, got {error}; install it, '
                'or set camera_pose_source: parameters'
            ) from error
        node.get_logger().warning(
            f'use_tf needs the package tf2_ros_py ({error}); using the camera_* parameters'
        )
        return FixedCameraPose(pose)
    return TfCameraPose(node, base_frame, pose, tf2_ros)
