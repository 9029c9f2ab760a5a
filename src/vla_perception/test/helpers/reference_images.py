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


def semi_planar(order: str, block_px: int, colors: np.ndarray) -> np.ndarray:
    """Return COLORS as a plane of Y and a plane of U and V, one pair per block of pixels."""
    yuv = YUV[colors]
    chroma = yuv[::block_px, ::block_px][..., ['yuv'.index(name) for name in order]]
    return np.concatenate([yuv[..., 0].ravel(), chroma.ravel()]).reshape(-1, RGB.shape[1])


# BT.601: the Y, U and V of red, green, blue and gray, in tiles of 2 x 2 pixels.
COLORS = np.array([(255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)], np.uint8)
YUV = np.array([(81, 90, 240), (145, 54, 34), (41, 240, 110), (126, 128, 128)], np.uint8)
TILES = np.kron(np.arange(12).reshape(3, 4) % 4, np.ones((2, 2), int))
# NV24 has a U and V of its own for each pixel: columns of one pixel.
COLUMNS = np.broadcast_to(np.arange(8) % 4, (6, 8))

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
    'nv12': (semi_planar('uv', 2, TILES), COLORS[TILES]),
    'nv21': (semi_planar('vu', 2, TILES), COLORS[TILES]),
    'nv24': (semi_planar('uv', 1, COLUMNS), COLORS[COLUMNS]),
}


def rows(pixels: np.ndarray) -> np.ndarray:
    """Return the rows of an image as bytes."""
    return np.ascontiguousarray(pixels).view(np.uint8).reshape(len(pixels), -1)


def padded(encoding: str, padding_bytes: int) -> np.ndarray:
    """Return the rows of an image, each with a padding of a value of its own."""
    data = rows(REFERENCES[encoding][0])
    height = RGB.shape[0]
    planes = [data] if encoding != 'nv24' else [data[:height], data[height:].reshape(height, -1)]
    parts = [
        # The plane of U and V of NV24 has rows of twice the length.
        np.pad(
            plane,
            ((0, 0), (0, padding_bytes * plane.shape[1] // data.shape[1])),
            constant_values=99,
        )
        for plane in planes
    ]
    return np.concatenate([part.reshape(-1, parts[0].shape[1]) for part in parts])
