# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sleep between two ticks."""

import threading
import time

import pytest
from vla_safety.playback.tick_sleep import TickSleep

PERIOD_S = 0.02


class SteppedClock:
    """Clock that only the sleep of the test advances."""

    def __init__(self) -> None:
        self.now_s = 50.0

    def read(self) -> float:
        return self.now_s

    def advance(self, duration_s: float) -> None:
        self.now_s += duration_s


def make(clock: SteppedClock) -> TickSleep:
    return TickSleep(PERIOD_S, clock=clock.read, sleep=clock.advance)


def test_without_a_start_the_sleep_takes_its_time() -> None:
    sleep, start_s = TickSleep(PERIOD_S), time.monotonic()
    assert sleep(0.02) is False
    assert time.monotonic() - start_s >= 0.019


def test_a_start_ends_the_sleep_once() -> None:
    clock = SteppedClock()
    sleep = make(clock)
    sleep.start()
    assert sleep(10.0) is True
    assert clock.now_s == 50.0
    assert sleep(0.0) is False


def test_a_start_in_another_thread_ends_a_sleep_that_has_begun() -> None:
    sleep = TickSleep(PERIOD_S)
    timer = threading.Timer(0.05, sleep.start)
    timer.start()
    assert sleep(30.0) is True
    timer.join()


@pytest.mark.parametrize(('since_s', 'left_s'), [(0.005, 0.015), (0.02, 0.0), (1.0, 0.0)])
def test_two_poses_are_never_closer_than_a_period(since_s: float, left_s: float) -> None:
    """The robot may have come to rest in the tick before."""
    clock = SteppedClock()
    sleep = make(clock)
    sleep.record_sent()
    clock.advance(since_s)
    sleep.start()
    assert sleep(1.0) is True
    assert clock.now_s == pytest.approx(50.0 + since_s + left_s)
