# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Small image in every accepted encoding, with the expected RGB image."""

import cv2
import numpy as np

RGB = np.random.default_rng(7).integers(0, 256, (6, 8, 3), np.uint8)
GRAY = cv2.cvtColor(RGB, cv2.COLOR_RGB2GRAY)
GRAY_RGB = np.stack([GRAY] * 3, -1)
FLAT = np.broadcast_to(np.array([200, 100, 50], np.uint8), RGB.shape)
RED = np.broadcast_to(np.array([255, 0, 0], np.uint8), RGB.shape)


def wide(image: np.ndarray) -> np.ndarray:
    return image.astype(np.uint16) * 257


def mosaic(pattern: str) -> np.ndarray:
    """Return FLAT as the values of a Bayer sensor."""
    tile = np.array(['rgb'.index(color) for color in pattern]).reshape(2, 2)
    channel = np.tile(tile, (RGB.shape[0] // 2, RGB.shape[1] // 2))
    return np.take_along_axis(FLAT, channel[..., None], axis=2)


def packed(*pair: int) -> np.ndarray:
    """Repeat the four bytes of two YUV pixels over the image."""
    return np.tile(np.array(pair, np.uint8), (RGB.shape[0], RGB.shape[1] // 2, 1))


REFERENCES = {
    'rgb8': (RGB, RGB),
    'bgr8': (RGB[..., ::-1], RGB),
    '8UC3': (RGB[..., ::-1], RGB),
    'rgba8': (cv2.cvtColor(RGB, cv2.COLOR_RGB2RGBA), RGB),
    'bgra8': (cv2.cvtColor(RGB, cv2.COLOR_RGB2BGRA), RGB),
    '8UC4': (cv2.cvtColor(RGB, cv2.COLOR_RGB2BGRA), RGB),
    'mono8': (GRAY, GRAY_RGB),
    '8UC1': (GRAY, GRAY_RGB),
    'mono16': (wide(GRAY), GRAY_RGB),
    'rgb16': (wide(RGB), RGB),
    'bgr16': (wide(RGB[..., ::-1]), RGB),
    'bayer_rggb8': (mosaic('rggb'), FLAT),
    'bayer_bggr8': (mosaic('bggr'), FLAT),
    'bayer_gbrg8': (mosaic('gbrg'), FLAT),
    'bayer_grbg8': (mosaic('grbg'), FLAT),
    # BT.601: red is Y 81, U 90, V 240.
    'uyvy': (packed(90, 81, 240, 81), RED),
    'yuv422': (packed(90, 81, 240, 81), RED),
    'yuyv': (packed(81, 90, 81, 240), RED),
    'yuv422_yuy2': (packed(81, 90, 81, 240), RED),
}


def rows(pixels: np.ndarray) -> np.ndarray:
    """Return the rows of an image as bytes."""
    return np.ascontiguousarray(pixels).view(np.uint8).reshape(RGB.shape[0], -1)
