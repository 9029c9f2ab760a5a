# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the perception node says about its images in /diagnostics."""

from dataclasses import asdict
from dataclasses import dataclass

from vla_common.health import Health
from vla_common.health import Level
from vla_perception.frame_check import FrameState

_ENOUGH = 0.8  # of the expected rate
_LATENCY_S = (-0.05, 1.0)


@dataclass
class PerceptionFigures:
    """Counts since activation, and the newest measurements."""

    images_received: int = 0
    images_encoded: int = 0
    images_bad: int = 0
    images_skipped: int = 0
    images_replaced: int = 0
    rate_hz: float = 0.0
    latency_ms: float = 0.0
    encode_ms: float = 0.0
    frame: FrameState = FrameState.OK
    new_error: str = ''


def judge(figures: PerceptionFigures, expected_rate_hz: float) -> Health:
    """Name the worst problem of the images, and give all figures."""
    level, message = Level.WARN, ''
    low_s, high_s = _LATENCY_S
    if figures.new_error:
        level, message = Level.ERROR, figures.new_error
    elif figures.rate_hz == 0.0:
        message = 'no image arrives; check the camera and its topic'
    elif figures.rate_hz < _ENOUGH * expected_rate_hz:
        message = (
            f'images arrive at {figures.rate_hz:.1f} Hz, expected {expected_rate_hz:g} Hz; set '
            'expected_rate_hz, or give Fast DDS a larger segment (config/fastdds.xml)'
        )
    elif figures.frame is not FrameState.OK:
        message = f'frames must show the scene, the newest is {figures.frame}; check the camera'
    elif not low_s <= figures.latency_ms / 1000 <= high_s:
        message = (
            f'image stamps must be within {low_s} and {high_s} s of this clock, got '
            f'{figures.latency_ms / 1000:.3f} s; check use_sim_time and the clocks'
        )
    else:
        level, message = Level.OK, 'running'
    values = {
        name: round(value, 1) if isinstance(value, float) else value
        for name, value in asdict(figures).items()
        if name != 'new_error'
    }
    return Health(level, message, values)
