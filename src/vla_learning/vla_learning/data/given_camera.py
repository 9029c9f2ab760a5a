# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Training view of a rendered image, by the camera pose that is given to the policy.

The pose given may differ from the true one: by its calibration error, or because the camera was
moved. Then points of the table are seen at wrong places, and the differences are labels.
"""

from typing import Final

import cv2
import numpy as np
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_learning.data.frames import REFERENCE_POINTS_M
from vla_perception.image_decoding import RgbImage
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose
from vla_perception.table_rectification import FILL
from vla_perception.table_rectification import to_camera_pixels
from vla_perception.table_rectification import to_training_pixels
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.scene_constants import IMAGE_HEIGHT_PX
from vla_sim.physics.scene_constants import IMAGE_WIDTH_PX

WIDTH_PX: Final = 256
HEIGHT_PX: Final = 192
# Part of an object that must be in the image.
_MARGIN_PX: Final = 6.0


class GivenCamera:
    """
    Camera of a world, and the pose of it that is given.

    Parameters
    ----------
    true
        Camera that renders the images.
    given
        Pose that is given to the policy; None for the true one.

    """

    def __init__(self, true: CameraSpec, given: CameraPose | None = None) -> None:
        intrinsics = CameraIntrinsics(true.width_px, true.height_px, true.intrinsics, np.zeros(0))
        pose = CameraPose(true.position_m, true.rotation)
        self._true = CameraModel(intrinsics, pose)
        self._given = CameraModel(intrinsics, given or pose)
        size = (true.width_px, true.height_px)
        corners = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float64)
        self._homography = cv2.getPerspectiveTransform(
            corners.astype(np.float32), to_camera_pixels(corners, self._given).astype(np.float32)
        )

    @property
    def position_m(self) -> FloatArray:
        """Return the given position (3,) of the camera."""
        return self._given.pose.position_m

    def training_view(self, image: RgbImage) -> RgbImage:
        """Return the training view (192, 256, 3) of an image of the true camera."""
        height, width = image.shape[:2]
        warped = cv2.warpPerspective(
            image,
            self._homography,
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=FILL,
        )
        small = cv2.resize(warped, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)

    def pixels(self, points_m: FloatArray) -> FloatArray:
        """Return where points (N, 3) appear in the training view (N, 2) [px]."""
        seen = to_training_pixels(self._true.to_pixels(points_m), self._given)
        return seen * (WIDTH_PX / IMAGE_WIDTH_PX)

    def is_visible(self, points_m: FloatArray) -> BoolArray:
        """Return whether points (N, 3) are inside the image and the training view (N,)."""
        scale = IMAGE_WIDTH_PX / WIDTH_PX
        limit = np.array((IMAGE_WIDTH_PX, IMAGE_HEIGHT_PX)) - scale * _MARGIN_PX
        true, seen = self._true.to_pixels(points_m), scale * self.pixels(points_m)
        inside = (np.minimum(true, seen) >= scale * _MARGIN_PX) & (np.maximum(true, seen) <= limit)
        return np.asarray(inside.all(axis=1), np.bool_)

    def reference_shifts(self) -> Float32Array:
        """Return true minus seen position (R, 2) [m] of the points REFERENCE_POINTS_M."""
        points = np.pad(REFERENCE_POINTS_M, ((0, 0), (0, 1)))
        seen = self._given.to_plane(self._true.to_pixels(points))
        return (points - seen)[:, :2].astype(np.float32)
