# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
from vla_common.latency_window import LatencyWindow


def test_percentiles_are_in_milliseconds() -> None:
    window = LatencyWindow('image_to_features')
    for value in range(1, 102):
        window.add(0.001 * value)
    assert window.values() == {
        'image_to_features_n': 101,
        'image_to_features_p50_ms': '51.0',
        'image_to_features_p90_ms': '91.0',
        'image_to_features_p99_ms': '100.0',
    }


def test_only_the_newest_durations_count() -> None:
    window = LatencyWindow('plan', size=3)
    for value in (9.0, 0.001, 0.002, 0.003):
        window.add(value)
    assert window.values()['plan_p99_ms'] == '3.0'
    assert window.values()['plan_n'] == 3


def test_without_durations_there_are_no_values() -> None:
    assert LatencyWindow('plan').values() == {}
