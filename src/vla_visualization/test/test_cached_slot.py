# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Latest message as converted data."""

import pytest
from vla_visualization.cached_slot import CachedSlot


class SlotClock:
    now_s = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SlotClock:
    clock = SlotClock()
    monkeypatch.setattr('vla_visualization.cached_slot.time.monotonic', lambda: clock.now_s)
    return clock


def test_only_the_latest_message_is_converted_and_only_once() -> None:
    calls: list[str] = []
    slot = CachedSlot[str, int](lambda text: calls.append(text) or int(text))
    assert slot.read() is None
    slot.put('1')
    slot.put('2')
    assert [slot.read(), slot.read()] == [2, 2]
    assert calls == ['2']


def test_old_messages_are_discarded(clock: SlotClock) -> None:
    slot = CachedSlot[str, int](int, max_age_s=2.0)
    slot.put('1')
    clock.now_s += 1.9
    assert slot.read() == 1
    clock.now_s += 0.2
    assert slot.read() is None
    slot.put('3')
    assert slot.read() == 3


def test_an_invalid_message_has_a_problem_until_it_is_replaced_or_old(clock: SlotClock) -> None:
    slot = CachedSlot[str, int](int, max_age_s=2.0)
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
    slot = CachedSlot[str, int](int)
    slot.put('1')
    assert slot.read() == 1
    slot.clear()
    assert slot.read() is None
