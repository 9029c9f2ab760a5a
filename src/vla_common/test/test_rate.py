# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The beat of the control loop on a clock that the test moves."""

from types import SimpleNamespace

import pytest
from vla_common import rate
from vla_common.rate import Pacer


class Clock:
    """Stand in for the time module; sleeping moves the time on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s = 100.0
        fake = SimpleNamespace(monotonic=lambda: self.now_s, sleep=self.work)
        monkeypatch.setattr(rate, 'time', fake)

    def work(self, duration_s: float) -> None:
        self.now_s += duration_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def _beats(pacer: Pacer, clock: Clock, *work_s: float) -> list[float]:
    beats = []
    for duration_s in work_s:
        pacer.wait()
        beats.append(round(clock.now_s - 100.0, 6))
        clock.work(duration_s)
    return beats


def test_ticks_keep_to_the_grid_whatever_the_work_takes(clock: Clock) -> None:
    beats = _beats(Pacer(0.02), clock, 0.001, 0.015, 0.019, 0.0, 0.0)
    assert beats == [0.02, 0.04, 0.06, 0.08, 0.10]


def test_a_late_tick_does_not_shift_the_grid(clock: Clock) -> None:
    assert _beats(Pacer(0.02), clock, 0.0, 0.03, 0.0, 0.0) == [0.02, 0.04, 0.07, 0.08]


def test_missed_ticks_are_left_out(clock: Clock) -> None:
    beats = _beats(Pacer(0.02), clock, 0.0, 1.0, 0.0, 0.0)
    assert beats == [0.02, 0.04, 1.04, 1.06]


def test_the_worst_delay_is_told_once(clock: Clock) -> None:
    pacer = Pacer(0.02)
    _beats(pacer, clock, 0.0, 0.03, 0.0)
    assert pacer.take_worst_late_s() == pytest.approx(0.01)
    assert pacer.take_worst_late_s() == 0.0
