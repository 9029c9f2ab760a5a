# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules of the camera, each with a text of its own."""

from dataclasses import replace
from typing import Any

import pytest
from vla_perception.camera_problems import find_camera_problems
from vla_perception.camera_statistics import CameraStatistics
from vla_perception.frame_check import FrameState
from vla_perception.image_subscriptions import TopicPublishers
from vla_perception.shared_memory import SharedMemoryProfile

RAW = TopicPublishers('/camera/image_raw', ('/driver',))
PACKED = TopicPublishers('/camera/image_raw/compressed')
GOOD = CameraStatistics(
    images_received=120,
    images_encoded=120,
    rate_hz=30.0,
    sent_hz=30.0,
    sent_span_s=4.0,
    latency_ms=20.0,
    image_format='640 x 480 rgb8',
    image_bytes=921600,
    stamp_s=1234.5,
    recent_received=120,
    publishers=(RAW, PACKED),
)
PROFILE = SharedMemoryProfile('FASTDDS_DEFAULT_PROFILES_FILE', '/w/fastdds.xml', 16777216)
SILENT = {'rate_hz': 0.0, 'recent_received': 0}


def problems(expected_rate_hz: float = 30.0, **changes: Any) -> dict[str, str]:
    found = find_camera_problems(replace(GOOD, **changes), expected_rate_hz, PROFILE)
    return {problem.rule: problem.text for problem in found}


def test_a_good_camera_has_no_problems() -> None:
    assert problems() == {}
    assert problems(recent_lost=2) == {}
    assert problems(gray16_max=65000) == {}


def test_a_camera_that_starts_with_the_node_is_no_problem() -> None:
    assert problems(**SILENT, is_starting=True) == {}
    assert list(problems(**SILENT, recent_lost=9, is_starting=True)) == ['lost']


def test_an_expected_rate_of_zero_accepts_any_rate() -> None:
    assert problems(0.0, sent_hz=0.5) == {}


@pytest.mark.parametrize(
    ('changes', 'rule', 'texts'),
    [
        (
            {'publishers': (RAW._replace(nodes=('/a', '/b')), PACKED)},
            'one_publisher',
            ['/camera/image_raw must have one publisher, got 2: /a, /b; stop'],
        ),
        (
            {'publishers': (RAW._replace(wrong_types=('std_msgs/msg/String',)), PACKED)},
            'topic_type',
            ['one type, got std_msgs/msg/String too'],
        ),
        (
            {'publishers': (RAW._replace(incompatible=('/driver',)), PACKED)},
            'reliability',
            ['best_effort from /driver', 'remove the override'],
        ),
        (
            {'image_bytes': 24883200, 'image_format': '3840 x 2160 rgb8', 'recent_lost': 80},
            'segment',
            ['16777216 bytes, got 24883200 bytes (3840 x 2160 rgb8)', 'in /w/fastdds.xml'],
        ),
        (
            {'rate_hz': 10.0, 'recent_received': 40, 'recent_lost': 80},
            'lost',
            [
                'got 80 of 120 images of 640 x 480 rgb8, 921600 bytes each, lost',
                'run "export FASTDDS_DEFAULT_PROFILES_FILE=/w/fastdds.xml", then start the driver',
            ],
        ),
        (
            {**SILENT, 'recent_lost': 120, 'image_bytes': 0},
            'lost',
            ['got 120 of 120 images lost in the latest 4 s'],
        ),
        (SILENT, 'silent_publisher', ['no images received', 'the publisher /driver']),
        (
            {**SILENT, 'publishers': (RAW._replace(nodes=()), PACKED)},
            'no_publisher',
            ['no images received', '/camera/image_raw or /camera/image_raw/compressed'],
        ),
        ({'sent_hz': 23.9}, 'rate', ['about 30 Hz, got 23.9 Hz', 'expected_rate_hz']),
        ({'sent_hz': 1.0, 'recent_received': 4}, 'rate', ['got 1.0 Hz from the camera driver']),
        (
            {'stamp_skew_s': -3.2, 'max_stamp_skew_s': 0.1},
            'skew',
            ['within 0.1 s of those of the first camera, got -3.200 s', 'synchronize the clocks'],
        ),
        ({'gray16_max': 4012}, 'depth', ['got values up to 4012', 'remap the color images']),
        ({'frame': FrameState.FROZEN}, 'frame', ['frozen']),
        ({'frame': FrameState.BLACK}, 'frame', ['black']),
        (
            {'stamp_repeats': 29, 'latency_ms': 9000.0},
            'stamp_repeats',
            ['got the stamp 1234.500 s in the latest 30 images'],
        ),
        ({'stamp_s': 0.0, 'latency_ms': 1e12}, 'no_stamp', ['must be set, got 0']),
        ({'latency_ms': -60.0}, 'age', ['got -0.060 s']),
        ({'latency_ms': 5000.0}, 'age', ['got 5.000 s']),
    ],
)
def test_a_problem_has_one_text_of_its_own(
    changes: dict[str, Any], rule: str, texts: list[str]
) -> None:
    found = problems(**changes)
    assert list(found) == [rule]
    for text in texts:
        assert text in found[rule]


def test_the_rate_is_not_judged_in_the_first_second() -> None:
    assert problems(sent_hz=4.0, sent_span_s=0.9) == {}
    assert list(problems(sent_hz=4.0, sent_span_s=1.1)) == ['rate']


def test_independent_problems_are_all_found() -> None:
    found = problems(
        publishers=(RAW._replace(nodes=('/a', '/b')), PACKED),
        rate_hz=5.0,
        sent_hz=10.0,
        recent_received=20,
        recent_lost=20,
        frame=FrameState.BLACK,
        stamp_repeats=9,
    )
    assert list(found) == ['one_publisher', 'lost', 'rate', 'frame', 'stamp_repeats']
    assert 'got 10.0 Hz from the camera driver' in found['rate']


def test_without_a_profile_the_segment_is_not_judged() -> None:
    unknown = SharedMemoryProfile('FASTDDS_DEFAULT_PROFILES_FILE', 'config/fastdds.xml')
    assert find_camera_problems(replace(GOOD, image_bytes=24883200), 30.0, unknown) == []
