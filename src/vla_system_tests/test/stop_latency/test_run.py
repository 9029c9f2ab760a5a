# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Measurement of one stop on a simulated stimulus."""

from collections.abc import Callable
import random
import time
from types import SimpleNamespace
from typing import Any

import pytest
from stop_latency_samples import LIMITS
from vla_interfaces.msg import SafetyStatus
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.stop_latency import run
from vla_system_tests.stop_latency.cases import CASES
from vla_system_tests.stop_latency.run import ramp_of
from vla_system_tests.stop_latency.run import StopLatencyError


class FakeStimulus:
    """Robot that moves, and a safety node that stops it after 20 ms, unless it is disabled."""

    def __init__(self, *, moves: bool = True, stops: bool = True) -> None:
        self.motion = MotionLog()
        self.state = int(SafetyStatus.ACTIVE)
        self.started: list[float] = []
        self.client = SimpleNamespace(
            wait_for=self._wait_for,
            trigger_async=lambda service: None,
            safety_status=SafetyStatus(reason='chunk_stale', message='chunk too old'),
        )
        self._moves, self._stops = moves, stops

    def start_motion(self, speed_m_s: float) -> None:
        self.started.append(speed_m_s)

    def is_moving(self) -> bool:
        return self._moves

    def silence(self, part: str) -> float:
        assert part == 'policy'
        now_s = time.monotonic()
        for after_s, x in ((0.01, 0.0), (0.02, 0.1)):
            self.motion.add_action(now_s + after_s, 0.0, (x, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0))
        if self._stops:
            self.state = int(SafetyStatus.HOLD)
        return now_s

    def _wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        end_s = time.monotonic() + min(timeout_s, 0.5)
        while not condition():
            if time.monotonic() > end_s:
                return False
            time.sleep(0.01)
        return True


def measure_once(stimulus: Any) -> run.StopLatencySample:
    return run._measure_once(CASES['policy_dead'], stimulus, LIMITS, random.Random(1))


def test_time_from_the_cause_to_the_last_motion_is_measured() -> None:
    stimulus = FakeStimulus()
    sample = measure_once(stimulus)
    assert sample.took_s == pytest.approx(0.02, abs=1e-3)
    assert sample.declared_s == LIMITS['max_chunk_age_s']
    assert sample.reason == 'chunk_stale'
    assert 0.1 <= stimulus.started[0] <= 0.45


def test_robot_that_does_not_stop_has_an_infinite_latency() -> None:
    assert measure_once(FakeStimulus(stops=False)).took_s == float('inf')


def test_robot_that_does_not_move_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, '_MOTION_TIMEOUT_S', 0.0)
    with pytest.raises(StopLatencyError, match='must move within 0 s; safety status: chunk too'):
        measure_once(FakeStimulus(moves=False))


def test_ramp_follows_from_speed_and_limits() -> None:
    assert ramp_of(LIMITS, 0.3) == pytest.approx(0.3 / 3.0 + 0.1)
    assert ramp_of(LIMITS, 0.0) == pytest.approx(0.1)
