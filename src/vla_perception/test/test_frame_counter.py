# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Count and rate of frames."""

import threading

import pytest
from vla_perception.frame_counter import FrameCounter


def test_the_rate_is_measured_since_the_last_call() -> None:
    counter = FrameCounter(10.0)
    for _ in range(30):
        counter.add()
    assert counter.take_rate_hz(12.0) == pytest.approx(15.0)
    assert counter.take_rate_hz(13.0) == 0.0
    counter.add()
    assert counter.take_rate_hz(13.5) == pytest.approx(2.0)
    assert counter.take_rate_hz(13.5) == 0.0
    assert counter.total == 31


def test_frames_of_several_threads_are_all_counted() -> None:
    counter = FrameCounter(0.0)
    threads = [
        threading.Thread(target=lambda: [counter.add() for _ in range(1000)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10.0)
    assert counter.total == 4000
    assert counter.take_rate_hz(2.0) == 2000.0
