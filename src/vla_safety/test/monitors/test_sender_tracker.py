# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of messages of one topic that come from two senders in turn."""

from hypothesis import given
from hypothesis import strategies as st
from vla_safety.monitors.sender_tracker import SenderTracker


def _tracker(messages: list[tuple[bytes, int]], period_s: float = 0.02) -> SenderTracker:
    tracker = SenderTracker()
    for i, (gid, sequence) in enumerate(messages):
        tracker.record(gid, sequence, i * period_s)
    return tracker


def test_two_senders_in_turn_are_detected_and_forgotten() -> None:
    tracker = _tracker([(b'a', 1), (b'b', 1), (b'a', 2)])
    assert tracker.alternates(0.04)
    assert tracker.alternates(2.0)
    assert not tracker.alternates(2.1)


def test_a_restarted_sender_is_not_a_second_one() -> None:
    assert not _tracker(
        [(b'a', i) for i in range(100)] + [(b'b', i) for i in range(300)]
    ).alternates(2.0)


def test_without_ids_the_sequence_numbers_separate_the_senders() -> None:
    assert _tracker([(b'', 500), (b'', 501), (b'', 1), (b'', 502)]).alternates(0.06)
    assert _tracker([(b'', 7), (b'', 7), (b'', 8), (b'', 8)]).alternates(0.06)


@given(
    first=st.integers(1, 10**6),
    steps=st.lists(st.integers(1, 20), min_size=1, max_size=200),
    restart=st.integers(0, 200),
)
def test_one_sender_without_id_that_loses_messages_and_restarts_is_one(
    first: int, steps: list[int], restart: int
) -> None:
    tracker, sequence = SenderTracker(), first
    for i, step in enumerate(steps):
        sequence = 1 if i == restart else sequence + step
        # A restart takes longer than a period.
        now_s = i * 0.02 + (0.5 if i >= restart else 0.0)
        tracker.record(b'', sequence, now_s)
        assert not tracker.alternates(now_s)


def test_a_slow_second_sender_is_detected() -> None:
    messages = [(b'a', i) for i in range(100)]
    messages.insert(50, (b'b', 1))
    assert _tracker(messages).alternates(2.0)
