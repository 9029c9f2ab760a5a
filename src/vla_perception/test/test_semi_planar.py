# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Planes of Y, and of U and V, with hand-made values."""

import cv2
import numpy as np
import pytest
from vla_perception.semi_planar import decode_full_chroma
from vla_perception.semi_planar import decode_half_chroma

RED, BLUE = (255, 0, 0), (0, 0, 255)
# BT.601: red is Y 81, U 90, V 240; blue is Y 41, U 240, V 110.


@pytest.mark.parametrize(
    ('code', 'chroma'),
    [(cv2.COLOR_YUV2RGB_NV12, (90, 240, 240, 110)), (cv2.COLOR_YUV2RGB_NV21, (240, 90, 110, 240))],
)
@pytest.mark.parametrize('padding', [0, 3])
def test_half_chroma(code: int, chroma: tuple[int, ...], padding: int) -> None:
    rows = np.array([(81, 81, 41, 41), (81, 81, 41, 41), chroma], np.uint8)
    data = np.pad(rows, ((0, 0), (0, padding)), constant_values=99).tobytes()
    image = decode_half_chroma(data, 2, 4, 4 + padding, code)
    expected = np.array([[RED, RED, BLUE, BLUE]] * 2)
    np.testing.assert_allclose(image.astype(int), expected, atol=2)


@pytest.mark.parametrize('padding', [0, 3])
def test_full_chroma(padding: int) -> None:
    y = bytes((81, 41, 81)) + bytes([99] * padding)
    uv = bytes((90, 240, 240, 110, 90, 240)) + bytes([99] * 2 * padding)
    image = decode_full_chroma(y * 2 + uv * 2, 2, 3, 3 + padding)
    assert image.flags.c_contiguous
    np.testing.assert_allclose(image.astype(int), np.array([[RED, BLUE, RED]] * 2), atol=2)
