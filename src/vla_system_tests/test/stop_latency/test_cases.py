# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Table of the causes of a stop."""

from types import SimpleNamespace
from typing import Any

from stop_latency_samples import LIMITS
from vla_system_tests.stop_latency.cases import CASES


def test_dead_inputs_and_stops_are_measured_with_time_outs_of_the_node() -> None:
    assert {
        'camera_dead',
        'camera_frozen',
        'policy_dead',
        'perception_dead',
        'language_dead',
        'stop_service',
        'stop_word',
    } <= set(CASES)
    assert all(LIMITS[case.limit] > 0 for case in CASES.values() if case.limit)
    assert all(case.bar_s <= 0.1 for case in CASES.values())
    assert CASES['stop_service'].bar_s == CASES['stop_word'].bar_s == 0.06


def test_causes_are_injected_through_stimulus_and_client() -> None:
    calls: list[str] = []

    def silence(part: str) -> float:
        calls.append(part)
        return 7.0

    client = SimpleNamespace(publish_command=calls.append, trigger_async=calls.append)
    stimulus: Any = SimpleNamespace(silence=silence, client=client)
    assert CASES['language_dead'].inject(stimulus) == 7.0
    assert CASES['stop_word'].inject(stimulus) > 0
    assert CASES['stop_service'].inject(stimulus) > 0
    assert calls == ['language', 'please stop', 'stop']
