# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Camera model: projection of points into the image, and of pixels onto a horizontal plane.

The camera frame is the optical frame of REP-103: z forward, x right, y down. Intrinsics are those
of sensor_msgs/CameraInfo. Integer pixel coordinates are pixel centers, as in OpenCV.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_common.rotation import rotation_matrix

DISTORTION_MODELS = ('', 'plumb_bob', 'rational_polynomial')
#: Numbers of distortion coefficients that OpenCV knows.
DISTORTION_COUNTS = (0, 4, 5, 8, 12, 14)


@dataclass(frozen=True)
class CameraIntrinsics:
    """Intrinsics of a pinhole camera with OpenCV's polynomial lens distortion."""

    width_px: int
    height_px: int
    matrix: FloatArray  # (3, 3)
    distortion: FloatArray  # (n,), n one of DISTORTION_COUNTS

    def __post_init__(self) -> None:
        if self.width_px <= 0 or self.height_px <= 0:
            raise ValueError(
                'camera_info: the image size must be above 0, '
                f'got {self.width_px} x {self.height_px}; calibrate the camera'
            )
        self._check_matrix()
        self._check_distortion()

    def _check_matrix(self) -> None:
        k, remedy = self.matrix, 'calibrate the camera, and load the result in its driver'
        if not np.isfinite(k).all():
            raise ValueError(
                f'k of camera_info must hold finite numbers, got {k.ravel().tolist()}; {remedy}'
            )
        if k[0, 0] <= 0 or k[1, 1] <= 0:
            raise ValueError(
                'k of camera_info must hold focal lengths above 0, '
                f'got fx = {k[0, 0]} and fy = {k[1, 1]}; {remedy}'
            )

    def _check_distortion(self) -> None:
        d, remedy = self.distortion, 'calibrate the camera, and load the result in its driver'
        if len(d) not in DISTORTION_COUNTS:
            raise ValueError(
                f'd of camera_info must hold {", ".join(map(str, DISTORTION_COUNTS))} values, '
                f'got {len(d)}; {remedy}'
            )
        if not np.isfinite(d).all():
            raise ValueError(
                f'd of camera_info must hold finite numbers, got {d.tolist()}; {remedy}'
            )


@dataclass(frozen=True)
class CameraPose:
    """Pose of the camera's optical frame in the base frame."""

    position_m: FloatArray  # (3,)
    rotation: FloatArray  # (3, 3), columns are the optical axes in the base frame

    @classmethod
    def look_at(cls, position_m: Sequence[float], target_m: Sequence[float]) -> 'CameraPose':
        """
        Return the pose of an upright camera at `position_m` whose optical axis meets `target_m`.

        Raises
        ------
        ValueError
            If the optical axis would be vertical or of length 0: "upright" is not defined then.

        """
        position = np.asarray(position_m, dtype=np.float64)
        forward = np.asarray(target_m, dtype=np.float64) - position
        right = np.cross(forward, (0.0, 0.0, 1.0))
        if np.linalg.norm(right) < 1e-6:
            raise ValueError(
                'camera_look_at_m must not be at or straight below camera_position_m, '
                f'got {target_m} and {position_m}; give camera_orientation_xyzw instead'
            )
        down = np.cross(forward, right)
        axes = [axis / np.linalg.norm(axis) for axis in (right, down, forward)]
        return cls(position, np.stack(axes, axis=1))

    @classmethod
    def from_quaternion(cls, position_m: Sequence[float], xyzw: Sequence[float]) -> 'CameraPose':
        """Return the pose of an optical frame with the orientation `xyzw`."""
        return cls(np.asarray(position_m, dtype=np.float64), rotation_matrix(xyzw))


@dataclass(frozen=True)
class CameraModel:
    """Intrinsics and pose of one camera."""

    intrinsics: CameraIntrinsics
    pose: CameraPose

    def to_plane(self, pixels: NDArray, height_m: float = 0.0) -> FloatArray:
        """Project `pixels` (N, 2) to points (N, 3) at z = `height_m`; NaN if the ray misses it."""
        rays = self._rays(pixels) @ self.pose.rotation.T
        with np.errstate(divide='ignore', invalid='ignore'):
            distance = (height_m - self.pose.position_m[2]) / rays[:, 2]
            points = self.pose.position_m + distance[:, None] * rays
        in_front = np.isfinite(distance) & (distance > 0)
        return np.where(in_front[:, None], points, np.nan)

    def to_pixels(self, points: NDArray) -> FloatArray:
        """Project `points` (N, 3) of the base frame to pixels (N, 2), NaN behind the camera."""
        local = (np.asarray(points, dtype=np.float64) - self.pose.position_m) @ self.pose.rotation
        front = local[:, 2] > 1e-6
        if not front.any():  # cv2.projectPoints raises for an empty array.
            return np.full((len(local), 2), np.nan)
        safe = np.where(front[:, None], local, (0.0, 0.0, 1.0))
        intrinsics, zero = self.intrinsics, np.zeros(3)
        pixels, _ = cv2.projectPoints(safe, zero, zero, intrinsics.matrix, intrinsics.distortion)
        return np.where(front[:, None], pixels.reshape(-1, 2), np.nan)

    def _rays(self, pixels: NDArray) -> FloatArray:
        points = np.asarray(pixels, dtype=np.float64).reshape(-1, 1, 2)
        intrinsics = self.intrinsics
        normalized = cv2.undistortPoints(points, intrinsics.matrix, intrinsics.distortion)
        return np.concatenate([normalized.reshape(-1, 2), np.ones((len(points), 1))], axis=1)
