# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the camera: its pose and its matrix."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from vla_common.settings import setting
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraPose
from vla_perception.table_rectification import TRAINING_LOOK_AT_M
from vla_perception.table_rectification import TRAINING_POSITION_M

POSE_SOURCES: Final = ('training', 'parameters', 'tf')


@dataclass(frozen=True)
class CameraPoseSettings:
    """Pose of the camera in the base frame."""

    camera_position_m: tuple[float, ...] = setting(
        TRAINING_POSITION_M, 'Position of the camera in the base frame, x y z', unit='m', length=3
    )
    camera_look_at_m: tuple[float, ...] = setting(
        TRAINING_LOOK_AT_M,
        'Point in the base frame on the optical axis of an upright camera',
        unit='m',
        length=3,
    )
    camera_orientation_xyzw: tuple[float, ...] = setting(
        (0.0, 0.0, 0.0, 0.0),
        'Orientation of the optical frame in the base frame; if all 0, camera_look_at_m is used',
        length=4,
    )

    @property
    def camera_pose(self) -> CameraPose:
        """Camera pose of the parameters; raises ValueError if they contradict each other."""
        if any(self.camera_orientation_xyzw):
            return CameraPose.from_quaternion(self.camera_position_m, self.camera_orientation_xyzw)
        return CameraPose.look_at(self.camera_position_m, self.camera_look_at_m)


@dataclass(frozen=True)
class RectificationSettings(CameraPoseSettings):
    """Where pose and matrix of the camera come from."""

    camera_pose_source: str = setting(
        'training',
        'Pose of the camera: training (that of the training; images are not rectified), '
        'parameters (camera_*), or tf (frame of the image in base_frame)',
        options=POSE_SOURCES,
    )
    base_frame: str = setting('base_link', 'Frame of the table plane z = 0, used with tf')
    camera_matrix_px: tuple[float, ...] = setting(
        (0.0, 0.0, 0.0, 0.0),
        'Camera matrix fx fy cx cy of images without distortion; if all 0, that of camera_info',
        unit='px',
        length=4,
    )

    def camera_intrinsics(self, width_px: int, height_px: int) -> CameraIntrinsics | None:
        """Intrinsics of the parameters, None if not set; raises ValueError if they are invalid."""
        if not any(self.camera_matrix_px):
            return None
        fx, fy, cx, cy = self.camera_matrix_px
        matrix = np.array([[fx, 0.0, cx], [0.0, fy, cy], [0.0, 0.0, 1.0]])
        return CameraIntrinsics(width_px, height_px, matrix, np.zeros(0))
