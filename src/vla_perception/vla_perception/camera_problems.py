# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Problems of the camera, each with a rule, the value received and a remedy."""

from collections.abc import Iterator
from typing import NamedTuple

from vla_perception.camera_statistics import CameraStatistics
from vla_perception.frame_check import FrameState
from vla_perception.frame_counter import WINDOW_S
from vla_perception.shared_memory import SharedMemoryProfile

_MIN_RATE_SHARE = 0.8  # of the expected rate
_MIN_SPAN_S = 1.0  # for a rate
_MAX_LOST_SHARE = 0.02
_MIN_REPEATS = 5
# Depth in millimeters, and unscaled 12-bit images, stay below; gray images use the whole range.
_MIN_GRAY16_MAX = 16384
_LATENCY_RANGE_S = (-0.05, 1.0)


class CameraProblem(NamedTuple):
    """Violated rule: its short name, and the text for people."""

    rule: str
    text: str


def find_camera_problems(
    statistics: CameraStatistics, expected_rate_hz: float, profile: SharedMemoryProfile
) -> list[CameraProblem]:
    """Return the rules that the camera violates; a consequence of another problem is left out."""
    problems = list(_publisher_problems(statistics))
    problems += _transport_problems(statistics, profile)
    if statistics.rate_hz > 0.0:
        problems += _stream_problems(statistics, expected_rate_hz)
        problems += _stamp_problems(statistics)
    elif not (problems or statistics.is_starting):
        problems.append(_silence(statistics))
    return problems


def _publisher_problems(statistics: CameraStatistics) -> Iterator[CameraProblem]:
    for topic, nodes, wrong_types, incompatible in statistics.publishers:
        if len(nodes) > 1:
            yield CameraProblem(
                'one_publisher',
                f'{topic} must have one publisher, got {len(nodes)}: {", ".join(nodes)}; stop or '
                'remap all but one (one that was killed is listed for some seconds)',
            )
        if wrong_types:
            yield CameraProblem(
                'topic_type',
                f'{topic} must be published with one type, got {", ".join(wrong_types)} too; '
                'remap the topic of the camera driver',
            )
        if incompatible:
            yield CameraProblem(
                'reliability',
                f'publishers of {topic} must be reliable because qos_overrides says so, got '
                f'best_effort from {", ".join(incompatible)}; remove the override',
            )


def _transport_problems(
    statistics: CameraStatistics, profile: SharedMemoryProfile
) -> Iterator[CameraProblem]:
    size = statistics.image_bytes
    if 0 < profile.segment_bytes < size:
        yield CameraProblem(
            'segment',
            f'images must be smaller than the shared-memory segment of {profile.segment_bytes} '
            f'bytes, got {size} bytes ({statistics.image_format}); send smaller or compressed '
            f'images, or set segment_size in {profile.path} to at least {3 * size} and start '
            'the camera driver and this node with it',
        )
        return
    lost, received = statistics.recent_lost, statistics.recent_received
    if lost > _MAX_LOST_SHARE * (lost + received):
        kind = f'of {statistics.image_format}, {size} bytes each, ' if size else ''
        yield CameraProblem(
            'lost',
            f'images must not be lost between camera driver and node, got {lost} of '
            f'{lost + received} images {kind}lost in the latest {WINDOW_S:g} s: the driver runs '
            'without a Fast DDS profile with enough shared memory, or its images exceed the '
            f'segment; {profile.remedy}',
        )


def _silence(statistics: CameraStatistics) -> CameraProblem:
    found = [(p.topic, p.nodes[0]) for p in statistics.publishers if p.nodes]
    if found:
        (topic, node), *_ = found
        return CameraProblem(
            'silent_publisher',
            f'no images received: {topic} has the publisher {node}, which sends none; check '
            'the camera and the log of its driver',
        )
    topics = ' or '.join(p.topic for p in statistics.publishers)
    return CameraProblem(
        'no_publisher',
        f'no images received: nothing publishes {topics or "images"}; start the camera driver, '
        'or remap its image topic',
    )


def _stream_problems(
    statistics: CameraStatistics, expected_rate_hz: float
) -> Iterator[CameraProblem]:
    # Lost images are a problem of their own, so the rate is that of the driver.
    rate_hz, is_known = statistics.sent_hz, statistics.sent_span_s >= _MIN_SPAN_S
    if is_known and rate_hz < _MIN_RATE_SHARE * expected_rate_hz:
        yield CameraProblem(
            'rate',
            f'images must arrive at about {expected_rate_hz:g} Hz, got {rate_hz:.1f} Hz from the '
            'camera driver; raise its frame rate (exposure time, USB bandwidth), or set '
            'expected_rate_hz',
        )
    if statistics.visible_share < 1.0:
        yield CameraProblem(
            'view',
            'the camera must see the whole workspace, got '
            f'{statistics.visible_share:.0%} of it; the rest is gray, and nothing is found there. '
            'Move the camera, or correct its pose',
        )
    gray16_max = statistics.gray16_max
    if gray16_max is not None and gray16_max < _MIN_GRAY16_MAX:
        yield CameraProblem(
            'depth',
            f'mono16 images must use the range 0 .. 65535, got values up to {gray16_max}, as in '
            'depth images in mm; remap the color images of the driver in their place',
        )
    elif statistics.frame is not FrameState.OK:
        yield CameraProblem(
            'frame',
            f'images must show the scene, the latest is {statistics.frame}; check the camera',
        )


def _stamp_problems(statistics: CameraStatistics) -> Iterator[CameraProblem]:
    min_s, max_s = _LATENCY_RANGE_S
    latency_s = statistics.latency_ms / 1000
    set_stamp = 'set header.stamp to the time of capture in the camera driver'
    if statistics.stamp_repeats >= _MIN_REPEATS:
        yield CameraProblem(
            'stamp_repeats',
            f'image stamps must increase, got the stamp {statistics.stamp_s:.3f} s in the latest '
            f'{statistics.stamp_repeats + 1} images; {set_stamp}',
        )
    elif statistics.images_encoded and statistics.stamp_s == 0.0:
        yield CameraProblem('no_stamp', f'image stamps must be set, got 0; {set_stamp}')
    elif abs(statistics.stamp_skew_s) > statistics.max_stamp_skew_s:
        yield CameraProblem(
            'skew',
            f'image stamps must be within {statistics.max_stamp_skew_s:g} s of those of the first '
            f'camera, got {statistics.stamp_skew_s:+.3f} s, so this image is not encoded; '
            'synchronize the clocks of both drivers, or set max_stamp_skew_s',
        )
    elif not min_s <= latency_s <= max_s:
        yield CameraProblem(
            'age',
            f'the age of image stamps must be within {min_s} and {max_s} s, got {latency_s:.3f} '
            's; check use_sim_time and the clocks',
        )
