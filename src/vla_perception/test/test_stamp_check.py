# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Duplicate stamps, and stamps that never change."""

from vla_perception.stamp_check import StampCheck

START_NS = 5_000_000_000


def duplicates(*stamps_ns: int) -> list[bool]:
    check = StampCheck()
    return [check.is_duplicate(stamp_ns) for stamp_ns in stamps_ns]


def test_the_same_and_earlier_stamps_are_duplicates() -> None:
    assert duplicates(START_NS, START_NS, START_NS - 1, START_NS + 1) == [False, True, True, False]


def test_a_clock_that_was_set_back_and_missing_stamps_give_no_duplicates() -> None:
    assert duplicates(START_NS, START_NS - 2_000_000_000, 0, 0) == [False] * 4


def test_repeats_of_one_stamp_are_counted_until_it_changes() -> None:
    check = StampCheck()
    counts = []
    for stamp_ns in (START_NS, START_NS, START_NS, START_NS + 1, 0, 0):
        check.is_duplicate(stamp_ns)
        counts.append(check.repeats)
    assert counts == [0, 1, 2, 0, 0, 0]
