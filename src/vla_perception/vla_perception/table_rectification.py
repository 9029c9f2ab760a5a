# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Rectification of camera images to the view of the camera that the network was trained with.

A pixel of the training camera and the pixel of the real camera that shows the same point of the
table (z = 0 of the base frame) are related by the homography
``K [r1 r2 t] ([r1 r2 t]_0)^-1 K_0^-1``, where ``[r1 r2 t]`` are the first two columns of the
rotation from base to optical frame and the translation (Hartley and Zisserman, Multiple View
Geometry, 2nd edition, section 13.1). It is evaluated here as projection onto the table and into
the real camera, which includes its lens distortion. Points of the table are exact. A point at
height h appears displaced on the table by h times the difference of the horizontal parts of the
two viewing directions, each divided by its vertical part.
"""

import math
from typing import Final

import cv2
import numpy as np
from vla_common.arrays import FloatArray
from vla_perception.image_decoding import RgbImage
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose

#: Optical frame of the training camera: frame_id of features of rectified images.
TRAINING_CAMERA_FRAME: Final = 'training_camera_optical_frame'
#: Pose of the training camera in the base frame: position, and point on its optical axis.
TRAINING_POSITION_M: Final = (1.12, 0.0, 0.66)
TRAINING_LOOK_AT_M: Final = (0.44, 0.0, 0.055)
_FIELD_OF_VIEW_Y_RAD: Final = math.radians(42.0)
_ASPECT: Final = 4 / 3
# Area of the objects of the training: x and y in the base frame.
_WORKSPACE_M: Final = ((0.32, 0.66), (-0.27, 0.27))
#: Smallest share of the workspace that the camera must see.
MIN_VISIBLE_SHARE: Final = 0.5
# Gray value where the camera sees nothing: the mean of the input of the encoder.
FILL: Final = (115, 115, 115)
_OUTSIDE_PX: Final = -1e4
_REMEDY: Final = 'measure the pose of the camera again, or set camera_pose_source: training'


def training_camera(width_px: int, height_px: int) -> CameraModel:
    """Return the training camera for an image size; other ratios than 4:3 are stretched."""
    focal = 0.5 / math.tan(_FIELD_OF_VIEW_Y_RAD / 2)
    matrix = np.array(
        [
            [focal * width_px / _ASPECT, 0.0, width_px / 2],
            [0.0, focal * height_px, height_px / 2],
            [0.0, 0.0, 1.0],
        ]
    )
    pose = CameraPose.look_at(TRAINING_POSITION_M, TRAINING_LOOK_AT_M)
    return CameraModel(CameraIntrinsics(width_px, height_px, matrix, np.zeros(0)), pose)


class TableRectifier:
    """
    Warp images of a real camera to the view of the training camera.

    Parameters
    ----------
    camera
        Real camera; its pose is that of the optical frame in the base frame.

    Raises
    ------
    ValueError
        If the pose is not one of a camera that looks down at the workspace.

    """

    def __init__(self, camera: CameraModel) -> None:
        _check_pose(camera.pose)
        width, height = camera.intrinsics.width_px, camera.intrinsics.height_px
        self._shape = (height, width)
        #: Share of the workspace that the camera sees, 0 .. 1.
        self.visible_share = _visible_share(camera)
        if self.visible_share < MIN_VISIBLE_SHARE:
            raise ValueError(
                f'the camera must see at least {MIN_VISIBLE_SHARE:.0%} of the workspace, got '
                f'{self.visible_share:.0%} for a camera at {_text(camera.pose.position_m)} m that '
                f'looks along {_text(camera.pose.rotation[:, 2])}; {_REMEDY}'
            )
        pixels = np.stack(np.meshgrid(np.arange(float(width)), np.arange(float(height))), axis=-1)
        source = to_camera_pixels(pixels.reshape(-1, 2), camera).astype(np.float32)
        maps = source.reshape(height, width, 2)
        self._maps = cv2.convertMaps(maps[..., 0], maps[..., 1], cv2.CV_16SC2)

    def rectify(self, image: RgbImage) -> RgbImage:
        """Return the view (H, W, 3) of the training camera of an image (H, W, 3) of the camera."""
        if image.shape[:2] != self._shape:
            raise ValueError(
                f'the image must have the size of the camera matrix, {self._shape[1]} x '
                f'{self._shape[0]}, got {image.shape[1]} x {image.shape[0]}; load the calibration '
                'of this resolution in the camera driver'
            )
        rectified = cv2.remap(
            image, *self._maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=FILL
        )
        return np.asarray(rectified, np.uint8)


def to_camera_pixels(training_pixels: FloatArray, camera: CameraModel) -> FloatArray:
    """Return the pixels (N, 2) of `camera` with the same points of the table; far off for none."""
    intrinsics = camera.intrinsics
    points = training_camera(intrinsics.width_px, intrinsics.height_px).to_plane(training_pixels)
    return _finite(camera.to_pixels(points))


def to_training_pixels(pixels: FloatArray, camera: CameraModel) -> FloatArray:
    """Return the pixels (N, 2) of the training camera with the same points of the table."""
    intrinsics = camera.intrinsics
    points = camera.to_plane(pixels)
    return _finite(training_camera(intrinsics.width_px, intrinsics.height_px).to_pixels(points))


def _finite(pixels: FloatArray) -> FloatArray:
    return np.where(np.isfinite(pixels).all(axis=-1, keepdims=True), pixels, _OUTSIDE_PX)


def _visible_share(camera: CameraModel) -> float:
    """Return the share of the workspace, sampled every centimeter, inside the image."""
    x, y = (np.arange(low, high, 0.01) for low, high in _WORKSPACE_M)
    points = np.stack(
        [*(axis.ravel() for axis in np.meshgrid(x, y)), np.zeros(x.size * y.size)], 1
    )
    pixels = camera.to_pixels(points)
    size = (camera.intrinsics.width_px - 1, camera.intrinsics.height_px - 1)
    # Written so that NaN, a point behind the camera, is outside.
    return float(np.mean(((pixels >= 0) & (pixels <= size)).all(axis=1)))


def _check_pose(pose: CameraPose) -> None:
    position, rotation = pose.position_m, pose.rotation
    if not (np.isfinite(position).all() and np.isfinite(rotation).all()):
        raise ValueError(
            'the pose of the camera must have finite numbers, got position '
            f'{_text(position)}; {_REMEDY}'
        )
    is_rotation = np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-3)
    if not is_rotation or np.linalg.det(rotation) < 0:
        raise ValueError(
            'the orientation of the camera must be a rotation matrix, got '
            f'{rotation.round(3).tolist()}; {_REMEDY}'
        )
    if position[2] <= 0:
        raise ValueError(
            'the camera must be above the table, z > 0 in the base frame, got z = '
            f'{position[2]:.3f} m; {_REMEDY}'
        )


def _text(vector: FloatArray) -> str:
    return '[' + ', '.join(f'{value:.3f}' for value in vector) + ']'
