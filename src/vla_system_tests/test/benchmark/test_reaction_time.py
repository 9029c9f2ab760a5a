# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reaction time."""

from typing import Any

import pytest
from vla_system_tests.benchmark.reaction_time import executed_actions
from vla_system_tests.benchmark.reaction_time import ImageAction
from vla_system_tests.benchmark.reaction_time import reaction_times_s

MS = 1_000_000


def test_an_image_counts_until_the_first_action_from_it_or_a_later_one() -> None:
    actions = [
        ImageAction(0, 20 * MS),
        ImageAction(66 * MS, 90 * MS),
        ImageAction(99 * MS, 130 * MS),
    ]
    times_s = reaction_times_s([0, 33 * MS, 66 * MS, 99 * MS, 132 * MS], actions)
    assert times_s == pytest.approx([0.057, 0.024, 0.031])


@pytest.mark.parametrize('actions', [[], [ImageAction(0, 1)]])
def test_without_two_actions_no_image_counts(actions: list[ImageAction]) -> None:
    assert reaction_times_s([0, 5, 10], actions) == []


def record(kind: str, command_id: str, sequence: int, **values: Any) -> dict[str, Any]:
    return {'kind': kind, 'command_id': command_id, 'sequence': sequence, **values}


def test_executed_chunks_are_actions_of_their_command() -> None:
    records = [
        {'kind': 'state'},
        record('chunk', 'a', 1, stamp_ns=50),
        record('motion', 'a', 1, latency_s=1e-7),
        record('chunk', 'a', 2, stamp_ns=100),
        record('chunk', 'a', 3, stamp_ns=150),
        record('motion', 'a', 2, latency_s=1e-7),
        record('chunk', 'b', 2, stamp_ns=200),
        record('motion', 'b', 2, latency_s=2e-7),
        record('motion', 'b', 9, latency_s=2e-7),
    ]
    assert executed_actions(records, since_ns=60) == [
        [ImageAction(100, 200)],
        [ImageAction(200, 400)],
    ]
