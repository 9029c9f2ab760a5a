# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reaction to a change of the scene, from what was recorded in one run."""

from itertools import islice
from itertools import pairwise

import pytest
from vla_system_tests.benchmark.scene_change import change_times_s
from vla_system_tests.benchmark.scene_change import executed_chunks
from vla_system_tests.benchmark.scene_change import ExecutedChunk
from vla_system_tests.benchmark.scene_change import reaction_figures
from vla_system_tests.benchmark.scene_change import reactions_s
from vla_system_tests.benchmark.scene_change import SceneChange

OLD, NEW = (0.4, 0.1), (0.4, 0.16)
CHANGES = [SceneChange(9.0, OLD), SceneChange(10.0, NEW)]


def chunks(*targets_m: tuple[float, float], command_id: str = 'a') -> list[ExecutedChunk]:
    """Return chunks that are executed from 9.9 s on, one each 0.2 s."""
    return [
        ExecutedChunk(9.9 + 0.2 * number, command_id, target_m)
        for number, target_m in enumerate(targets_m)
    ]


def test_changes_have_random_times_with_bounded_intervals() -> None:
    times_s = list(islice(change_times_s(5.0), 50))
    intervals_s = [after - before for before, after in pairwise([5.0, *times_s])]
    assert all(0.5 <= interval <= 0.9 for interval in intervals_s)
    assert len(set(intervals_s)) == len(intervals_s)


def test_a_chunk_follows_if_its_target_is_nearer_to_the_new_place() -> None:
    blended = (0.4, 0.12), (0.4, 0.14)
    found_s, missed = reactions_s(CHANGES, chunks(OLD, blended[0], blended[1], NEW))
    assert (found_s, missed) == ([pytest.approx(0.3)], 0)


@pytest.mark.parametrize(
    'executed',
    [
        [],
        chunks(OLD, NEW),  # the command ends soon after the change
        chunks(NEW, NEW, NEW, NEW),  # the change before was not followed
        chunks(OLD)[:1] + chunks(OLD, NEW, NEW, NEW, command_id='b')[1:],  # another command
    ],
)
def test_changes_that_no_command_must_follow_do_not_count(executed: list[ExecutedChunk]) -> None:
    assert reactions_s(CHANGES, executed) == ([], 0)


def test_a_change_that_is_not_followed_before_the_next_one_is_missed() -> None:
    changes = [*CHANGES, SceneChange(10.6, OLD)]
    found_s, missed = reactions_s(changes, chunks(OLD, OLD, OLD, OLD, NEW, NEW, OLD))
    assert (found_s, missed) == ([], 1)


def test_time_of_a_chunk_is_that_of_its_first_action() -> None:
    records = [
        {'kind': 'chunk', 'command_id': 'a', 'sequence': 1, 'stamp_ns': 2_000_000_000},
        {'kind': 'state'},
        {'kind': 'chunk', 'command_id': 'a', 'sequence': 2, 'stamp_ns': 3_000_000_000},
        {'kind': 'motion', 'command_id': 'a', 'sequence': 1, 'latency_s': 0.25},
    ]
    assert executed_chunks(records, {('a', 1): OLD, ('a', 2): NEW}) == [
        ExecutedChunk(2.25, 'a', OLD)
    ]
    assert executed_chunks(records, {}) == []


def test_figures_have_the_mean_and_the_missed_changes() -> None:
    figures = reaction_figures([0.05, 0.15], 3)
    assert (figures['n'], figures['mean_ms'], figures['missed']) == (2, 100.0, 3)
    assert reaction_figures([], 1)['mean_ms'] == 0.0
