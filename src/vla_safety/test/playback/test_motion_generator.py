# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion generator: to a target, along a path, at limits and while braking."""

import numpy as np
import pytest
from vla_common.arrays import FloatArray
from vla_common.rotation import quaternion_angle
from vla_common.rotation import yaw_to_quaternion
from vla_safety.playback.motion_generator import MotionGenerator
from vla_safety.playback.trajectory import BlendedTrajectory
from vla_safety.playback.trajectory import ChunkTrajectory
from vla_safety.playback.trajectory import HoldTrajectory
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Target
from vla_safety.types.limits import Limits

PERIOD_S = 0.02


class MotionRecorder:
    """Play a trajectory from home and keep the path."""

    def __init__(self, limits: Limits | None = None, start: FloatArray = HOME) -> None:
        self.motion = MotionGenerator(limits or Limits(), PERIOD_S)
        self.motion.anchor(Target(start, TOOL_DOWN, 1.0))
        self.path = [self.motion.pose]
        self.time_s = 0.0

    def follow(
        self, trajectory: HoldTrajectory | ChunkTrajectory | BlendedTrajectory, ticks: int
    ) -> 'MotionRecorder':
        for _ in range(ticks):
            self.path.append(self.motion.follow(trajectory, self.time_s))
            self.time_s += PERIOD_S
        return self

    def rates(self, order: int) -> FloatArray:
        """Return the norms of a derivative of the path."""
        positions = np.array([target.position for target in self.path])
        padded = np.concatenate((np.repeat(positions[:1], order, axis=0), positions))
        return np.linalg.norm(np.diff(padded, n=order, axis=0), axis=1) / PERIOD_S**order


def _still(
    position: FloatArray | tuple[float, ...], yaw_rad: float = 0.0, gripper: float = 1.0
) -> HoldTrajectory:
    return HoldTrajectory(Target(np.array(position), yaw_to_quaternion(yaw_rad), gripper))


def test_a_distant_target_is_reached_at_the_limits() -> None:
    recorder = MotionRecorder().follow(_still((0.75, 0.4, 0.1)), 100)
    np.testing.assert_allclose(recorder.path[-1].position, (0.75, 0.4, 0.1), atol=1e-3)
    assert recorder.rates(1).max() == pytest.approx(0.5, rel=1e-6)
    assert recorder.rates(2).max() == pytest.approx(3.0, rel=1e-6)
    assert 25 < recorder.rates(3).max() <= 60 * (1 + 1e-6)


def test_a_target_is_not_overshot() -> None:
    recorder = MotionRecorder().follow(_still((0.55, 0.0, 0.30)), 100)
    assert max(target.position[0] for target in recorder.path) <= 0.55 + 1e-4


def test_rotation_takes_the_shorter_direction_within_limits() -> None:
    recorder = MotionRecorder().follow(_still(HOME, yaw_rad=2.5), 150)
    angles = [float(quaternion_angle(TOOL_DOWN, target.quaternion)) for target in recorder.path]
    assert angles[-1] == pytest.approx(2.5, abs=1e-3)
    steps = np.diff(angles)
    assert steps.max() / PERIOD_S == pytest.approx(2.0, rel=1e-6)
    assert np.abs(np.diff(steps)).max() / PERIOD_S**2 <= 12 * (1 + 1e-6)


def test_the_gripper_moves_at_its_speed_limit() -> None:
    recorder = MotionRecorder().follow(_still(HOME, gripper=0.0), 20)
    openings = np.array([target.gripper for target in recorder.path])
    assert openings[-1] == 0.0
    assert np.abs(np.diff(openings)).max() == pytest.approx(4.0 * PERIOD_S)


def test_a_trajectory_is_followed_without_delay() -> None:
    trajectory = ChunkTrajectory(make_chunk(displacement=np.array((0.32, 0.0, 0.0))), 0.0, 0.0)
    recorder = MotionRecorder().follow(trajectory, 60)
    expected = trajectory.at(recorder.time_s).position
    assert np.linalg.norm(recorder.path[-1].position - expected) < 2e-3


def test_a_corner_is_cut_only_slightly() -> None:
    chunk = make_chunk()
    positions = chunk.positions.copy()
    positions[8:] = positions[7] + np.arange(1, 9)[:, None] * (0.0, 0.02, 0.0)
    trajectory = ChunkTrajectory(chunk.with_changes(positions=positions), 0.0, 0.0)
    path = np.array([target.position for target in MotionRecorder().follow(trajectory, 80).path])
    corner = positions[7]
    assert np.linalg.norm(path - corner, axis=1).min() < 0.01


def test_a_target_outside_of_the_workspace_is_followed_to_its_border() -> None:
    limits = Limits(workspace_max_m=(0.5, 0.45, 0.6))
    recorder = MotionRecorder(limits).follow(_still((0.7, 0.0, 0.30)), 100)
    assert 0.49 < recorder.path[-1].position[0] <= 0.5
    assert recorder.rates(2).max() <= 3.0 * (1 + 1e-6)


def test_a_target_behind_a_keep_out_box_is_not_reached_through_it() -> None:
    limits = Limits(keep_out_m=(0.45, -0.1, 0.0, 0.5, 0.1, 0.4))
    recorder = MotionRecorder(limits).follow(_still((0.6, 0.0, 0.30)), 100)
    assert 0.43 < recorder.path[-1].position[0] <= 0.45
    assert recorder.rates(2).max() <= 3.0 * (1 + 1e-6)
    assert recorder.motion.speed_m_s < 0.01


@pytest.mark.parametrize('ticks', [1, 5, 20, 60])
def test_braking_ends_in_standstill_within_the_ramp(ticks: int) -> None:
    recorder = MotionRecorder().follow(_still((0.75, 0.4, 0.1), yaw_rad=2.0), ticks)
    ramp_s, count = recorder.motion.ramp_s, 0
    while not recorder.motion.is_still:
        recorder.path.append(recorder.motion.brake())
        count += 1
    assert count * PERIOD_S == pytest.approx(ramp_s)
    assert ramp_s <= Limits().ramp_s + 2 * PERIOD_S
    assert recorder.rates(2).max() <= 3.0 * (1 + 1e-6)
    stand = recorder.motion.pose
    assert np.array_equal(recorder.motion.brake().position, stand.position)
    assert np.array_equal(recorder.motion.brake().quaternion, stand.quaternion)


def test_a_new_start_during_motion_is_refused() -> None:
    recorder = MotionRecorder().follow(_still((0.75, 0.4, 0.1)), 5)
    with pytest.raises(ValueError, match='standstill'):
        recorder.motion.anchor(Target(HOME, TOOL_DOWN, 1.0))


def test_a_start_is_moved_into_the_workspace() -> None:
    motion = MotionGenerator(Limits(), PERIOD_S)
    motion.anchor(Target(np.array((0.35, 0.0, 0.001)), TOOL_DOWN * 1.001, 1.2))
    assert motion.pose.position[2] == 0.005
    assert np.linalg.norm(motion.pose.quaternion) == pytest.approx(1.0)
    assert motion.pose.gripper == 1.0


@pytest.mark.parametrize(
    ('position', 'allowed'),
    [
        ((0.35, 0.0, 0.3), True),
        ((0.35, 0.0, -0.01), True),
        ((0.35, 0.0, -0.02), False),
        ((0.0, 0.0, 0.3), False),
        ((0.41, 0.0, 0.1), False),
    ],
)
def test_positions_at_which_motion_may_start(position: tuple[float, ...], allowed: bool) -> None:
    motion = MotionGenerator(Limits(keep_out_m=(0.4, -0.1, 0.0, 0.5, 0.1, 0.2)), PERIOD_S)
    assert motion.allows_start(np.array(position), 0.02) == allowed


def test_assumed_standstill_is_at_the_commanded_pose() -> None:
    recorder = MotionRecorder().follow(_still((0.75, 0.4, 0.1)), 20)
    before = recorder.motion.pose.position
    recorder.motion.assume_standstill()
    assert recorder.motion.is_still
    assert np.array_equal(recorder.motion.pose.position, before)


class Fence:
    """Check that permits no tick from which braking would pass a coordinate."""

    def __init__(self, x_m: float) -> None:
        self.x_m = x_m
        self.speeds: list[float] = []

    def refusal(self, end: Target, stand: Target, velocity: FloatArray) -> str:
        self.speeds.append(float(np.linalg.norm(velocity[:3])))
        assert end.position[0] <= stand.position[0]
        return 'too far' if stand.position[0] > self.x_m else ''


def test_a_tick_that_the_check_refuses_brakes() -> None:
    recorder = MotionRecorder()
    fence = recorder.motion.check = Fence(HOME[0] + 0.1)
    recorder.follow(_still(HOME + (0.3, 0.0, 0.0), yaw_rad=1.0), 100)
    end = recorder.path[-1]
    assert HOME[0] + 0.09 < end.position[0] <= HOME[0] + 0.1
    assert recorder.motion.refusal == 'too far'
    assert max(fence.speeds) > 0.3
    assert recorder.rates(2).max() <= 3.0 * (1 + 1e-6)
    # The rotation brakes too.
    assert quaternion_angle(end.quaternion, recorder.path[-2].quaternion) < 1e-9
    recorder.motion.brake()
    assert recorder.motion.refusal == ''
