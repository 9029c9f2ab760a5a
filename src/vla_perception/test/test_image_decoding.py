# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decoding of raw and compressed images."""

import array
import time
from typing import Any

import cv2
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import numpy as np
import pytest
from reference_images import FLAT
from reference_images import padded
from reference_images import REFERENCES
from reference_images import RGB
from reference_images import rows
from vla_perception.image_decoding import decode_compressed
from vla_perception.image_decoding import decode_image
from vla_perception.image_decoding import FORMATS
from vla_perception.image_decoding import ImageError
from vla_perception.image_decoding import MAX_SIDE_PX


def decode(encoding: str, data: np.ndarray, *, is_bigendian: bool = False) -> np.ndarray:
    height, width = RGB.shape[:2]
    message_data = array.array('B', data.tobytes())
    return decode_image(encoding, height, width, data.shape[1], is_bigendian, message_data)


def test_every_encoding_has_a_reference() -> None:
    assert set(REFERENCES) == set(FORMATS)


@pytest.mark.parametrize('encoding', FORMATS)
@pytest.mark.parametrize('padding_bytes', [0, 5, 12])
def test_every_encoding_decodes_to_rgb(encoding: str, padding_bytes: int) -> None:
    expected = REFERENCES[encoding][1]
    # The padding has a value of its own, so that a shifted row would be visible.
    image = decode(encoding, padded(encoding, padding_bytes))
    assert image.shape == RGB.shape
    assert image.dtype == np.uint8
    is_yuv = encoding.startswith(('nv', 'uyv', 'yu'))
    tolerance = 2 if is_yuv else 0
    np.testing.assert_allclose(image.astype(int), expected.astype(int), atol=tolerance)


@pytest.mark.parametrize('encoding', ['mono16', 'rgb16', 'bgr16'])
def test_big_endian_bytes_are_swapped(encoding: str) -> None:
    values, expected = np.array(REFERENCES[encoding][0]), REFERENCES[encoding][1]
    # Low and high byte differ, so that a missing swap changes the result.
    big = (values - values % 257 + 3).astype('>u2') if encoding == 'mono16' else values
    image = decode(encoding, rows(big.astype('>u2')), is_bigendian=True)
    np.testing.assert_array_equal(image, expected)
    if encoding == 'mono16':
        assert not np.array_equal(decode(encoding, rows(big)), expected)


def test_sixteen_bits_are_rounded_to_eight_over_the_whole_range() -> None:
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    image = decode_image('mono16', 256, 256, 512, False, values.tobytes())
    np.testing.assert_array_equal(image[..., 0], np.rint(values / 257))


@pytest.mark.parametrize('encoding', ['nv12', 'nv21', 'nv24'])
def test_the_step_of_semi_planar_images_may_count_both_planes(encoding: str) -> None:
    pixels, expected = REFERENCES[encoding]
    step = pixels.size // RGB.shape[0]
    image = decode_image(encoding, *RGB.shape[:2], step, False, pixels.tobytes())
    np.testing.assert_allclose(image.astype(int), expected.astype(int), atol=2)


@pytest.mark.parametrize(('width', 'height'), [(7, 6), (8, 5), (1, 1)])
def test_nv24_has_any_size(width: int, height: int) -> None:
    data = np.concatenate([np.full(width * height, 81), np.tile((90, 240), width * height)])
    data = data.astype(np.uint8)
    image = decode_image('nv24', height, width, width, False, data.tobytes())
    assert image.shape == (height, width, 3)
    np.testing.assert_allclose(image.astype(int), np.full(image.shape, (255, 0, 0)), atol=2)


@pytest.mark.parametrize(
    ('encoding', 'code'), [('nv12', cv2.COLOR_YUV2RGB_NV12), ('nv21', cv2.COLOR_YUV2RGB_NV21)]
)
def test_half_chroma_equals_opencv(encoding: str, code: int) -> None:
    planes = np.random.default_rng(0).integers(0, 256, (720, 640), np.uint8)
    image = decode_image(encoding, 480, 640, 640, False, planes.tobytes())
    np.testing.assert_array_equal(image, cv2.cvtColor(planes, code))


def test_full_chroma_equals_half_chroma_of_equal_blocks() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(0, 256, (480, 640), np.uint8)
    uv = rng.integers(0, 256, (240, 320, 2), np.uint8)
    full = uv.repeat(2, axis=0).repeat(2, axis=1)
    half = cv2.cvtColor(np.vstack([y, uv.reshape(240, 640)]), cv2.COLOR_YUV2RGB_NV12)
    data = y.tobytes() + full.tobytes()
    image = decode_image('nv24', 480, 640, 640, False, data)
    np.testing.assert_allclose(image.astype(int), half.astype(int), atol=1)


def test_compressed_depth_is_named() -> None:
    png = cv2.imencode('.png', np.zeros((6, 8), np.uint16))[1].tobytes()
    with pytest.raises(ImageError, match=r'got the depth image .compressedDepth'):
        decode_compressed(bytes(12) + png)


def test_padded_rgb_shares_memory() -> None:
    data = bytearray(6 * 32)
    image = decode_image('rgb8', 6, 8, 32, False, data)
    data[32] = 77
    assert image[1, 0, 0] == 77


@pytest.mark.parametrize(
    ('fields', 'texts'),
    [
        ({'encoding': '64FC1'}, ['encoding', '64FC1', 'rgb8']),
        ({'encoding': '16UC1'}, ['depth', '16UC1', 'color']),
        ({'encoding': '32FC1'}, ['depth', '32FC1', 'color']),
        ({'encoding': 'x' * 5000}, ["'" + 'x' * 40 + "'"]),
        ({'step': 23}, ['step', '24', '23']),
        ({'step': 0}, ['step', '24', '0']),
        ({'height': 0}, ['height', '0 x 8']),
        ({'width': 0}, ['width', '6 x 0']),
        ({'width': MAX_SIDE_PX + 1}, [str(MAX_SIDE_PX), str(MAX_SIDE_PX + 1)]),
        ({'height': 4_000_000_000}, [str(MAX_SIDE_PX), '4000000000']),
        ({'data': b'\0' * 143}, ['24 * 6', '144', '143']),
        ({'data': b''}, ['144', 'got 0']),
        ({'data': b'\0' * 145}, ['144', '145']),
        ({'encoding': 'yuyv', 'width': 7}, ['even width;', '7 x 6']),
        ({'encoding': 'nv12', 'width': 7}, ['nv12', 'even width and height', '7 x 6']),
        ({'encoding': 'nv21', 'height': 5}, ['nv21', 'even width and height', '8 x 5']),
        ({'encoding': 'nv12'}, ['step * height * 3/2', '24 * 6 * 3/2', '216', '144']),
        ({'encoding': 'nv24', 'data': bytes(143)}, ['step * height * 3', '432', '143']),
        ({'encoding': 'nv24', 'step': 7}, ['step', '8', '7']),
        ({'encoding': 'bayer_rggb8', 'width': 2}, ['3', '6 x 2']),
    ],
)
def test_the_error_of_invalid_fields_names_rule_and_value(
    fields: dict[str, Any], texts: list[str]
) -> None:
    good = {
        'encoding': 'rgb8',
        'height': 6,
        'width': 8,
        'step': 24,
        'is_bigendian': False,
        'data': bytes(144),
    }
    with pytest.raises(ImageError) as error:
        decode_image(**{**good, **fields})
    for text in texts:
        assert text in str(error.value)
    assert len(str(error.value)) < 500


@settings(deadline=None)
@given(
    st.sampled_from(sorted(FORMATS)) | st.text(max_size=8),
    st.integers(0, 12),
    st.integers(0, 12),
    st.integers(0, 80),
    st.booleans(),
    st.binary(max_size=400) | st.integers(0, 900).map(bytes),
)
def test_any_fields_give_an_image_or_an_image_error(
    encoding: str, height: int, width: int, step: int, big: bool, data: bytes
) -> None:
    try:
        image = decode_image(encoding, height, width, step, big, data)
    except ImageError:
        return
    assert image.shape == (height, width, 3)
    assert image.dtype == np.uint8


def test_a_png_is_decoded_exactly() -> None:
    png = cv2.imencode('.png', RGB[..., ::-1])[1]
    np.testing.assert_array_equal(decode_compressed(array.array('B', png.tobytes())), RGB)


def test_a_jpeg_is_decoded_without_its_orientation() -> None:
    jpeg = cv2.imencode('.jpg', np.ascontiguousarray(FLAT[:, :, ::-1]))[1].tobytes()
    # Smallest EXIF block with an orientation of 90 degrees.
    entry = b'\x01\x12\0\x03\0\0\0\x01\0\x06\0\0'
    exif = b'Exif\0\0MM\0*\0\0\0\x08\0\x01' + entry + b'\0\0\0\0'
    rotated = jpeg[:2] + b'\xff\xe1' + (len(exif) + 2).to_bytes(2, 'big') + exif + jpeg[2:]
    image = decode_compressed(rotated)
    assert image.shape == FLAT.shape
    np.testing.assert_allclose(image.astype(int), FLAT.astype(int), atol=4)


def test_damaged_compressed_images_are_rejected() -> None:
    png = cv2.imencode('.png', RGB)[1].tobytes()
    with pytest.raises(ImageError, match='8 x 6 px'):
        decode_compressed(png[:40])
    with pytest.raises(ImageError, match='JPEG or PNG'):
        decode_compressed(b'')
    with pytest.raises(ImageError, match="b'GIF89a'"):
        decode_compressed(b'GIF89a')


def test_a_png_with_a_wrong_chunk_length_is_rejected_at_once() -> None:
    png = bytearray(cv2.imencode('.png', RGB)[1].tobytes())
    png[33:35] = b'\x7f\xff'
    start_s = time.monotonic()
    with pytest.raises(ImageError, match='damaged'):
        decode_compressed(png)
    assert time.monotonic() - start_s < 1.0


def test_a_compressed_image_that_is_too_large_is_not_decoded() -> None:
    png = bytearray(cv2.imencode('.png', RGB)[1].tobytes())
    png[16:24] = (100_000).to_bytes(4, 'big') * 2
    with pytest.raises(ImageError, match='100000 x 100000'):
        decode_compressed(png)


@settings(deadline=None)
@given(st.sampled_from(['.png', '.jpg']), st.integers(0, 120), st.binary(max_size=20))
def test_any_damage_gives_an_image_or_an_image_error(
    extension: str, position: int, damage: bytes
) -> None:
    data = bytearray(cv2.imencode(extension, RGB)[1].tobytes())
    data[position : position + len(damage)] = damage
    try:
        image = decode_compressed(data)
    except ImageError:
        return
    assert image.ndim == 3
