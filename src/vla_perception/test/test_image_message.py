# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0

import sys
import types

from ament_index_python.packages import PackageNotFoundError
import numpy as np
import pytest
from reference_images import REFERENCES
from reference_images import RGB
from reference_images import rows
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_perception import image_message
from vla_perception.image_decoding import FORMATS
from vla_perception.image_decoding import ImageError
from vla_perception.image_message import decode_bridged
from vla_perception.image_message import decode_message
from vla_perception.image_message import decode_raw
from vla_perception.image_message import installed_bridge


def message(encoding: str, padding_bytes: int = 0) -> Image:
    data = np.pad(rows(REFERENCES[encoding][0]), ((0, 0), (0, padding_bytes)))
    height, width = RGB.shape[:2]
    return Image(
        height=height, width=width, encoding=encoding, step=data.shape[1], data=data.tobytes()
    )


class FakeBridge:
    """Knows the names that every release of cv_bridge turns into rgb8."""

    NAMES = {name for name in FORMATS if name[0] != '8'} - {'uyvy', 'yuyv'}

    def __init__(self) -> None:
        self.seen: list[str] = []

    def imgmsg_to_cv2(self, img_msg: Image, desired_encoding: str) -> np.ndarray:
        self.seen.append(img_msg.encoding)
        if img_msg.encoding not in self.NAMES:
            raise TypeError(f'{img_msg.encoding} is not a color format')
        assert desired_encoding == 'rgb8'
        return decode_raw(img_msg)


@pytest.mark.parametrize('encoding', FORMATS)
def test_messages_decode_like_their_fields(encoding: str) -> None:
    image = decode_raw(message(encoding))
    np.testing.assert_allclose(image.astype(int), REFERENCES[encoding][1].astype(int), atol=2)


@pytest.mark.parametrize('encoding', FORMATS)
def test_bridge_gives_what_our_decoder_gives(encoding: str) -> None:
    # The real one wherever it is installed; a stand-in shows elsewhere that our part fits.
    bridge = installed_bridge() or FakeBridge()
    for padding_bytes in (0, 5, 24):
        image = message(encoding, padding_bytes)
        np.testing.assert_array_equal(decode_bridged(image, bridge), decode_raw(image))


def test_bridge_is_spared_what_it_gets_wrong() -> None:
    bridge = FakeBridge()
    image = message('rgb8', padding_bytes=5)
    decode_bridged(image, bridge)
    image = message('mono16')
    image.is_bigendian = 1
    decode_bridged(image, bridge)
    assert bridge.seen == []
    decode_bridged(message('8UC3'), bridge)
    assert bridge.seen == ['bgr8']


def test_bridge_gets_no_bad_image_and_its_errors_are_ours() -> None:
    bridge = FakeBridge()
    image = message('rgb8')
    image.step = 3
    with pytest.raises(ImageError, match='step must be'):
        decode_bridged(image, bridge)
    assert bridge.seen == []
    bridge.NAMES = set()
    with pytest.raises(ImageError, match='cv_bridge cannot decode rgb8'):
        decode_bridged(message('rgb8'), bridge)


def test_an_installed_bridge_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    bridge = FakeBridge()
    monkeypatch.setattr(image_message, 'installed_bridge', lambda: bridge)
    np.testing.assert_array_equal(decode_message(message('bgr8')), RGB)
    assert bridge.seen == ['bgr8']


def test_only_a_bridge_of_the_ament_index_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    # Stands for the ROS 1 package of that name that pip can install.
    fake = types.ModuleType('cv_bridge')
    monkeypatch.setattr(fake, 'CvBridge', FakeBridge, raising=False)
    monkeypatch.setitem(sys.modules, 'cv_bridge', fake)

    def not_found(package: str) -> str:
        raise PackageNotFoundError(package)

    find = image_message.installed_bridge.__wrapped__
    monkeypatch.setattr(image_message, 'get_package_prefix', not_found)
    assert find() is None
    monkeypatch.setattr(image_message, 'get_package_prefix', lambda package: '/opt/ros')
    assert isinstance(find(), FakeBridge)


def test_a_message_of_either_kind_is_decoded() -> None:
    np.testing.assert_array_equal(decode_message(message('bgr8')), RGB)
    with pytest.raises(ImageError, match='JPEG or PNG'):
        decode_message(CompressedImage(format='jpeg', data=b'none'))
