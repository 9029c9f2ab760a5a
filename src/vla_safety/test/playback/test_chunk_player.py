# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Chunk player: start, blending, latency, arrival, tracking error."""

import itertools

import numpy as np
import pytest
from vla_common.clock import TimePoint
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.chunk_player import ChunkPlayer
from vla_safety.playback.playback_settings import PlaybackSettings
from vla_safety.robot.joint_monitor import JointStatus
from vla_safety.testing.gate_harness import EPOCH_S
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import WIDE
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits


def test_a_late_first_chunk_is_played_from_its_first_step() -> None:
    harness = GateHarness(make_gate(playback=PlaybackSettings(ramp_in_s=0.0)))
    harness.tick()
    assessment = harness.send(
        displacement=np.array((0.40, 0.0, 0.0)), age_s=0.9
    )  # 0.225 m ahead by its stamp
    assert assessment is not None
    assert assessment.accepted
    harness.tick(15)
    speeds = [
        np.linalg.norm(b.position - a.position) / 0.02
        for a, b in itertools.pairwise(c for c in harness.commands if c is not None)
    ]
    assert 0.2 < max(speeds) < 0.3


def test_the_allowed_speed_grows_when_motion_starts() -> None:
    watchdog = WatchdogLimits(max_chunk_age_s=5.0, max_image_age_s=5.0)
    playback = PlaybackSettings(ramp_in_s=1.0)
    harness = GateHarness(make_gate(watchdog=watchdog, playback=playback))
    harness.tick()
    harness.send(displacement=np.array((0.4, 0.0, 0.0)))
    harness.tick(70)
    speeds = [
        float(np.linalg.norm(b.position - a.position)) / 0.02
        for a, b in itertools.pairwise(c for c in harness.commands if c is not None)
    ]
    for tick, speed in enumerate(speeds[:50]):
        assert speed <= 0.5 * (tick + 2) * 0.02 + 1e-6
    assert max(speeds) > 0.3  # the chunk has 0.25 m/s; the delay of the start is made up for


PERIOD_S = 0.02


def _robot(x_m: float = 0.0) -> RobotSample:
    return RobotSample(HOME + (x_m, 0.0, 0.0), TOOL_DOWN, 1.0, 0, 'base_link')


def _at(time_s: float) -> TimePoint:
    return TimePoint(100.0 + time_s, EPOCH_S + time_s)


def _loaded(**changes: object) -> ChunkPlayer:
    """Return a player that has loaded a chunk of 0.1 s age at time 0."""
    player = ChunkPlayer(Limits(), PlaybackSettings(), PERIOD_S)
    chunk = make_chunk(stamp_ns=round((EPOCH_S - 0.1) * 1e9), **changes)
    player.load(chunk, _at(0.0), start=_robot(), stood_until_s=100.0)
    return player


def _play(player: ChunkPlayer, start_s: float, duration_s: float) -> None:
    for tick in range(round(duration_s / PERIOD_S)):
        time_s = start_s + tick * PERIOD_S
        player.tick(_at(time_s), active_s=time_s)


def test_without_a_chunk_the_robot_stands_and_may_start_anywhere() -> None:
    player = ChunkPlayer(Limits(), PlaybackSettings(), PERIOD_S)
    assert player.is_displaced(_robot(), 0.0)
    before = player.motion.pose
    assert np.array_equal(player.tick(_at(0.0), active_s=0.0).position, before.position)
    assert (player.latency_s, player.trajectory) == (-1.0, None)
    assert not player.has_arrived(_at(0.0))


def test_the_latency_is_that_of_the_first_tick_of_a_chunk() -> None:
    player = _loaded()
    player.tick(_at(0.02), active_s=0.0)
    player.tick(_at(0.04), active_s=0.02)
    assert player.latency_s == pytest.approx(0.12)


def test_a_dropped_trajectory_brakes() -> None:
    player = _loaded()
    _play(player, 0.0, 0.5)
    assert not player.motion.is_still
    player.drop()
    _play(player, 0.5, 0.5)
    assert player.motion.is_still


def test_a_second_chunk_is_blended_without_a_jump() -> None:
    player = _loaded()
    _play(player, 0.0, 0.5)
    before = player.motion.pose.position
    chunk = make_chunk(HOME + (0.1, 0.1, 0.0), stamp_ns=round((EPOCH_S + 0.4) * 1e9))
    player.load(chunk, _at(0.5), start=None, stood_until_s=100.0)
    after = player.tick(_at(0.5), active_s=0.5).position
    assert np.linalg.norm(after - before) < 0.5 * PERIOD_S
    assert player.trajectory is not None
    assert player.trajectory.chunk is chunk


def test_a_terminating_trajectory_arrives_at_its_last_step() -> None:
    termination = np.zeros(16)
    termination[3] = 0.9
    player = _loaded(termination=termination)
    _play(player, 0.0, 0.38)
    assert not player.has_arrived(_at(0.38))
    _play(player, 0.38, 0.5)
    assert player.has_arrived(_at(0.88))
    assert not _loaded().has_arrived(_at(9.0))


def test_the_wait_for_arrival_is_limited() -> None:
    termination = np.zeros(16)
    termination[3] = 0.9
    player = _loaded(termination=termination)
    assert not player.has_arrived(_at(1.3))
    assert player.has_arrived(_at(1.5))


@pytest.mark.parametrize(
    ('x_m', 'measured_s', 'displaced'),
    [(0.019, 101.0, False), (0.021, 101.0, True), (0.021, 100.4, False)],
)
def test_a_robot_that_was_moved_by_hand_is_displaced(
    x_m: float, measured_s: float, displaced: bool
) -> None:
    player = _loaded(displacement=np.zeros(3))
    player.drop()
    player._moved_s = 100.0
    assert player.is_displaced(_robot(x_m), measured_s) == displaced


def test_a_moving_robot_is_not_displaced() -> None:
    player = _loaded()
    _play(player, 0.0, 0.2)
    assert not player.is_displaced(_robot(0.3), 200.0)


def test_the_tracking_error_is_compared_with_a_fraction_of_its_limit() -> None:
    player = _loaded()
    assert player.exceeds_tracking_error(None, 1.0)
    assert not player.exceeds_tracking_error(_robot(0.1), 1.0)
    assert player.exceeds_tracking_error(_robot(0.1), 0.5)


def test_motion_starts_only_near_the_workspace() -> None:
    player = ChunkPlayer(Limits(), PlaybackSettings(), PERIOD_S)
    assert player.may_start(_robot())
    assert not player.may_start(_robot(0.5))


def test_an_arm_with_five_joints_starts_a_motion_while_its_tool_leans() -> None:
    """Without the correction the start leans in another plane than the arm that turned."""
    robot = SampleRobot('so101')
    start = np.array((0.54, 0.0, 0.18))
    assert robot.move_to(start)
    tool = robot.tool
    lean_rad = float(np.arccos(-tool.rotation[2, 2]))
    assert 0.7 < lean_rad < 0.9
    player = ChunkPlayer(WIDE, PlaybackSettings(), PERIOD_S)
    chunk = make_chunk(start, np.array((0.0, 0.08, -0.05)))
    player.load(
        chunk,
        _at(0.0),
        start=RobotSample(tool.position_m, tool.quaternion_xyzw, 1.0, 0, 'base_link'),
        stood_until_s=100.0,
        joints=JointStatus(robot.model, robot.joints, 0.0, None),
    )
    for i in range(100):
        pose = player.tick(_at(PERIOD_S * i), active_s=PERIOD_S * i)
        assert player.motion.refusal == ''
    np.testing.assert_allclose(pose.position, start + (0.0, 0.08, -0.05), atol=1e-3)
