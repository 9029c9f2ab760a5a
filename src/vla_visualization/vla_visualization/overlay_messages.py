# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of the annotated camera image."""

from typing import Final

import cv2
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from std_msgs.msg import Header
from vla_common.conversions import to_array
from vla_perception.image_decoding import RgbImage

_JPEG_QUALITY: Final = 80


def to_image(header: Header, picture: RgbImage) -> Image:
    """Return an RGB image (H, W, 3) of uint8 as a message."""
    height, width, channels = picture.shape
    return Image(
        header=header,
        height=height,
        width=width,
        encoding='rgb8',
        step=width * channels,
        data=to_array(picture),
    )


def to_jpeg(header: Header, picture: RgbImage) -> CompressedImage:
    """Return an RGB image (H, W, 3) of uint8 as a message with a JPEG, as image_transport does."""
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode('.jpg', bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return CompressedImage(
        header=header, format='rgb8; jpeg compressed bgr8', data=to_array(jpeg.ravel())
    )
