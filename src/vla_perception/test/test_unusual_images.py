# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Unusual but valid compressed images, and images that lie about themselves."""

import base64
import zlib

import cv2
import numpy as np
import pytest
from vla_perception.image_decoding import decode_compressed
from vla_perception.image_decoding import ImageError

HEIGHT, WIDTH = 24, 32
RED, WHITE, BLACK = (255, 0, 0), (255, 255, 255), (0, 0, 0)
GRADIENT = np.dstack(
    [
        np.broadcast_to(np.linspace(0, 255, WIDTH), (HEIGHT, WIDTH)),
        np.broadcast_to(np.linspace(0, 255, HEIGHT)[:, None], (HEIGHT, WIDTH)),
        np.full((HEIGHT, WIDTH), 128.0),
    ]
).astype(np.uint8)
# 16 x 16 pixels of red in CMYK, as Pillow writes it.
CMYK_JPEG = base64.b64decode(
    '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2Rjcs'
    'LUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgAEAAQBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAH'
    '/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCnJgmCnAAAAP/Z'
)


def png(width: int, height: int, depth: int, kind: int, rows: bytes, *extra: bytes) -> bytes:
    """Return a PNG of the given header, with the chunks `extra` in front of the pixels."""
    header = width.to_bytes(4, 'big') + height.to_bytes(4, 'big') + bytes((depth, kind, 0, 0, 0))
    pixels = chunk(b'IDAT', zlib.compress(rows))
    first = b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header)
    return first + b''.join(extra) + pixels + chunk(b'IEND', b'')


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, 'big') + kind + data + zlib.crc32(kind + data).to_bytes(4, 'big')


def jpeg(image: np.ndarray, *options: int) -> bytes:
    return cv2.imencode('.jpg', np.ascontiguousarray(image[..., ::-1]), options)[1].tobytes()


def test_a_cmyk_jpeg_is_decoded_to_rgb() -> None:
    image = decode_compressed(CMYK_JPEG)
    assert image.shape == (16, 16, 3)
    np.testing.assert_allclose(image.astype(int), np.full((16, 16, 3), RED), atol=8)


def test_a_progressive_jpeg_equals_the_baseline_one() -> None:
    progressive = decode_compressed(jpeg(GRADIENT, cv2.IMWRITE_JPEG_PROGRESSIVE, 1))
    np.testing.assert_array_equal(progressive, decode_compressed(jpeg(GRADIENT)))
    np.testing.assert_allclose(progressive.astype(int), GRADIENT.astype(int), atol=12)


def test_of_two_joined_jpegs_the_first_is_decoded() -> None:
    first, second = jpeg(GRADIENT), jpeg(np.zeros((48, 64, 3), np.uint8))
    np.testing.assert_array_equal(decode_compressed(first + second), decode_compressed(first))


def test_a_palette_png() -> None:
    palette = chunk(b'PLTE', bytes(RED + WHITE))
    image = decode_compressed(png(2, 2, 8, 3, b'\0\0\1\0\1\0', palette))
    np.testing.assert_array_equal(image, [[RED, WHITE], [WHITE, RED]])


def test_a_png_of_one_bit() -> None:
    image = decode_compressed(png(8, 2, 1, 0, b'\0\xf0\0\x0f'))
    np.testing.assert_array_equal(image, [[WHITE] * 4 + [BLACK] * 4, [BLACK] * 4 + [WHITE] * 4])


def test_of_an_animated_png_the_first_image_is_decoded() -> None:
    still = b'\0' + bytes(RED + WHITE)
    control = (2).to_bytes(4, 'big') + (0).to_bytes(4, 'big')
    size = (2).to_bytes(4, 'big') + (1).to_bytes(4, 'big') + bytes(8)
    frames = [number.to_bytes(4, 'big') + size + bytes((0, 1, 0, 10, 0, 0)) for number in (0, 1)]
    data = png(2, 1, 8, 2, still, chunk(b'acTL', control), chunk(b'fcTL', frames[0]))
    second = (2).to_bytes(4, 'big') + zlib.compress(b'\0' + bytes(BLACK * 2))
    data = data[:-12] + chunk(b'fcTL', frames[1]) + chunk(b'fdAT', second) + data[-12:]
    np.testing.assert_array_equal(decode_compressed(data), [[RED, WHITE]])


def test_a_png_that_claims_a_huge_size_is_not_decoded() -> None:
    with pytest.raises(ImageError, match='60000 x 60000'):
        decode_compressed(png(60000, 60000, 8, 2, b'\0'))


def test_one_wrong_bit_gives_an_image_of_the_right_size_or_an_image_error() -> None:
    good = cv2.imencode('.png', GRADIENT)[1].tobytes()
    for position in range(8, len(good), 7):
        data = bytearray(good)
        data[position] ^= 1
        try:
            image = decode_compressed(data)
        except ImageError:
            continue
        assert image.dtype == np.uint8
        assert image.ndim == 3
