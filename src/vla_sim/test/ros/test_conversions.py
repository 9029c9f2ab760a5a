# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Refusal of malformed commands, and conversion of states to messages."""

import numpy as np
from vla_common.conversions import to_stamp
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.rendering import intrinsics
from vla_sim.ros import conversions

NOW_NS = 1_000_000_000_000


def test_image_keeps_its_pixels() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    message = conversions.to_image(pixels, to_stamp(NOW_NS))
    assert (message.height, message.width, message.step) == (2, 4, 12)
    assert message.encoding == 'rgb8'
    np.testing.assert_array_equal(np.frombuffer(message.data, np.uint8), pixels.ravel())


def test_camera_info_is_a_pinhole() -> None:
    camera = CameraSpec(intrinsics(640, 480), np.zeros(3), np.eye(3), 640, 480)
    info = conversions.to_camera_info(camera, to_stamp(NOW_NS))
    assert info.header.frame_id == conversions.OPTICAL_FRAME
    np.testing.assert_allclose(np.reshape(info.k, (3, 3)), camera.intrinsics)
    np.testing.assert_allclose(np.reshape(info.p, (3, 4))[:, :3], camera.intrinsics)
