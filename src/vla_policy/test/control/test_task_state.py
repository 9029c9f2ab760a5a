# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Task state: phase tracking along executed chunks, and filtering of the goal."""

from dataclasses import replace
import math

import numpy as np
from policy_samples import sample_chunk
import pytest
from vla_policy.control.task_state import GoalEstimate
from vla_policy.control.task_state import GoalFilter
from vla_policy.control.task_state import PhaseTracker
from vla_policy.control.task_state import PlayedChunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

A, D, G = Phase.APPROACH, Phase.DESCEND, Phase.GRASP


@pytest.mark.parametrize(
    ('elapsed_s', 'phase', 'time_s'),
    [
        (0.0, A, 0.0),
        (0.04, A, 0.04),
        (0.06, A, 0.06),
        (0.2, A, 0.2),
        (0.3, D, 0.0),
        (0.4, D, 0.1),
        (0.5, G, 0.0),
        (9.9, G, 9.4),
        (-1.0, A, 0.0),
    ],
)
def test_the_tracker_follows_the_executed_steps(
    elapsed_s: float, phase: Phase, time_s: float
) -> None:
    played = PlayedChunk(sample_chunk(A, A, D, D, G, stamp_s=10.0), 10.0, 10.0)
    tracker = PhaseTracker().advanced(played, 10.0 + elapsed_s)
    assert tracker.phase == phase
    assert tracker.time_in_phase_s == pytest.approx(time_s)


def test_time_in_a_phase_accumulates_over_chunks() -> None:
    tracker = PhaseTracker(D, 0.3).advanced(PlayedChunk(sample_chunk(D, D, D), 0.0, 0.0), 0.2)
    assert tracker == PhaseTracker(D, pytest.approx(0.5))


def test_the_tracked_phase_is_an_enum_member() -> None:
    assert isinstance(
        PhaseTracker().advanced(PlayedChunk(sample_chunk(D), 0.0, 0.0), 0.1).phase, Phase
    )


def test_a_late_chunk_counts_from_its_start() -> None:
    played = PlayedChunk(sample_chunk(A, A, D, D, stamp_s=10.0), 10.3, 10.0)
    assert PhaseTracker(A, 1.0).advanced(played, 10.4) == PhaseTracker(D, pytest.approx(0.0))


def test_each_failed_grasp_offsets_the_next_one() -> None:
    tracker, offsets = PhaseTracker(), []
    for number in range(6):
        offsets.append(tuple(tracker.search_offset_m))
        played = PlayedChunk(sample_chunk(G, Phase.LIFT, A), float(number), float(number))
        tracker = tracker.advanced(played, number + 0.3)
    assert tracker.failed_grasps == 6
    assert offsets[0] == (0.0, 0.0)
    assert len(set(offsets)) == 5
    assert max(np.linalg.norm(offsets, axis=1)) <= 0.015


def test_a_descent_that_takes_too_long_restarts_the_task() -> None:
    tracker = PhaseTracker(D, 3.9)
    assert tracker.recover_if_stuck() == tracker
    tracker = PhaseTracker(D, 4.1).recover_if_stuck()
    assert tracker == PhaseTracker(A, 0.0, 1)


def test_a_moved_target_is_not_a_failed_grasp() -> None:
    tracker = PhaseTracker().advanced(PlayedChunk(sample_chunk(D, G, A), 0.0, 0.0), 0.3)
    assert tracker.phase == A
    assert tracker.failed_grasps == 0


def test_an_uncertain_estimate_is_ignored() -> None:
    wide = replace(_goal(0.5, goal_y=0.3), spread_m=(0.1, 0.1))
    filtered = GoalFilter(_goal(0.5)).update(wide, TaskKind.PLACE, A)
    assert np.allclose(filtered.goal.destination, (0.4, 0.2))


def _goal(x: float = 0.5, goal_y: float = 0.2, yaw: float = 0.0) -> GoalEstimate:
    return GoalEstimate(np.array([x, 0.0]), np.array([0.4, goal_y]), yaw)


def test_small_changes_are_smoothed() -> None:
    filtered = GoalFilter(_goal(0.500), gain=0.3).update(_goal(0.510), TaskKind.PICK, A)
    assert filtered.goal.target[0] == pytest.approx(0.503)


def test_the_filter_converges_for_a_static_scene() -> None:
    filtered = GoalFilter(_goal(0.500))
    for _ in range(20):
        filtered = filtered.update(_goal(0.510), TaskKind.PICK, A)
    assert filtered.goal.target[0] == pytest.approx(0.510, abs=1e-4)


@pytest.mark.parametrize('rate_hz', [5, 15, 30, 60])
def test_smoothing_takes_the_same_time_at_any_rate(rate_hz: int) -> None:
    filtered = GoalFilter(_goal(0.500))
    for _ in range(rate_hz):
        filtered = filtered.update(_goal(0.510), TaskKind.PICK, A, 1 / rate_hz)
    assert filtered.goal.target[0] == pytest.approx(0.510 - 0.010 * 0.7**5, abs=1e-5)


def test_a_slow_camera_is_not_trusted_more() -> None:
    filtered = GoalFilter(_goal(0.500)).update(_goal(0.510), TaskKind.PICK, A, 1.0)
    assert filtered.goal.target[0] == pytest.approx(0.503)


def test_images_of_one_moment_do_not_confirm_an_outlier() -> None:
    filtered, moved_s = GoalFilter(_goal(0.5)), 0.0
    for i in range(1, 10):
        filtered = filtered.update(_goal(0.6), TaskKind.PICK, A, 1 / 60)
        if filtered.goal.target[0] == 0.6:
            moved_s = i / 60
            break
    assert 0.05 <= moved_s < 0.09


def test_one_outlier_is_ignored() -> None:
    filtered = GoalFilter(_goal(0.5)).update(_goal(0.6), TaskKind.PICK, A)
    assert filtered.goal.target[0] == 0.5
    filtered = filtered.update(_goal(0.5), TaskKind.PICK, A)
    assert filtered.goal.target[0] == 0.5
    assert filtered.outlier is None


def test_two_outliers_that_agree_replace_the_goal() -> None:
    filtered = GoalFilter(_goal(0.5))
    for x in (0.600, 0.601):
        filtered = filtered.update(_goal(x), TaskKind.PICK, A)
    assert filtered.goal.target[0] == pytest.approx(0.601)


def test_two_outliers_that_differ_are_ignored() -> None:
    filtered = GoalFilter(_goal(0.5))
    for x in (0.6, 0.4, 0.6):
        filtered = filtered.update(_goal(x), TaskKind.PICK, A)
    assert filtered.goal.target[0] == 0.5


@pytest.mark.parametrize('phase', [G, Phase.LIFT, Phase.TRANSFER, Phase.LOWER, Phase.PUSH])
def test_the_target_is_not_tracked_after_contact(phase: Phase) -> None:
    filtered = GoalFilter(_goal(0.5, yaw=0.1))
    for _ in range(3):
        filtered = filtered.update(_goal(0.6, yaw=0.3), TaskKind.PLACE, phase)
    assert filtered.goal.target[0] == 0.5
    assert filtered.goal.grasp_yaw_rad == pytest.approx(0.1)


@pytest.mark.parametrize(
    ('task', 'phase', 'tracked'),
    [
        (TaskKind.PLACE, G, True),
        (TaskKind.PLACE, Phase.TRANSFER, True),
        (TaskKind.PLACE, Phase.LOWER, False),
        (TaskKind.PUSH, A, True),
        (TaskKind.PUSH, G, False),
        (TaskKind.PUSH, Phase.PUSH, False),
    ],
)
def test_phases_in_which_the_destination_is_tracked(
    task: TaskKind, phase: Phase, tracked: bool
) -> None:
    filtered = GoalFilter(_goal(goal_y=0.20)).update(_goal(goal_y=0.21), task, phase)
    assert (filtered.goal.destination[1] > 0.20) == tracked


def test_a_moved_destination_is_accepted_with_the_second_estimate() -> None:
    filtered = GoalFilter(_goal(goal_y=0.0)).update(_goal(goal_y=0.2), TaskKind.PLACE, G)
    assert filtered.goal.destination[1] == 0.0
    filtered = filtered.update(_goal(goal_y=0.2), TaskKind.PLACE, G)
    assert filtered.goal.destination[1] == pytest.approx(0.2)


def test_an_unused_destination_is_not_an_outlier() -> None:
    filtered = GoalFilter(_goal(0.500, goal_y=0.0)).update(_goal(0.510, 0.2), TaskKind.PICK, A)
    assert filtered.outlier is None
    assert filtered.goal.target[0] > 0.5


def test_yaw_is_averaged_along_the_shorter_arc() -> None:
    eighth = math.pi / 4
    filtered = GoalFilter(_goal(yaw=eighth - 0.02), gain=0.5)
    filtered = filtered.update(_goal(yaw=-eighth + 0.02), TaskKind.PICK, A)
    assert abs(filtered.goal.grasp_yaw_rad) == pytest.approx(eighth, abs=1e-6)


def test_an_update_does_not_change_the_filter_before() -> None:
    first = GoalFilter(_goal(0.5))
    first.update(_goal(0.51), TaskKind.PICK, A)
    assert first.goal.target[0] == 0.5
