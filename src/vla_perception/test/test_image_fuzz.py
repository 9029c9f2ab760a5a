# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Property tests of the image decoder: any input gives an image or an ImageError."""

from datetime import timedelta

import cv2
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import numpy as np
from vla_perception.image_decoding import decode_compressed
from vla_perception.image_decoding import decode_image
from vla_perception.image_decoding import ImageError

# A hang takes much longer; a loaded computer needs a part of this time.
FUZZ = settings(max_examples=300, deadline=timedelta(seconds=5))
ENCODINGS = st.sampled_from(
    [
        'rgb8',
        'bgr8',
        'rgba8',
        'bgra8',
        'mono8',
        'mono16',
        'rgb16',
        'bayer_rggb8',
        'yuv422',
        'yuv422_yuy2',
        'uyvy',
        'nv21',
        'nv24',
        '8UC1',
        '8UC3',
        '16UC1',
        '32FC1',
        '',
    ]
) | st.text(max_size=20)
SIDES = st.integers(0, 12) | st.sampled_from([2**16, 2**31, 2**32 - 1])
PICTURE = np.random.default_rng(0).integers(0, 255, (24, 32, 3)).astype(np.uint8)
FILES = [cv2.imencode(kind, PICTURE)[1].tobytes() for kind in ('.png', '.jpg', '.bmp', '.tiff')]


@FUZZ
@given(
    ENCODINGS, SIDES, SIDES, st.integers(0, 100) | SIDES, st.binary(max_size=600), st.booleans()
)
@example('nv24', 4, 4, 4, bytes(48), False)
def test_any_raw_image(
    encoding: str, height: int, width: int, step: int, data: bytes, is_bigendian: bool
) -> None:
    try:
        picture = decode_image(encoding, height, width, step, is_bigendian, data)
    except ImageError:
        return
    assert (picture.dtype, picture.shape) == (np.uint8, (height, width, 3))


@FUZZ
@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=8)), max_size=8),
    st.integers(0, 4000),
)
def test_a_compressed_image_with_any_damage(
    file: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    damaged = bytearray(file)
    for place, piece in changes:
        at = place % len(file)
        damaged[at : at + len(piece)] = piece
    if cut % 3:
        damaged = damaged[: cut % len(file)]
    _decode(bytes(damaged))


@FUZZ
@given(
    st.binary(max_size=300)
    | st.sampled_from(FILES).flatmap(
        lambda file: st.binary(max_size=300).map(lambda rest: file[:16] + rest)
    )
)
def test_any_bytes(data: bytes) -> None:
    _decode(data)


def _decode(data: bytes) -> None:
    try:
        picture = decode_compressed(data)
    except ImageError:
        return
    assert picture.dtype == np.uint8
    assert picture.shape[2] == 3
