# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trajectories: interpolation, time scale, termination, blending."""

import numpy as np
import pytest
from vla_safety.playback.trajectory import BlendedTrajectory
from vla_safety.playback.trajectory import ChunkTrajectory
from vla_safety.playback.trajectory import HoldTrajectory
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk


def _x(trajectory: ChunkTrajectory | BlendedTrajectory, time_s: float) -> float:
    return float(trajectory.at(time_s).position[0] - HOME[0])


def test_step_i_is_reached_at_stamp_plus_i_plus_one_steps() -> None:
    trajectory = ChunkTrajectory(
        make_chunk(displacement=np.array((0.16, 0.0, 0.0))), stamp_s=5.0, now_s=5.0
    )
    assert _x(trajectory, 5.1) == pytest.approx(0.01)
    assert _x(trajectory, 5.15) == pytest.approx(0.015)
    assert _x(trajectory, 6.6) == pytest.approx(0.16)
    assert trajectory.end_s == pytest.approx(6.6)


def test_the_target_is_constant_before_and_after() -> None:
    trajectory = ChunkTrajectory(
        make_chunk(displacement=np.array((0.16, 0.0, 0.0))), stamp_s=5.0, now_s=5.0
    )
    assert _x(trajectory, 0.0) == pytest.approx(0.01)
    assert _x(trajectory, 99.0) == pytest.approx(0.16)


@pytest.mark.parametrize(('time_s', 'step'), [(4.0, 0), (5.05, 0), (5.15, 1), (99.0, 15)])
def test_the_next_step(time_s: float, step: int) -> None:
    assert ChunkTrajectory(make_chunk(), 5.0, 5.0).next_step(time_s) == step


def test_steps_that_could_not_be_executed_are_not_skipped() -> None:
    chunk = make_chunk(displacement=np.array((0.16, 0.0, 0.0)))
    trajectory = ChunkTrajectory(chunk, stamp_s=5.0, now_s=5.6, not_before_s=5.5)
    assert _x(trajectory, 5.6) == pytest.approx(0.01)
    assert trajectory.end_s == pytest.approx(7.1)
    assert trajectory.stamp_s == 5.0
    late = ChunkTrajectory(chunk, stamp_s=5.0, now_s=5.6, not_before_s=4.0)
    assert _x(late, 5.6) == pytest.approx(0.06)


def test_a_terminating_step_is_the_last_one() -> None:
    termination = np.zeros(16)
    termination[7:] = 0.9
    chunk = make_chunk(displacement=np.array((0.16, 0.0, 0.0)), termination=termination)
    trajectory = ChunkTrajectory(chunk, 5.0, 5.0, termination_threshold=0.5)
    assert trajectory.terminates
    assert trajectory.end_s == pytest.approx(5.8)
    assert _x(trajectory, 99.0) == pytest.approx(0.08)
    assert not ChunkTrajectory(chunk, 5.0, 5.0, termination_threshold=0.95).terminates


def test_slower_playback_stretches_later_steps() -> None:
    chunk = make_chunk(displacement=np.array((0.16, 0.0, 0.0)), time_scale=2.0)
    trajectory = ChunkTrajectory(chunk, stamp_s=5.0, now_s=5.3)
    fast = ChunkTrajectory(
        make_chunk(displacement=np.array((0.16, 0.0, 0.0))), stamp_s=5.0, now_s=5.3
    )
    assert _x(trajectory, 5.2) == pytest.approx(_x(fast, 5.2))
    assert _x(trajectory, 5.3) == pytest.approx(_x(fast, 5.3))
    assert _x(trajectory, 5.9) == pytest.approx(_x(fast, 5.6))
    assert trajectory.end_s == pytest.approx(5.3 + 2 * (6.6 - 5.3))


def test_both_signs_of_a_quaternion_are_one_orientation() -> None:
    chunk = make_chunk()
    quaternions = chunk.quaternions * np.array((1, -1) * 8)[:, None]
    trajectory = ChunkTrajectory(chunk.with_changes(quaternions=quaternions), 0.0, 0.0)
    for time_s in np.linspace(0, 2, 41):
        assert abs(trajectory.at(time_s).quaternion[0]) == pytest.approx(1.0)


def test_a_blended_trajectory_goes_from_old_to_new() -> None:
    old = HoldTrajectory(ChunkTrajectory(make_chunk(HOME - 0.1), 0.0, 0.0).at(0.0))
    new = ChunkTrajectory(make_chunk(displacement=np.zeros(3)), 0.0, 0.0)
    blended = BlendedTrajectory(old, new, start_s=1.0, duration_s=0.2)
    start = old.at(0.0).position[0] - HOME[0]
    assert _x(blended, 0.5) == pytest.approx(start)
    assert _x(blended, 1.0) == pytest.approx(start)
    assert _x(blended, 1.1) == pytest.approx(start / 2)
    assert _x(blended, 1.2) == pytest.approx(0.0)
