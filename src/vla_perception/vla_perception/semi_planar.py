# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Semi-planar YUV images: a plane of Y, then a plane in which U and V alternate."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


def decode_half_chroma(
    data: Any, height: int, width: int, stride: int, code: int
) -> NDArray[np.uint8]:
    """Decode NV12 or NV21, which have one U and V for 2 x 2 pixels; `code` is OpenCV's."""
    planes = np.ndarray((height * 3 // 2, width), np.uint8, data, strides=(stride, 1))
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(planes), code), np.uint8)


def decode_full_chroma(data: Any, height: int, width: int, stride: int) -> NDArray[np.uint8]:
    """Decode NV24, which has one U and V for each pixel."""
    y = np.ndarray((height, width), np.uint8, data, strides=(stride, 1))
    uv = np.ndarray(
        (height, width, 2), np.uint8, data, offset=stride * height, strides=(2 * stride, 2, 1)
    )
    # OpenCV has no NV24. Each pixel becomes a pair of equal pixels with the same U and V.
    pairs = np.stack([y, uv[..., 0], y, uv[..., 1]], axis=-1).reshape(height, 2 * width, 2)
    rgb = cv2.cvtColor(pairs, cv2.COLOR_YUV2RGB_YUY2)
    return np.ascontiguousarray(rgb[:, ::2])
