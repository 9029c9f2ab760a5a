# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measurements of the camera, from which its health is evaluated."""

from dataclasses import dataclass

from vla_perception.frame_check import FrameState
from vla_perception.image_subscriptions import TopicPublishers


@dataclass
class CameraStatistics:
    """Counters since activation, and the latest measurements."""

    images_received: int = 0
    images_encoded: int = 0
    images_bad: int = 0
    images_skipped: int = 0
    images_replaced: int = 0
    #: Images that DDS reported as lost between the camera driver and the node.
    images_lost: int = 0
    rate_hz: float = 0.0
    latency_ms: float = 0.0
    encode_ms: float = 0.0
    frame: FrameState = FrameState.OK
    #: Size and encoding of the latest image, such as 640 x 480 rgb8.
    image_format: str = ''
    image_bytes: int = 0
    #: Stamp of the latest image, and the number of images before it with the same stamp.
    stamp_s: float = 0.0
    stamp_repeats: int = 0
    #: Rate of the camera driver, from received and lost images, and the time it was measured over.
    sent_hz: float = 0.0
    sent_span_s: float = 0.0
    #: Received and lost images in the latest seconds.
    recent_received: int = 0
    recent_lost: int = 0
    #: Largest value of the latest image if it has 16 bits of gray; otherwise None.
    gray16_max: int | None = None
    #: Share of the workspace that the camera sees, 0 .. 1.
    visible_share: float = 1.0
    publishers: tuple[TopicPublishers, ...] = ()
    #: Time from the first stamp of the batch to that of the latest image, and its bound.
    stamp_skew_s: float = 0.0
    max_stamp_skew_s: float = 0.0
    #: Whether the node became active a moment ago: the camera may start at the same time.
    is_starting: bool = False
    new_error: str = ''
