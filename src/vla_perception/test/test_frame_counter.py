# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Count and rate of frames."""

import threading

import pytest
from vla_perception.frame_counter import FrameCounter
from vla_perception.frame_counter import WINDOW_S


def counter_of(rate_hz: float, duration_s: float) -> FrameCounter:
    counter = FrameCounter()
    for number in range(round(rate_hz * duration_s) + 1):
        counter.add(100.0 + number / rate_hz)
    return counter


@pytest.mark.parametrize('rate_hz', [0.5, 1.0, 15.0, 30.0, 240.0])
def test_the_rate_does_not_depend_on_the_time_of_the_call(rate_hz: float) -> None:
    counter = counter_of(rate_hz, 10.0)
    for delay_s in (0.0, 0.3, 0.9):
        assert counter.rate_hz(110.0 + delay_s) == pytest.approx(rate_hz, rel=0.02)
    assert counter.total == round(rate_hz * 10.0) + 1


def test_the_rate_is_known_from_the_second_frame_on() -> None:
    counter = FrameCounter()
    assert counter.rate_hz(10.0) == 0.0
    counter.add(10.0)
    assert counter.rate_hz(11.0) == 1.0
    counter.add(10.1)
    assert counter.rate_hz(10.1) == pytest.approx(10.0)


def test_a_camera_that_stopped_has_the_rate_zero() -> None:
    assert counter_of(30.0, 10.0).rate_hz(111.4) == pytest.approx(30.0)
    assert counter_of(30.0, 10.0).rate_hz(111.6) == 0.0
    assert counter_of(1.0, 10.0).rate_hz(112.4) == pytest.approx(1.0)
    assert counter_of(1.0, 10.0).rate_hz(112.6) == 0.0


def test_the_span_begins_with_the_first_recent_frame() -> None:
    assert FrameCounter().span_s(10.0) == 0.0
    counter = counter_of(1.0, 10.0)
    assert counter.span_s(110.5) == pytest.approx(3.5)
    assert counter.span_s(120.0) == 0.0


def test_old_frames_are_not_recent() -> None:
    counter = FrameCounter()
    counter.add(10.0, 7)
    counter.add(12.0, 2)
    assert counter.recent(12.0) == 9
    assert counter.recent(10.5 + WINDOW_S) == 2
    assert counter.total == 9


def test_frames_of_several_threads_are_all_counted() -> None:
    counter = FrameCounter()
    threads = [
        threading.Thread(target=lambda: [counter.add(1.0) for _ in range(1000)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10.0)
    assert counter.total == 4000
    assert counter.recent(2.0) == 4000
