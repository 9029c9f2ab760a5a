# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Health of the camera: counters and measurements, evaluated for /diagnostics."""

from dataclasses import asdict
from dataclasses import dataclass

from vla_common.health import Health
from vla_common.health import Level
from vla_perception.frame_check import FrameState

_MIN_RATE_SHARE = 0.8  # of the expected rate
_LATENCY_RANGE_S = (-0.05, 1.0)


@dataclass
class CameraStatistics:
    """Counters since activation, and the latest measurements."""

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


def evaluate_camera_health(statistics: CameraStatistics, expected_rate_hz: float) -> Health:
    """Return the most severe problem of the camera, with all statistics."""
    level, message = Level.WARN, _warning(statistics, expected_rate_hz)
    if statistics.new_error:
        level, message = Level.ERROR, statistics.new_error
    elif not message:
        level, message = Level.OK, 'running'
    values = {
        name: round(value, 1) if isinstance(value, float) else value
        for name, value in asdict(statistics).items()
        if name != 'new_error'
    }
    return Health(level, message, values)


def _warning(statistics: CameraStatistics, expected_rate_hz: float) -> str:
    """Return the first rule that the images violate, or an empty text."""
    min_s, max_s = _LATENCY_RANGE_S
    latency_s = statistics.latency_ms / 1000
    if statistics.rate_hz == 0.0:
        return 'no images received; check the camera and its topic'
    if statistics.rate_hz < _MIN_RATE_SHARE * expected_rate_hz:
        return (
            f'images must arrive at about {expected_rate_hz:g} Hz, got {statistics.rate_hz:.1f} '
            'Hz; set expected_rate_hz, or give Fast DDS a larger segment (config/fastdds.xml)'
        )
    if statistics.frame is not FrameState.OK:
        return f'images must show the scene, the latest is {statistics.frame}; check the camera'
    if not min_s <= latency_s <= max_s:
        return (
            f'the age of image stamps must be within {min_s} and {max_s} s, got {latency_s:.3f} '
            's; check use_sim_time and the clocks'
        )
    return ''
