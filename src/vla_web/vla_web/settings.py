# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the web node."""

from dataclasses import dataclass

from vla_common.settings import setting


@dataclass(frozen=True)
class WebSettings:
    """Parameters of the web node."""

    port: int = setting(
        0, 'TCP port of the page on 127.0.0.1; 0 selects a free one', minimum=0, maximum=65535
    )
    rate_hz: float = setting(
        10.0, 'Rate of the page while it is open', unit='Hz', minimum=1.0, maximum=30.0
    )
    base_frame: str = setting('base_link', 'Required frame_id of messages')
    live_timeout_s: float = setting(
        1.0,
        'Age of safety_status above which the page says that it is not live',
        unit='s',
        minimum=0.2,
        maximum=60.0,
    )
