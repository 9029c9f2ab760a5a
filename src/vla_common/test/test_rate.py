# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""SteadyRate on a clock that the test advances."""

import pytest
from vla_common.rate import SteadyRate

PERIOD_S = 0.02


class FakeClock:
    """Clock and waiting function; waiting advances the time."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def read(self) -> float:
        return self.now_s

    def advance(self, duration_s: float) -> None:
        self.now_s += duration_s


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def _rate(clock: FakeClock, max_catch_up: int = 0) -> SteadyRate:
    return SteadyRate(PERIOD_S, max_catch_up=max_catch_up, clock=clock.read, sleep=clock.advance)


def _tick_times(rate: SteadyRate, clock: FakeClock, *work_s: float) -> list[float]:
    """Return the time of each tick; after tick i, the loop works for work_s[i]."""
    times_s = []
    for duration_s in work_s:
        rate.wait()
        times_s.append(round(clock.now_s - 100.0, 6))
        clock.advance(duration_s)
    return times_s


def test_work_within_the_period_does_not_shift_the_deadlines(clock: FakeClock) -> None:
    times_s = _tick_times(_rate(clock), clock, 0.001, 0.015, 0.019, 0.0, 0.0)
    assert times_s == [0.02, 0.04, 0.06, 0.08, 0.10]


def test_a_second_of_ticks_takes_a_second(clock: FakeClock) -> None:
    rate = _rate(clock, max_catch_up=10)
    _tick_times(rate, clock, *[0.005] * 50)
    assert clock.now_s == pytest.approx(101.005)
    assert rate.skipped == 0


def test_a_delay_of_less_than_a_period_does_not_shift_the_deadlines(clock: FakeClock) -> None:
    times_s = _tick_times(_rate(clock), clock, 0.0, 0.03, 0.0, 0.0)
    assert times_s == [0.02, 0.04, 0.07, 0.08]


def test_without_catch_up_missed_deadlines_are_skipped_and_counted(clock: FakeClock) -> None:
    rate = _rate(clock)
    assert _tick_times(rate, clock, 0.0, 1.0, 0.0, 0.0) == [0.02, 0.04, 1.04, 1.06]
    assert rate.skipped == 49


def test_with_catch_up_a_short_delay_is_made_up_for(clock: FakeClock) -> None:
    rate = _rate(clock, max_catch_up=10)
    clock.advance(0.1)
    _tick_times(rate, clock, *[0.0] * 10)
    assert clock.now_s == pytest.approx(100.2)
    assert rate.skipped == 0


def test_with_catch_up_a_long_delay_is_skipped_and_counted(clock: FakeClock) -> None:
    rate = _rate(clock, max_catch_up=10)
    clock.advance(10.0)
    rate.wait()
    assert rate.skipped == 499
    rate.wait()
    assert clock.now_s == pytest.approx(110.02)


def test_the_maximum_delay_is_reset_when_it_is_taken(clock: FakeClock) -> None:
    rate = _rate(clock)
    _tick_times(rate, clock, 0.0, 0.03, 0.0)
    assert rate.take_max_delay_s() == pytest.approx(0.01)
    assert rate.take_max_delay_s() == 0.0


def test_the_default_clock_is_the_steady_one() -> None:
    rate = SteadyRate(0.001)
    for _ in range(3):
        rate.wait()
    assert 0.0 <= rate.take_max_delay_s() < 60.0


def test_a_new_period_applies_from_the_next_deadline_on(clock: FakeClock) -> None:
    rate = _rate(clock)
    rate.wait()
    rate.period_s = 0.05
    assert _tick_times(rate, clock, 0.0, 0.0, 0.0) == [0.04, 0.09, 0.14]


def test_a_sleep_that_is_woken_starts_the_deadlines_anew(clock: FakeClock) -> None:
    wakes_s = iter([None, 0.005, None, None])

    def sleep(duration_s: float) -> bool:
        wake_s = next(wakes_s)
        clock.advance(duration_s if wake_s is None else wake_s)
        return wake_s is not None

    rate = SteadyRate(PERIOD_S, clock=clock.read, sleep=sleep)
    assert _tick_times(rate, clock, *[0.0] * 4) == [0.02, 0.025, 0.045, 0.065]
    assert (rate.skipped, rate.take_max_delay_s()) == (0, pytest.approx(0.0))
