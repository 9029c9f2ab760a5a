# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever arrives: every tick within limits, and no motion after a latched stop."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
import numpy as np
import pytest
from vla_common.rotation import normalize
from vla_safety.chunk import Array
from vla_safety.chunk import Chunk
from vla_safety.chunk import RobotSample
from vla_safety.chunk import Target
from vla_safety.gate import GateState
from vla_safety.geometry import turn_between
from vla_safety.journal import PolicyState
from vla_safety.limits import Limits
from vla_safety.reactions import Reactions
from vla_safety.testing import HOME
from vla_safety.testing import make_chunk
from vla_safety.testing import make_gate
from vla_safety.testing import Rig
from vla_safety.watchdog import Timing

PERIOD_S = 0.02
# A small room with a box in it, so that walls are met often, and room for chunks of all kinds.
LIMITS = Limits(
    workspace_min_m=(0.20, -0.15, 0.15), workspace_max_m=(0.50, 0.15, 0.45),
    keep_out_m=(0.40, -0.05, 0.20, 0.46, 0.05, 0.35),
    max_linear_speed_m_s=0.3, max_linear_acceleration_m_s2=1.5, max_linear_jerk_m_s3=30.0,
    max_step_m=2.0, max_step_rad=3.2, max_start_m=2.0, max_start_rad=3.2, max_time_scale=100.0,
    max_tracking_error_m=1.0,
)
LAX = Reactions(
    reaction_workspace='clamp', reaction_tool_height='clamp', reaction_gripper='clamp',
    reaction_linear_acceleration='scale_time',
)
Rng = np.random.Generator


def _wander(rig: Rig, rng: Rng) -> Chunk:
    """Draw a smooth or a wild walk, mostly in the workspace."""
    step_m = 10 ** rng.uniform(-3, -0.5)
    start = rig.robot.position if rng.random() < 0.7 else rng.uniform(LIMITS.low, LIMITS.high)
    positions = start + np.cumsum(rng.normal(scale=step_m, size=(16, 3)), axis=0)
    if rng.random() < 0.8:
        positions = np.clip(positions, LIMITS.low, LIMITS.high)
    turns = np.cumsum(rng.normal(scale=10 ** rng.uniform(-3, 0.5), size=(16, 4)), axis=0)
    return make_chunk(
        positions=positions,
        quaternions=normalize(rig.robot.quaternion + turns) * rng.choice((-1.0, 1.0)),
        gripper=rng.uniform(-0.1, 1.1, size=16),
        termination=rng.uniform(0, 0.6, size=16),
        step_duration_s=float(rng.choice((0.01, 0.1, 0.3))),
    )


def _run_to_the_wall(rig: Rig, rng: Rng) -> Chunk:
    """Draw full speed up to a wall of the workspace or to a side of the keep-out box."""
    axis, upper = int(rng.integers(3)), int(rng.integers(2))
    if rng.random() < 0.5:
        goal = rig.robot.position.copy()
        goal[axis] = (LIMITS.low, LIMITS.high)[upper][axis]
    else:
        goal = np.array(rng.choice(((0.39, 0.0, 0.28), (0.43, 0.06, 0.28), (0.43, 0.0, 0.36))))
    way = goal - rig.robot.position
    length = float(np.linalg.norm(way))
    shares = np.minimum(np.arange(1, 17) * 0.03 / max(length, 1e-9), 1.0)[:, None]
    return make_chunk(positions=rig.robot.position + shares * way)


def _broken(rig: Rig, rng: Rng) -> Chunk:
    """Draw a chunk with one thing wrong."""
    chunk = _wander(rig, rng)
    bad = float(rng.choice((np.nan, np.inf, -np.inf, 1e300, -1e30, 5e-324)))
    field = ('positions', 'quaternions', 'gripper', 'termination')[rng.integers(4)]
    values = np.array(getattr(chunk, field))
    values.flat[rng.integers(values.size)] = bad
    wrong: tuple[dict[str, object], ...] = (
        {field: values},
        {field: values[:-1]},
        {field: np.zeros((0, *values.shape[1:]))},
        {'step_duration_s': bad},
        {'confidence': bad},
        {'frame_id': 'camera_optical_frame'},
        {'quaternions': chunk.quaternions * 0.0},
        {'command_id': ''},
    )
    return chunk.with_changes(**wrong[rng.integers(len(wrong))])


def _send(make: Callable[[Rig, Rng], Chunk]) -> Callable[[Rig, Rng], None]:
    def event(rig: Rig, rng: Rng) -> None:
        age_s = float(rng.choice((0.0, 0.1, 0.1, 0.1, 0.4, -0.01, 5.0, -5.0, 1e6)))
        rig.sequence += int(rng.integers(-1, 3))
        chunk = make(rig, rng).with_changes(
            stamp_ns=round((rig.ros_s - age_s) * 1e9), sequence=max(rig.sequence, 0),
            command_id=f'command-{rig.sequence // 50}',
        )
        rig.gate.on_chunk(chunk, rig.now)

    return event


def _jump_clock(rig: Rig, rng: Rng) -> None:
    rig.ros_s += float(rng.choice((-10.0, 3600.0, -0.3, 0.3)))


def _pause(rig: Rig, rng: Rng) -> None:
    seconds = float(rng.choice((0.05, 0.3, 3.0)))
    rig.steady_s += seconds
    rig.ros_s += seconds


def _lose_state(rig: Rig, rng: Rng) -> None:
    rig.state_alive = not rig.state_alive


def _push_robot(rig: Rig, rng: Rng) -> None:
    if rig.gate.is_still and not rig.gate.is_running:
        position = rng.uniform(LIMITS.low - 0.05, LIMITS.high + 0.05)
        rig.robot = RobotSample(position, rig.robot.quaternion, 0.5, rig.stamp_ns, 'base_link')
        rig.state_alive = True
        rig.tick(30)  # the gate sees it


def _policy(rig: Rig, rng: Rng) -> None:
    rig.gate.on_policy(PolicyState(int(rng.integers(6))), f'command-{rng.integers(3)}')


def _stop(rig: Rig, rng: Rng) -> None:
    rig.gate.stop('stop_service', 'asked to stop')


def _reset(rig: Rig, rng: Rng) -> None:
    rig.gate.reset(rig.now)
    rig.sequence += 50


EVENTS = (
    _send(_wander), _send(_wander), _send(_wander), _send(_run_to_the_wall),
    _send(_run_to_the_wall), _send(_broken), _jump_clock, _pause, _lose_state, _push_robot,
    _policy, _stop, _reset, _reset,
)
STREAMS = st.lists(
    st.tuples(st.integers(0, len(EVENTS) - 1), st.integers(0, 20), st.integers(0, 2**32 - 1)),
    min_size=5, max_size=40,
)


class Witness:
    """Check every tick's command against limits, knowing nothing of the gate's inside."""

    def __init__(self) -> None:
        self._last: Target | None = None
        self._rates = np.zeros((2, 6))  # velocity and acceleration; linear and angular in a row

    def see(self, command: Target | None, measured: RobotSample, paused: bool) -> None:
        """Check one tick."""
        if command is None or paused:
            self._rates[:] = 0.0
        if command is None:
            return
        self._check_place(command)
        start = self._start(measured)
        velocity = _difference(start, command) / PERIOD_S
        acceleration = (velocity - self._rates[0]) / PERIOD_S
        jerk = (acceleration - self._rates[1]) / PERIOD_S
        self._check_rates(velocity, acceleration, jerk)
        self._rates[:] = velocity, acceleration
        self._last = command

    def _start(self, measured: RobotSample) -> tuple[Array, Array]:
        """Return the pose before: the last commanded one, or where someone put the robot."""
        anew = np.clip(measured.position, LIMITS.low, LIMITS.high), measured.quaternion
        if self._last is None:
            return anew
        last = self._last.position, self._last.quaternion
        pushed = np.linalg.norm(measured.position - last[0]) > LIMITS.start_tolerance_m
        return anew if pushed else last

    def _check_place(self, command: Target) -> None:
        assert (command.position >= LIMITS.low).all()
        assert (command.position <= LIMITS.high).all()
        box = np.reshape(LIMITS.keep_out_m, (2, 3))
        assert not ((command.position > box[0]) & (command.position < box[1])).all()
        assert abs(np.linalg.norm(command.quaternion) - 1) < 1e-9
        assert 0.0 <= command.gripper <= 1.0

    def _check_rates(self, velocity: Array, acceleration: Array, jerk: Array) -> None:
        for values, linear, angular in (
            (velocity, LIMITS.max_linear_speed_m_s, LIMITS.max_angular_speed_rad_s),
            (
                acceleration, LIMITS.max_linear_acceleration_m_s2,
                LIMITS.max_angular_acceleration_rad_s2,
            ),
            (jerk, LIMITS.max_linear_jerk_m_s3, LIMITS.max_angular_jerk_rad_s3),
        ):
            assert np.linalg.norm(values[:3]) <= linear * (1 + 1e-6) + 1e-6
            assert np.linalg.norm(values[3:]) <= angular * (1 + 1e-6) + 1e-6


def _difference(start: tuple[Array, Array], command: Target) -> Array:
    way = command.position - start[0]
    return np.concatenate((way, turn_between(start[1], command.quaternion)))


@pytest.mark.timeout(400)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(stream=STREAMS, lax=st.booleans())
def test_every_tick_is_within_limits(stream: list[tuple[int, int, int]], lax: bool) -> None:
    rig = Rig(make_gate(LIMITS, Timing(hold_timeout_s=1.0), LAX if lax else Reactions()))
    witness = Witness()
    rig.tick()
    last_s = rig.steady_s
    for kind, ticks, seed in stream:
        EVENTS[kind](rig, np.random.default_rng(seed))
        for _ in range(ticks):
            measured = rig.robot
            command = rig.tick()
            # A robot that hears nothing for long stands.
            witness.see(command, measured, rig.steady_s - last_s > 5 * PERIOD_S)
            last_s = rig.steady_s


@pytest.mark.timeout(400)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(stream=STREAMS, after=STREAMS, seed=st.integers(0, 2**32 - 1))
def test_no_motion_after_a_latched_stop(
    stream: list[tuple[int, int, int]], after: list[tuple[int, int, int]], seed: int
) -> None:
    rig = Rig(make_gate(LIMITS, reactions=LAX))
    rng = np.random.default_rng(seed)
    for tick in range(30):
        if tick % 7 == 0:
            _send(_wander)(rig, rng)
        rig.tick()
    for kind, ticks, event_seed in stream:
        EVENTS[kind](rig, np.random.default_rng(event_seed))
        rig.tick(ticks)
    _stop(rig, rng)
    rig.tick(round(LIMITS.ramp_s / PERIOD_S) + 2)
    assert rig.gate.is_still
    sent = len(rig.commands)
    for kind, ticks, event_seed in after:
        if EVENTS[kind] is not _reset:
            EVENTS[kind](rig, np.random.default_rng(event_seed))
        rig.tick(ticks)
    assert rig.gate.state is GateState.STOPPED
    assert not any(rig.commands[sent:])


def test_the_streams_do_move_the_robot() -> None:
    """The tests above would pass with a gate that refuses everything."""
    moved, accepted, refused = 0, 0, 0
    for seed in range(10):
        rig = Rig(make_gate(LIMITS, Timing(hold_timeout_s=1.0), LAX))
        rng = np.random.default_rng(seed)
        rig.tick()
        for _ in range(40):
            EVENTS[rng.integers(6)](rig, rng)
            rig.tick(5)
        moved += bool(np.linalg.norm(rig.robot.position - HOME) > 0.02)
        accepted += rig.gate.accepted
        refused += rig.gate.refused
    assert moved >= 8
    assert accepted > 50
    assert refused > 50
