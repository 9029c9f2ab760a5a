# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decoding of image messages, with and without cv_bridge."""

import sys
import types

from ament_index_python.packages import PackageNotFoundError
import cv2
import numpy as np
import pytest
from reference_images import padded
from reference_images import REFERENCES
from reference_images import RGB
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_perception import image_decoding
from vla_perception import image_message
from vla_perception.image_decoding import check_image
from vla_perception.image_decoding import FORMATS
from vla_perception.image_decoding import ImageError
from vla_perception.image_decoding import PixelFormat
from vla_perception.image_message import decode_message
from vla_perception.image_message import decode_raw
from vla_perception.image_message import decode_with_cv_bridge
from vla_perception.image_message import image_format
from vla_perception.image_message import installed_bridge


def message(encoding: str, padding_bytes: int = 0) -> Image:
    data = padded(encoding, padding_bytes)
    height, width = RGB.shape[:2]
    return Image(
        height=height, width=width, encoding=encoding, step=data.shape[1], data=data.tobytes()
    )


class FakeCvBridge:
    """Substitute for cv_bridge; it converts the encodings that every release converts to rgb8."""

    NAMES = {name for name in FORMATS if name[0] != '8'} - {'uyvy', 'yuyv', 'nv12'}

    def __init__(self) -> None:
        self.received: list[str] = []

    def imgmsg_to_cv2(self, img_msg: Image, desired_encoding: str) -> np.ndarray:
        self.received.append(img_msg.encoding)
        if img_msg.encoding not in self.NAMES:
            raise TypeError(f'{img_msg.encoding} is not a color format')
        assert desired_encoding == 'rgb8'
        return decode_raw(img_msg)


@pytest.mark.parametrize('encoding', FORMATS)
def test_messages_are_decoded_from_their_fields(encoding: str) -> None:
    image = decode_raw(message(encoding))
    np.testing.assert_allclose(image.astype(int), REFERENCES[encoding][1].astype(int), atol=2)


@pytest.mark.parametrize('encoding', FORMATS)
def test_both_decoders_give_the_same_image(encoding: str) -> None:
    # The real cv_bridge if it is installed, otherwise the substitute.
    bridge = installed_bridge() or FakeCvBridge()
    for padding_bytes in (0, 5, 24):
        image = message(encoding, padding_bytes)
        np.testing.assert_array_equal(decode_with_cv_bridge(image, bridge), decode_raw(image))


def test_images_that_cv_bridge_decodes_wrongly_are_decoded_without_it() -> None:
    bridge = FakeCvBridge()
    image = message('rgb8', padding_bytes=5)
    decode_with_cv_bridge(image, bridge)
    image = message('mono16')
    image.is_bigendian = 1
    decode_with_cv_bridge(image, bridge)
    for encoding in ('nv12', 'nv21', 'nv24'):
        decode_with_cv_bridge(message(encoding), bridge)
    assert bridge.received == []
    decode_with_cv_bridge(message('8UC3'), bridge)
    assert bridge.received == ['bgr8']


def test_invalid_images_do_not_reach_cv_bridge_and_its_errors_are_image_errors() -> None:
    bridge = FakeCvBridge()
    image = message('rgb8')
    image.step = 3
    with pytest.raises(ImageError, match='step must be'):
        decode_with_cv_bridge(image, bridge)
    assert bridge.received == []
    bridge.NAMES = set()
    with pytest.raises(ImageError, match='cv_bridge cannot decode rgb8'):
        decode_with_cv_bridge(message('rgb8'), bridge)


def test_an_installed_cv_bridge_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    bridge = FakeCvBridge()
    monkeypatch.setattr(image_message, 'installed_bridge', lambda: bridge)
    np.testing.assert_array_equal(decode_message(message('bgr8')), RGB)
    assert bridge.received == ['bgr8']


def test_only_a_cv_bridge_of_the_ament_index_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    # Substitute for the ROS 1 package of the same name on PyPI.
    fake = types.ModuleType('cv_bridge')
    monkeypatch.setattr(fake, 'CvBridge', FakeCvBridge, raising=False)
    monkeypatch.setitem(sys.modules, 'cv_bridge', fake)

    def not_found(package: str) -> str:
        raise PackageNotFoundError(package)

    find = image_message.installed_bridge.__wrapped__
    monkeypatch.setattr(image_message, 'get_package_prefix', not_found)
    assert find() is None
    monkeypatch.setattr(image_message, 'get_package_prefix', lambda package: '/opt/ros')
    assert isinstance(find(), FakeCvBridge)


def test_raw_and_compressed_messages_are_decoded() -> None:
    np.testing.assert_array_equal(decode_message(message('bgr8')), RGB)
    with pytest.raises(ImageError, match='JPEG or PNG'):
        decode_message(CompressedImage(format='jpeg', data=b'none'))


@pytest.mark.parametrize(
    'text', ['16UC1; compressedDepth png', '16UC1; png compressed ', '32FC1; compressedDepth rvl']
)
def test_compressed_depth_images_are_refused_by_name(text: str) -> None:
    png = cv2.imencode('.png', np.zeros((6, 8), np.uint16))[1].tobytes()
    with pytest.raises(ImageError, match=f'got the depth image {text!r}. Remap the color'):
        decode_message(CompressedImage(format=text, data=png))


def test_the_format_of_an_image() -> None:
    assert image_format(message('bgr8')) == '8 x 6 bgr8'
    assert image_format(CompressedImage(format='jpeg')) == 'compressed jpeg'
    assert len(image_format(Image(encoding='x' * 1000))) < 60


class ZeroCvBridge:
    """Substitute for cv_bridge that returns a black image without any check."""

    def imgmsg_to_cv2(self, img_msg: Image, desired_encoding: str) -> np.ndarray:
        return np.zeros((img_msg.height, img_msg.width, 3), np.uint8)


@pytest.mark.parametrize('bridge', [None, ZeroCvBridge()], ids=['decoder', 'cv_bridge'])
@pytest.mark.parametrize('padding_bytes', [0, 5], ids=['packed', 'padded'])
def test_the_fields_are_checked_once_per_message(
    monkeypatch: pytest.MonkeyPatch, bridge: ZeroCvBridge | None, padding_bytes: int
) -> None:
    calls: list[str] = []

    def counting_check(encoding: str, *fields: int) -> PixelFormat:
        calls.append(encoding)
        return check_image(encoding, *fields)

    for module in (image_message, image_decoding):
        monkeypatch.setattr(module, 'check_image', counting_check)
    monkeypatch.setattr(image_message, 'installed_bridge', lambda: bridge)
    for encoding in ('rgb8', 'mono16'):
        decode_message(message(encoding, padding_bytes))
    assert calls == ['rgb8', 'mono16']
