# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Image messages to RGB arrays, by cv_bridge where it is installed."""

from functools import cache
from typing import Protocol

from ament_index_python.packages import get_package_prefix
from ament_index_python.packages import PackageNotFoundError
import numpy as np
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_perception.image_decoding import check_image
from vla_perception.image_decoding import decode_compressed
from vla_perception.image_decoding import decode_image
from vla_perception.image_decoding import ImageError
from vla_perception.image_decoding import RgbImage

# cv_bridge takes the generic names for no pictures, and older ones lack the short YUV names.
_BRIDGE_NAMES = {
    '8UC1': 'mono8',
    '8UC3': 'bgr8',
    '8UC4': 'bgra8',
    'uyvy': 'yuv422',
    'yuyv': 'yuv422_yuy2',
}


class Bridge(Protocol):
    """What we use of cv_bridge.CvBridge."""

    def imgmsg_to_cv2(self, img_msg: Image, desired_encoding: str) -> RgbImage:
        """Convert an image message."""
        ...


@cache
def installed_bridge() -> Bridge | None:
    """Return ROS 2's cv_bridge, or None where it is not installed."""
    try:
        # The ROS 1 package of the same name that pip can install is in no ament index.
        get_package_prefix('cv_bridge')
        from cv_bridge import CvBridge
    except (PackageNotFoundError, ImportError):
        return None
    bridge: Bridge = CvBridge()
    return bridge


def decode_message(message: Image | CompressedImage) -> RgbImage:
    """
    Turn an image message into RGB (height, width, 3).

    Raises
    ------
    ImageError
        If the image cannot be used.

    """
    if isinstance(message, CompressedImage):
        return decode_compressed(message.data)
    bridge = installed_bridge()
    return decode_raw(message) if bridge is None else decode_bridged(message, bridge)


def decode_raw(message: Image) -> RgbImage:
    """Turn a raw image message into RGB by our own decoder."""
    return decode_image(
        message.encoding,
        message.height,
        message.width,
        message.step,
        bool(message.is_bigendian),
        message.data,
    )


def decode_bridged(message: Image, bridge: Bridge) -> RgbImage:
    """Turn a raw image message into RGB by cv_bridge, with our checks and their errors."""
    layout = check_image(
        message.encoding, message.height, message.width, message.step, len(message.data)
    )
    # cv_bridge shears rows whose padding is no whole pixel, and fails to swap bytes with numpy 2.
    if message.step % layout.pixel_bytes or message.is_bigendian:
        return decode_raw(message)
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
    except TypeError as error:  # the base of CvBridgeError
        raise ImageError(f'cv_bridge cannot decode {name}: {error}. Send rgb8 images') from error
