# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Latest value, passed between threads."""

import threading
import time

from vla_common.latest_value import LatestValue


def test_the_latest_value_is_taken_once_and_the_others_are_counted() -> None:
    slot = LatestValue[str]()
    for value in ('a', 'b', 'c'):
        slot.put(value)
    assert slot.take() == 'c'
    assert slot.take() is None
    assert slot.dropped == 2


def test_peek_returns_taken_and_new_values() -> None:
    slot = LatestValue[int]()
    assert slot.peek() is None
    slot.put(1)
    assert slot.peek() == 1
    assert slot.take() == 1
    assert slot.peek() == 1


def test_clear_discards_the_value() -> None:
    slot = LatestValue[int]()
    slot.put(1)
    slot.clear()
    assert slot.peek() is None
    assert slot.take() is None


def test_take_returns_none_after_the_timeout() -> None:
    start = time.monotonic()
    assert LatestValue[int]().take(0.05) is None
    assert 0.04 < time.monotonic() - start < 2.0


def test_a_put_wakes_the_waiting_thread() -> None:
    slot, taken = LatestValue[int](), []
    reader = threading.Thread(target=lambda: taken.append(slot.take(10.0)))
    reader.start()
    slot.put(7)
    reader.join(5.0)
    assert taken == [7]


def test_no_value_is_taken_twice_or_out_of_order() -> None:
    slot, taken, count = LatestValue[int](), [], 2000

    def read() -> None:
        while not taken or taken[-1] != count:
            value = slot.take(1.0)
            if value is None:
                return
            taken.append(value)

    reader = threading.Thread(target=read)
    reader.start()
    for value in range(1, count + 1):
        slot.put(value)
    reader.join(10.0)
    assert taken[-1] == count
    assert taken == sorted(set(taken))
    assert len(taken) + slot.dropped == count
