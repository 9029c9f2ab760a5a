# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of the annotated camera image."""

import numpy as np
from std_msgs.msg import Header
from vla_perception.image_message import decode_message
from vla_visualization.overlay_messages import to_image
from vla_visualization.overlay_messages import to_jpeg

HEADER = Header(frame_id='camera_optical_frame')
RAMP = np.broadcast_to(np.arange(0, 96, 2, dtype=np.uint8)[:, None, None], (48, 64, 3)).copy()
RAMP[..., 0] = 200


def test_an_image_has_the_pixels() -> None:
    message = to_image(HEADER, RAMP)
    assert (message.header, message.encoding, message.step) == (HEADER, 'rgb8', 192)
    np.testing.assert_array_equal(decode_message(message), RAMP)


def test_a_jpeg_has_the_pixels_and_their_colors() -> None:
    message = to_jpeg(HEADER, RAMP)
    assert (message.header, message.format) == (HEADER, 'rgb8; jpeg compressed bgr8')
    decoded = decode_message(message).astype(int)
    assert np.abs(decoded - RAMP).max() <= 8
    assert len(message.data) < RAMP.nbytes
