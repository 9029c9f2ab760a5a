# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A ticker keeps its rate on a clock that only the test moves."""

from vla_sim.ticker import Ticker


class FakeTime:
    def __init__(self) -> None:
        self.now_s = 0.0

    def clock(self) -> float:
        return self.now_s

    def sleep(self, duration_s: float) -> None:
        self.now_s += duration_s


def test_work_does_not_shift_the_deadlines() -> None:
    time = FakeTime()
    ticker = Ticker(0.02, clock=time.clock, sleep=time.sleep)
    for _ in range(50):
        time.now_s += 0.005
        ticker.wait()
    assert abs(time.now_s - 1.0) < 1e-9
    assert ticker.missed == 0


def test_a_short_delay_is_made_up_for() -> None:
    time = FakeTime()
    ticker = Ticker(0.02, clock=time.clock, sleep=time.sleep)
    time.now_s += 0.1
    for _ in range(10):
        ticker.wait()
    assert abs(time.now_s - 0.2) < 1e-9


def test_a_long_stall_is_given_up_and_counted() -> None:
    time = FakeTime()
    ticker = Ticker(0.02, clock=time.clock, sleep=time.sleep)
    time.now_s += 10.0
    ticker.wait()
    assert ticker.missed == 499
    ticker.wait()
    assert abs(time.now_s - 10.02) < 1e-9
