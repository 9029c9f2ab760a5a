# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Preprocessing of RGB images for the visual encoder, the same in training and in the node."""

import cv2
import numpy as np
from vla_common.arrays import Float32Array
from vla_perception.encoder_protocol import IMAGE_HEIGHT_PX
from vla_perception.encoder_protocol import IMAGE_WIDTH_PX
from vla_perception.image_decoding import RgbImage


def resize_image(image: RgbImage) -> RgbImage:
    """Resize an RGB image (H, W, 3) to the input size of the encoder, whatever its ratio."""
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(
            'image must have shape (height, width, 3) and dtype uint8, '
            f'got {image.shape} and {image.dtype}; decode it with vla_perception.image_decoding'
        )
    if image.shape[:2] == (IMAGE_HEIGHT_PX, IMAGE_WIDTH_PX):
        return image
    size = (IMAGE_WIDTH_PX, IMAGE_HEIGHT_PX)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def to_unit_range(resized: RgbImage) -> Float32Array:
    """Convert a resized image (192, 256, 3) to the encoder input (3, 192, 256) in [0, 1]."""
    # The transposition keeps channels last in memory, for which torch convolves faster.
    values = np.multiply(resized, np.float32(1 / 255), dtype=np.float32)
    return values.transpose(2, 0, 1)


def preprocess(image: RgbImage) -> Float32Array:
    """Convert an RGB image (H, W, 3) to the encoder input (3, 192, 256) in [0, 1]."""
    return to_unit_range(resize_image(image))
