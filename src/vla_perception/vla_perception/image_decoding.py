# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decoding of raw and compressed image bytes to RGB arrays."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from typing import TYPE_CHECKING
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from vla_perception.image_header import is_png
from vla_perception.image_header import is_truncated_png
from vla_perception.image_header import read_image_size
from vla_perception.semi_planar import decode_full_chroma
from vla_perception.semi_planar import decode_half_chroma

if TYPE_CHECKING:
    from array import array

MAX_SIDE_PX = 8192

ByteBuffer: TypeAlias = 'bytes | bytearray | memoryview | array[int]'
RgbImage = NDArray[np.uint8]  # (H, W, 3)


class ImageError(ValueError):
    """Invalid image; the message names rule, value and remedy."""


@dataclass(frozen=True)
class PixelFormat:
    """Memory layout of an encoding, and OpenCV's code for the conversion to RGB."""

    channels: int
    to_rgb: int | None
    dtype: str = 'u1'
    even_width: bool = False
    min_side_px: int = 1
    even_height: bool = False
    #: Rows of bytes in `data` per row of pixels: above 1 with a plane of U and V.
    plane_rows: Fraction = Fraction(1)

    @property
    def pixel_bytes(self) -> int:
        """Size of one pixel."""
        return self.channels * np.dtype(self.dtype).itemsize


_RGB = PixelFormat(3, None)
_BGR = PixelFormat(3, cv2.COLOR_BGR2RGB)
_BGRA = PixelFormat(4, cv2.COLOR_BGRA2RGB)
_MONO = PixelFormat(1, cv2.COLOR_GRAY2RGB)
_UYVY = PixelFormat(2, cv2.COLOR_YUV2RGB_UYVY, even_width=True)
_YUYV = PixelFormat(2, cv2.COLOR_YUV2RGB_YUY2, even_width=True)
_NV12, _NV21 = (
    PixelFormat(1, code, even_width=True, even_height=True, plane_rows=Fraction(3, 2))
    for code in (cv2.COLOR_YUV2RGB_NV12, cv2.COLOR_YUV2RGB_NV21)
)

# OpenCV names Bayer patterns after the second and third pixel of the second row.
FORMATS = {
    'rgb8': _RGB,
    'bgr8': _BGR,
    '8UC3': _BGR,
    'rgba8': PixelFormat(4, cv2.COLOR_RGBA2RGB),
    'bgra8': _BGRA,
    '8UC4': _BGRA,
    'mono8': _MONO,
    '8UC1': _MONO,
    'mono16': PixelFormat(1, cv2.COLOR_GRAY2RGB, 'u2'),
    'rgb16': PixelFormat(3, None, 'u2'),
    'bgr16': PixelFormat(3, cv2.COLOR_BGR2RGB, 'u2'),
    'bayer_rggb8': PixelFormat(1, cv2.COLOR_BayerBG2RGB, min_side_px=3),
    'bayer_bggr8': PixelFormat(1, cv2.COLOR_BayerRG2RGB, min_side_px=3),
    'bayer_gbrg8': PixelFormat(1, cv2.COLOR_BayerGR2RGB, min_side_px=3),
    'bayer_grbg8': PixelFormat(1, cv2.COLOR_BayerGB2RGB, min_side_px=3),
    'uyvy': _UYVY,
    'yuv422': _UYVY,
    'yuyv': _YUYV,
    'yuv422_yuy2': _YUYV,
    'nv12': _NV12,
    'nv21': _NV21,
    'nv24': PixelFormat(1, None, plane_rows=Fraction(3)),
}
DEPTH_ENCODINGS = ('16UC1', '32FC1')


def decode_image(
    encoding: str, height: int, width: int, step: int, is_bigendian: bool, data: ByteBuffer
) -> RgbImage:
    """
    Check and decode the fields of a sensor_msgs/Image.

    Returns
    -------
    RgbImage
        Shape (height, width, 3). It shares the memory of `data` if the encoding is rgb8.

    Raises
    ------
    ImageError
        If the fields contradict each other or the encoding is not supported.

    """
    layout = check_image(encoding, height, width, step, memoryview(data).nbytes)
    return decode_pixels(layout, height, width, step, is_bigendian, data)


def decode_pixels(
    layout: PixelFormat, height: int, width: int, step: int, is_bigendian: bool, data: ByteBuffer
) -> RgbImage:
    """Decode fields that `check_image` accepted, which returned `layout`."""
    if layout.plane_rows > 1:
        stride = int(memoryview(data).nbytes / (height * layout.plane_rows))
        if layout.to_rgb is None:
            return decode_full_chroma(data, height, width, stride)
        return decode_half_chroma(data, height, width, stride, layout.to_rgb)
    dtype = np.dtype(layout.dtype).newbyteorder('>' if is_bigendian else '<')
    pixels: NDArray[Any] = np.ndarray(
        (height, width, layout.channels),
        dtype,
        data,
        strides=(step, layout.pixel_bytes, dtype.itemsize),
    )
    if dtype.itemsize == 2:
        # The same scale as in cv_bridge: 65535 becomes 255.
        native = np.ascontiguousarray(pixels, np.uint16)
        pixels = cv2.convertScaleAbs(native, alpha=255 / 65535)
        pixels = pixels.reshape(height, width, layout.channels)
    return pixels if layout.to_rgb is None else _convert(pixels, layout.to_rgb)


def check_image(encoding: str, height: int, width: int, step: int, size: int) -> PixelFormat:
    """
    Check the fields of an image against each other and return the layout of its pixels.

    Raises
    ------
    ImageError
        If a rule is violated; the message names rule, value and remedy.

    """
    if encoding in DEPTH_ENCODINGS:
        raise depth_error(encoding)
    if encoding not in FORMATS:
        raise ImageError(
            f'encoding must be one of {", ".join(FORMATS)}; got {encoding[:40]!r}. '
            'Convert the images in the camera driver'
        )
    layout = FORMATS[encoding]
    _check_sides(height, width, layout.min_side_px)
    if (layout.even_width and width % 2) or (layout.even_height and height % 2):
        sides = 'width and height' if layout.even_height else 'width'
        raise ImageError(
            f'{encoding} needs an even {sides}; got {width} x {height} px. Correct it in the '
            'camera driver'
        )
    row_bytes = width * layout.pixel_bytes
    if step < row_bytes:
        raise ImageError(
            f'step must be at least width * {layout.pixel_bytes} = {row_bytes} bytes for '
            f'{encoding}; got {step}. Correct step, width or encoding in the camera driver'
        )
    _check_size(layout, height, step, row_bytes, size)
    return layout


def _check_size(layout: PixelFormat, height: int, step: int, row_bytes: int, size: int) -> None:
    rows = height * layout.plane_rows
    # Drivers that count the plane of U and V in `step` send planes without padding.
    if size == rows * step or (rows > height and size == rows * row_bytes):
        return
    share = '' if rows == height else f' * {layout.plane_rows}'
    raise ImageError(
        f'data must hold step * height{share} = {step} * {height}{share} = {rows * step} bytes; '
        f'got {size}. Correct the fields in the camera driver, or check for truncated images'
    )


def depth_error(encoding: str) -> ImageError:
    """Return the error of a depth image."""
    return ImageError(
        f'images must be color or gray; got the depth image {encoding[:40]!r}. Remap the color '
        'images of the driver in their place'
    )


def decode_compressed(data: ByteBuffer) -> RgbImage:
    """
    Decode JPEG or PNG bytes into RGB.

    Raises
    ------
    ImageError
        If the bytes are neither JPEG nor PNG, are damaged, or the image is too large.

    """
    view = memoryview(data).cast('B')
    # compressedDepth is a PNG behind 12 bytes of its own.
    if is_png(view[12:]):
        raise depth_error('compressedDepth')
    size = read_image_size(view)
    if size is None:
        raise ImageError(
            f'compressed images must be JPEG or PNG; got {len(view)} bytes that begin with '
            f'{bytes(view[:8])!r}. Choose jpeg or png in the image transport'
        )
    _check_sides(*size)
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    pixels = None if is_truncated_png(view) else cv2.imdecode(np.frombuffer(view, np.uint8), flags)
    if pixels is None:
        raise ImageError(
            f'compressed images must be complete; the {size[1]} x {size[0]} px image in '
            f'{len(view)} bytes is damaged. Check the camera driver and the network'
        )
    return _convert(pixels, cv2.COLOR_BGR2RGB)


def _convert(pixels: NDArray[Any], code: int) -> RgbImage:
    return np.asarray(cv2.cvtColor(pixels, code), np.uint8)


def _check_sides(height: int, width: int, min_side_px: int = 1) -> None:
    if not (min_side_px <= min(height, width) and max(height, width) <= MAX_SIDE_PX):
        raise ImageError(
            f'height and width must be within {min_side_px} and {MAX_SIDE_PX} px; '
            f'got {height} x {width}. Check the camera driver'
        )
