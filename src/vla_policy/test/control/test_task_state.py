# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is remembered from chunk to chunk."""

from dataclasses import replace
import math

import numpy as np
from policy_samples import a_chunk
import pytest
from vla_policy.control.task_state import Belief
from vla_policy.control.task_state import Goal
from vla_policy.control.task_state import PhaseMemory
from vla_policy.control.task_state import Played
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
def test_memory_follows_the_steps_that_were_played_back(
    elapsed_s: float, phase: Phase, time_s: float
) -> None:
    played = Played(a_chunk(A, A, D, D, G, stamp_s=10.0), 10.0, 10.0)
    memory = PhaseMemory().after(played, 10.0 + elapsed_s)
    assert memory.phase == phase
    assert memory.time_in_phase_s == pytest.approx(time_s)


def test_time_in_a_phase_goes_on_over_chunks() -> None:
    memory = PhaseMemory(D, 0.3).after(Played(a_chunk(D, D, D), 0.0, 0.0), 0.2)
    assert memory == PhaseMemory(D, pytest.approx(0.5))


def test_memory_gives_real_phases() -> None:
    assert isinstance(PhaseMemory().after(Played(a_chunk(D), 0.0, 0.0), 0.1).phase, Phase)


def test_a_chunk_that_came_late_counts_from_then_on() -> None:
    played = Played(a_chunk(A, A, D, D, stamp_s=10.0), 10.3, 10.0)
    assert PhaseMemory(A, 1.0).after(played, 10.4) == PhaseMemory(D, pytest.approx(0.0))


def test_each_empty_hand_moves_the_next_grasp() -> None:
    memory, tries = PhaseMemory(), []
    for number in range(6):
        tries.append(tuple(memory.search_m))
        played = Played(a_chunk(G, Phase.LIFT, A), float(number), float(number))
        memory = memory.after(played, number + 0.3)
    assert memory.slips == 6
    assert tries[0] == (0.0, 0.0)
    assert len(set(tries)) == 5
    assert max(np.linalg.norm(tries, axis=1)) <= 0.015


def test_a_hand_that_stands_on_something_begins_anew() -> None:
    memory = PhaseMemory(D, 3.9)
    assert memory.freed() == memory
    memory = PhaseMemory(D, 4.1).freed()
    assert memory == PhaseMemory(A, 0.0, 1)


def test_a_target_that_moved_is_no_slip() -> None:
    memory = PhaseMemory().after(Played(a_chunk(D, G, A), 0.0, 0.0), 0.3)
    assert memory.phase == A
    assert memory.slips == 0


def test_a_look_that_is_not_sure_changes_nothing() -> None:
    wide = replace(_goal(0.5, goal_y=0.3), spread_m=(0.1, 0.1))
    belief = Belief(_goal(0.5)).update(wide, TaskKind.PLACE, A)
    assert np.allclose(belief.goal.destination, (0.4, 0.2))


def _goal(x: float = 0.5, goal_y: float = 0.2, yaw: float = 0.0) -> Goal:
    return Goal(np.array([x, 0.0]), np.array([0.4, goal_y]), yaw)


def test_small_changes_are_smoothed() -> None:
    belief = Belief(_goal(0.500), gain=0.3).update(_goal(0.510), TaskKind.PICK, A)
    assert belief.goal.target[0] == pytest.approx(0.503)


def test_a_still_scene_is_believed_ever_more() -> None:
    belief = Belief(_goal(0.500))
    for _ in range(20):
        belief = belief.update(_goal(0.510), TaskKind.PICK, A)
    assert belief.goal.target[0] == pytest.approx(0.510, abs=1e-4)


def test_one_odd_look_changes_nothing() -> None:
    belief = Belief(_goal(0.5)).update(_goal(0.6), TaskKind.PICK, A)
    assert belief.goal.target[0] == 0.5
    belief = belief.update(_goal(0.5), TaskKind.PICK, A)
    assert belief.goal.target[0] == 0.5
    assert belief.odd is None


def test_two_looks_that_agree_move_the_belief() -> None:
    belief = Belief(_goal(0.5))
    for x in (0.600, 0.601):
        belief = belief.update(_goal(x), TaskKind.PICK, A)
    assert belief.goal.target[0] == pytest.approx(0.601)


def test_two_odd_looks_that_differ_change_nothing() -> None:
    belief = Belief(_goal(0.5))
    for x in (0.6, 0.4, 0.6):
        belief = belief.update(_goal(x), TaskKind.PICK, A)
    assert belief.goal.target[0] == 0.5


@pytest.mark.parametrize('phase', [G, Phase.LIFT, Phase.TRANSFER, Phase.LOWER, Phase.PUSH])
def test_the_target_is_no_longer_followed_after_contact(phase: Phase) -> None:
    belief = Belief(_goal(0.5, yaw=0.1))
    for _ in range(3):
        belief = belief.update(_goal(0.6, yaw=0.3), TaskKind.PLACE, phase)
    assert belief.goal.target[0] == 0.5
    assert belief.goal.grasp_yaw_rad == pytest.approx(0.1)


@pytest.mark.parametrize(
    ('task', 'phase', 'follows'),
    [
        (TaskKind.PLACE, G, True),
        (TaskKind.PLACE, Phase.TRANSFER, True),
        (TaskKind.PLACE, Phase.LOWER, False),
        (TaskKind.PUSH, A, True),
        (TaskKind.PUSH, G, False),
        (TaskKind.PUSH, Phase.PUSH, False),
    ],
)
def test_how_long_the_destination_is_followed(task: TaskKind, phase: Phase, follows: bool) -> None:
    belief = Belief(_goal(goal_y=0.20)).update(_goal(goal_y=0.21), task, phase)
    assert (belief.goal.destination[1] > 0.20) == follows


def test_a_moved_destination_is_believed_at_the_second_look() -> None:
    belief = Belief(_goal(goal_y=0.0)).update(_goal(goal_y=0.2), TaskKind.PLACE, G)
    assert belief.goal.destination[1] == 0.0
    belief = belief.update(_goal(goal_y=0.2), TaskKind.PLACE, G)
    assert belief.goal.destination[1] == pytest.approx(0.2)


def test_a_destination_that_does_not_count_surprises_nobody() -> None:
    belief = Belief(_goal(0.500, goal_y=0.0)).update(_goal(0.510, 0.2), TaskKind.PICK, A)
    assert belief.odd is None
    assert belief.goal.target[0] > 0.5


def test_yaw_is_averaged_over_the_nearer_side() -> None:
    eighth = math.pi / 4
    belief = Belief(_goal(yaw=eighth - 0.02), gain=0.5)
    belief = belief.update(_goal(yaw=-eighth + 0.02), TaskKind.PICK, A)
    assert abs(belief.goal.grasp_yaw_rad) == pytest.approx(eighth, abs=1e-6)


def test_beliefs_do_not_share_arrays_that_change() -> None:
    first = Belief(_goal(0.5))
    first.update(_goal(0.51), TaskKind.PICK, A)
    assert first.goal.target[0] == 0.5
