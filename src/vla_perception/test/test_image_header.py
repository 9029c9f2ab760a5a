# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Headers of compressed images."""

import cv2
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import numpy as np
import pytest
from vla_perception.image_header import is_truncated_png
from vla_perception.image_header import read_image_size


@pytest.mark.parametrize('extension', ['.png', '.jpg'])
@pytest.mark.parametrize('size', [(1, 1), (480, 640), (3, 1000)])
def test_the_size_of_an_image(extension: str, size: tuple[int, int]) -> None:
    data = cv2.imencode(extension, np.zeros((*size, 3), np.uint8))[1].tobytes()
    assert read_image_size(memoryview(data)) == size


def test_the_size_of_a_progressive_jpeg_with_comment_and_padding() -> None:
    options = [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]
    data = cv2.imencode('.jpg', np.zeros((24, 32, 3), np.uint8), options)[1].tobytes()
    comment = b'\xff\xff\xfe\x00\x05abc'
    assert read_image_size(memoryview(data[:2] + comment + data[2:])) == (24, 32)


@pytest.mark.parametrize('extension', ['.png', '.jpg'])
def test_a_truncated_header_has_no_size(extension: str) -> None:
    data = cv2.imencode(extension, np.zeros((24, 32, 3), np.uint8))[1].tobytes()
    assert read_image_size(memoryview(data[:20])) is None


@settings(deadline=None)
@given(st.sampled_from([b'', b'\xff\xd8', b'\x89PNG\r\n\x1a\n']), st.binary(max_size=200))
def test_any_bytes_are_accepted(start: bytes, rest: bytes) -> None:
    size = read_image_size(memoryview(start + rest))
    assert size is None or len(size) == 2
    is_truncated_png(memoryview(start + rest))


def test_a_png_is_complete_or_truncated() -> None:
    data = cv2.imencode('.png', np.zeros((24, 32, 3), np.uint8))[1].tobytes()
    assert not is_truncated_png(memoryview(data))
    assert not is_truncated_png(memoryview(data + b'rest'))
    assert not is_truncated_png(memoryview(b'\xff\xd8'))
    for length in range(8, len(data)):
        assert is_truncated_png(memoryview(data[:length]))
    # A chunk length of nearly 2 GB.
    assert is_truncated_png(memoryview(data[:33] + b'\x7f' + data[34:]))
