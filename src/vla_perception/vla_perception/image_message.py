# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decoding of image messages to RGB arrays, with cv_bridge if it is installed."""

from functools import cache
from typing import Protocol

from ament_index_python.packages import get_package_prefix
from ament_index_python.packages import PackageNotFoundError
import numpy as np
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_perception.image_decoding import check_image
from vla_perception.image_decoding import decode_compressed
from vla_perception.image_decoding import decode_pixels
from vla_perception.image_decoding import DEPTH_ENCODINGS
from vla_perception.image_decoding import depth_error
from vla_perception.image_decoding import ImageError
from vla_perception.image_decoding import PixelFormat
from vla_perception.image_decoding import RgbImage

# cv_bridge cannot convert the generic names to rgb8, and older releases lack short YUV names.
_BRIDGE_NAMES = {
    '8UC1': 'mono8',
    '8UC3': 'bgr8',
    '8UC4': 'bgra8',
    'uyvy': 'yuv422',
    'yuyv': 'yuv422_yuy2',
}


class CvBridgeLike(Protocol):
    """Part of cv_bridge.CvBridge that is used here."""

    def imgmsg_to_cv2(self, img_msg: Image, desired_encoding: str) -> RgbImage:
        """Convert an image message."""
        ...


@cache
def installed_bridge() -> CvBridgeLike | None:
    """Return the cv_bridge of ROS 2, or None if it is not installed."""
    try:
        # Excludes the ROS 1 package of the same name on PyPI, which is in no ament index.
        get_package_prefix('cv_bridge')
        from cv_bridge import CvBridge
    except (PackageNotFoundError, ImportError):
        return None
    bridge: CvBridgeLike = CvBridge()
    return bridge


def decode_message(message: Image | CompressedImage) -> RgbImage:
    """
    Check and decode an image message to RGB (height, width, 3).

    Raises
    ------
    ImageError
        If the image is invalid.

    """
    if isinstance(message, CompressedImage):
        if is_compressed_depth(message.format):
            raise depth_error(message.format)
        return decode_compressed(message.data)
    bridge = installed_bridge()
    return decode_raw(message) if bridge is None else decode_with_cv_bridge(message, bridge)


def is_compressed_depth(text: str) -> bool:
    """Return whether the format of a CompressedImage is that of a depth image."""
    # image_transport writes "16UC1; compressedDepth png" or "16UC1; png compressed".
    encoding = text.partition(';')[0].strip()
    return 'compressedDepth' in text or encoding in DEPTH_ENCODINGS


def image_format(message: Image | CompressedImage) -> str:
    """Return size and encoding of an image for people; texts of the driver are shortened."""
    if isinstance(message, CompressedImage):
        return f'compressed {message.format[:40]}'
    return f'{message.width} x {message.height} {message.encoding[:40]}'


def decode_raw(message: Image) -> RgbImage:
    """Check and decode a raw image message without cv_bridge."""
    return _decode_checked(message, _check_message(message))


def decode_with_cv_bridge(message: Image, bridge: CvBridgeLike) -> RgbImage:
    """Check and decode a raw image message with cv_bridge."""
    layout = _check_message(message)
    # cv_bridge fails to swap bytes with numpy 2, and shifts rows whose padding is not a whole
    # number of pixels. Its releases differ in the semi-planar formats.
    is_semi_planar = layout.plane_rows > 1
    if message.step % layout.pixel_bytes or message.is_bigendian or is_semi_planar:
        return _decode_checked(message, layout)
    name = _BRIDGE_NAMES.get(message.encoding, message.encoding)
    image = Image(
        height=message.height,
        width=message.width,
        encoding=name,
        step=message.step,
        data=message.data,
    )
    try:
        return np.asarray(bridge.imgmsg_to_cv2(image, desired_encoding='rgb8'))
    except TypeError as error:  # base class of CvBridgeError
        raise ImageError(f'cv_bridge cannot decode {name}: {error}. Send rgb8 images') from error


def _check_message(message: Image) -> PixelFormat:
    size = len(message.data)
    return check_image(message.encoding, message.height, message.width, message.step, size)


def _decode_checked(message: Image, layout: PixelFormat) -> RgbImage:
    return decode_pixels(
        layout,
        message.height,
        message.width,
        message.step,
        bool(message.is_bigendian),
        message.data,
    )
