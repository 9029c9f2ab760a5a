# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rectification of the images of a node by the pose and the matrix that ROS gives."""

import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo
from vla_common import qos
from vla_common.arrays import FloatArray
from vla_perception.camera_info import to_camera_intrinsics
from vla_perception.camera_pose import camera_pose_source
from vla_perception.camera_settings import RectificationSettings
from vla_perception.image_decoding import RgbImage
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.table_rectification import TableRectifier


class CalibrationError(ValueError):
    """Pose or matrix of the camera is missing or unusable."""


class CameraRectifier:
    """
    Rectify images; `rectify` may run in another thread than the subscriptions.

    Parameters
    ----------
    node
        Node for the subscriptions of camera_info and tf.
    settings
        Source of the pose, ``parameters`` or ``tf``.
    camera
        Name of the camera, prefix of its camera_info.

    Raises
    ------
    ValueError
        If the parameters contradict each other, or tf is required and tf2_ros is not installed.

    """

    def __init__(
        self, node: Node, settings: RectificationSettings, camera: str = 'camera'
    ) -> None:
        self._node, self._settings = node, settings
        self._topic = f'{camera}/camera_info'
        self._info: CameraInfo | None = None
        self._camera: CameraModel | None = None
        pose = None if settings.camera_pose_source == 'tf' else settings.camera_pose
        self._poses = camera_pose_source(node, settings.base_frame, pose, use_tf=pose is None)
        self._subscription = node.create_subscription(
            CameraInfo, self._topic, self._on_info, qos.SENSOR
        )

    @property
    def visible_share(self) -> float:
        """Return the share of the workspace that the camera sees; 1 before the first image."""
        return self._rectifier.visible_share if self._camera else 1.0

    @property
    def position_m(self) -> FloatArray:
        """Return the position (3,) of the camera of the latest rectified image."""
        assert self._camera is not None
        return self._camera.pose.position_m

    def rectify(self, image: RgbImage, optical_frame: str) -> RgbImage:
        """
        Return the view (H, W, 3) of the training camera of an RGB image (H, W, 3).

        Raises
        ------
        CalibrationError
            If pose or matrix of the camera is missing or unusable.

        """
        try:
            camera = CameraModel(
                self._intrinsics(image.shape[1], image.shape[0]), self._poses.pose(optical_frame)
            )
            if self._camera is None or not _equal(camera, self._camera):
                self._camera, self._rectifier = None, TableRectifier(camera)
                self._camera = camera
            return self._rectifier.rectify(image)
        except ValueError as error:
            raise CalibrationError(f'images cannot be rectified: {error}') from error

    def close(self) -> None:
        """Destroy the subscriptions."""
        self._poses.close()
        self._node.destroy_subscription(self._subscription)

    def _intrinsics(self, width_px: int, height_px: int) -> CameraIntrinsics:
        if given := self._settings.camera_intrinsics(width_px, height_px):
            return given
        if self._info is None:
            raise ValueError(
                f'{self._topic} must give the camera matrix, got no message; start it in the '
                'camera driver, or set camera_matrix_px'
            )
        return to_camera_intrinsics(self._info)

    def _on_info(self, info: CameraInfo) -> None:
        self._info = info


def _equal(a: CameraModel, b: CameraModel) -> bool:
    x, y = a.intrinsics, b.intrinsics
    return (
        (x.width_px, x.height_px) == (y.width_px, y.height_px)
        and np.array_equal(x.matrix, y.matrix)
        and np.array_equal(x.distortion, y.distortion)
        and np.array_equal(a.pose.position_m, b.pose.position_m)
        and np.array_equal(a.pose.rotation, b.pose.rotation)
    )
