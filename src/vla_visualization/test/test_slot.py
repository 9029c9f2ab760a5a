# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The newest message as data."""

import pytest
from vla_visualization.slot import Slot


class Clock:
    now_s = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr('vla_visualization.slot.time.monotonic', lambda: clock.now_s)
    return clock


def test_the_newest_is_converted_once() -> None:
    calls: list[str] = []
    slot = Slot[str, int](lambda text: calls.append(text) or int(text))
    assert slot.read() is None
    slot.put('1')
    slot.put('2')
    assert [slot.read(), slot.read()] == [2, 2]
    assert calls == ['2']


def test_old_data_are_forgotten(clock: Clock) -> None:
    slot = Slot[str, int](int, keep_s=2.0)
    slot.put('1')
    clock.now_s += 1.9
    assert slot.read() == 1
    clock.now_s += 0.2
    assert slot.read() is None
    slot.put('3')
    assert slot.read() == 3


def test_what_cannot_be_read_says_why_until_it_is_replaced_or_old(clock: Clock) -> None:
    slot = Slot[str, int](int, keep_s=2.0)
    slot.put('x')
    assert slot.read() is None
    assert 'invalid literal' in slot.problem
    slot.put('5')
    assert slot.read() == 5
    assert slot.problem == ''
    slot.put('y')
    assert slot.read() is None
    clock.now_s += 3
    assert slot.read() is None
    assert slot.problem == ''


def test_a_cleared_slot_is_empty() -> None:
    slot = Slot[str, int](int)
    slot.put('1')
    assert slot.read() == 1
    slot.clear()
    assert slot.read() is None
