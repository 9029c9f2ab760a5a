# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Preprocessing of RGB images for the visual encoder, the same in training and in the node."""

import cv2
import numpy as np
import torch
from torch import Tensor
from vla_perception.image_decoding import RgbImage
from vla_perception.visual_encoder import IMAGE_HEIGHT_PX
from vla_perception.visual_encoder import IMAGE_WIDTH_PX


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


def to_tensor(resized: RgbImage) -> Tensor:
    """Convert a resized image (192, 256, 3) to a float tensor (3, 192, 256) in [0, 1]."""
    # permute keeps channels last in memory, for which convolutions are faster.
    values = np.multiply(resized, np.float32(1 / 255), dtype=np.float32)
    return torch.from_numpy(values).permute(2, 0, 1)


def preprocess(image: RgbImage) -> Tensor:
    """Convert an RGB image (H, W, 3) to the encoder input (3, 192, 256) in [0, 1]."""
    return to_tensor(resize_image(image))
