# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What nobody should send to a gate: for property tests and the soak run."""

from collections.abc import Callable

import numpy as np
from vla_common.rotation import normalize
from vla_safety.checks.violation_policy import Reactions
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.safety_gate import Gate
from vla_safety.gate.safety_gate import GateState
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.watchdog import Timing
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import Rig
from vla_safety.testing.limit_oracle import BrokenLimit
from vla_safety.testing.limit_oracle import Witness
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits

# A small room with a box in it, so that walls are met often, and room for chunks of all kinds.
LIMITS = Limits(
    workspace_min_m=(0.20, -0.15, 0.15),
    workspace_max_m=(0.50, 0.15, 0.45),
    keep_out_m=(0.40, -0.05, 0.20, 0.46, 0.05, 0.35),
    max_linear_speed_m_s=0.3,
    max_linear_acceleration_m_s2=1.5,
    max_linear_jerk_m_s3=30.0,
    max_step_m=2.0,
    max_step_rad=3.2,
    max_start_m=2.0,
    max_start_rad=3.2,
    max_time_scale=100.0,
    max_tracking_error_m=1.0,
    tool_half_width_m=0.0,
)
LAX = Reactions(
    reaction_workspace='clamp',
    reaction_tool_height='clamp',
    reaction_gripper='clamp',
    reaction_linear_acceleration='scale_time',
)
Rng = np.random.Generator
Event = Callable[[Rig, Rng], None]


def hard_gate(*, lax: bool, hold_timeout_s: float = 1.0) -> Gate:
    """Return a gate that uses everything it has; `lax` clamps instead of refusing."""
    return make_gate(
        LIMITS,
        Timing(hold_timeout_s=hold_timeout_s),
        LAX if lax else Reactions(),
        camera=CameraSettings(),
        deadman=DeadmanSettings(deadman=True),
    )


def wander(rig: Rig, rng: Rng) -> Chunk:
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
        gripper=rng.uniform(-0.1, 1.1, size=16) if rng.random() < 0.5 else rng.uniform(size=16),
        termination=rng.uniform(0, 0.6, size=16),
        step_duration_s=float(rng.choice((0.01, 0.1, 0.3))),
    )


def run_to_the_wall(rig: Rig, rng: Rng) -> Chunk:
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


def broken(rig: Rig, rng: Rng) -> Chunk:
    """Draw a chunk with one thing wrong: not finite, huge, denormal, of wrong size, nameless."""
    chunk = wander(rig, rng)
    bad = float(rng.choice((np.nan, np.inf, -np.inf, 1e300, -1e30, 5e-324)))
    field = ('positions', 'quaternions', 'gripper', 'termination')[rng.integers(4)]
    values = np.array(getattr(chunk, field))
    values.flat[rng.integers(values.size)] = bad
    wrong: tuple[dict[str, object], ...] = (
        {field: values},
        {field: values[:-1]},
        {field: np.repeat(values, 100, axis=0)},
        {field: np.zeros((0, *values.shape[1:]))},
        {'step_duration_s': bad},
        {'confidence': bad},
        {'frame_id': 'camera_optical_frame'},
        {'quaternions': chunk.quaternions * 0.0},
        {'command_id': ''},
    )
    return chunk.with_changes(**wrong[rng.integers(len(wrong))])


def send(make: Callable[[Rig, Rng], Chunk]) -> Event:
    """Return the event of a chunk, mostly of now and in order, now and then sent twice."""

    def event(rig: Rig, rng: Rng) -> None:
        age_s = float(rng.choice((0.0, *(0.1,) * 6, 0.4, -0.01, 5.0, -5.0, 1e6)))
        rig.sequence += int(rng.integers(-1, 3))
        chunk = make(rig, rng).with_changes(
            stamp_ns=round((rig.ros_s - age_s) * 1e9),
            sequence=max(rig.sequence, 0),
            command_id=f'command-{rig.sequence // 50}',
        )
        for _ in range(1 + (rng.random() < 0.1)):
            rig.gate.on_chunk(chunk, rig.now)

    return event


def _jump_clock(rig: Rig, rng: Rng) -> None:
    rig.ros_s += float(rng.choice((-10.0, 3600.0, -0.3, 0.3)))


def pause(rig: Rig, rng: Rng) -> None:
    """Miss some ticks."""
    seconds = float(rng.choice((0.05, 0.3, 3.0)))
    rig.steady_s += seconds
    rig.ros_s += seconds


def _lose(rig: Rig, rng: Rng) -> None:
    """Lose an input, or get all of them back."""
    lost = int(rng.integers(9))
    rig.state_alive, rig.camera_alive = lost != 0, lost != 1
    rig.camera_frozen, rig.deadman_held = lost == 2, lost != 3
    rig.dark_share = 1.0 if lost == 4 else 0.1
    rig.language_alive = lost != 5


def _push_robot(rig: Rig, rng: Rng) -> None:
    if rig.gate.is_still and not rig.gate.is_running:
        position = rng.uniform(LIMITS.low - 0.05, LIMITS.high + 0.05)
        rig.robot = RobotSample(position, rig.robot.quaternion, 0.5, rig.stamp_ns, 'base_link')
        rig.state_alive = True


def _policy(rig: Rig, rng: Rng) -> None:
    rig.gate.on_policy(PolicyState(int(rng.integers(6))), f'command-{rig.sequence // 50}')


def stop(rig: Rig, rng: Rng) -> None:
    """Stop."""
    rig.gate.stop('stop_service', 'asked to stop')


def reset(rig: Rig, rng: Rng) -> None:
    """Reset, mostly after mending all, and go on with the next command."""
    if rng.random() < 0.8:
        rig.state_alive = rig.camera_alive = rig.deadman_held = rig.language_alive = True
        rig.camera_frozen, rig.dark_share = False, 0.1
    rig.gate.reset(rig.now)
    rig.sequence += 50


#: The first ones send chunks.
EVENTS: tuple[Event, ...] = (
    *(send(wander),) * 8,
    *(send(run_to_the_wall),) * 4,
    *(send(broken),) * 3,
    _jump_clock,
    pause,
    _lose,
    _lose,
    _push_robot,
    _policy,
    stop,
    *(reset,) * 4,
)
SENDERS = 15
_PUSHED_TICKS = 30


class Driver:
    """Drive a gate by events, and watch every tick; raises BrokenLimit."""

    def __init__(self, *, lax: bool, hold_timeout_s: float = 1.0) -> None:
        self.rig = Rig(hard_gate(lax=lax, hold_timeout_s=hold_timeout_s))
        self.chunks = self.ticks = self.moved = 0
        self._witness = Witness(LIMITS)
        self._stopped = 0
        self._ramp = round(LIMITS.ramp_s / self.rig.period_s) + 2
        self._last_s = self.rig.steady_s
        self.tick(1)

    def act(self, number: int, rng: Rng) -> None:
        """Let event `number` happen."""
        self.chunks += number < SENDERS
        event = EVENTS[number]
        event(self.rig, rng)
        if event is reset:
            self._stopped = 0
        if event is _push_robot:
            # The gate is to see it, and may move meanwhile.
            self.tick(_PUSHED_TICKS)

    def tick(self, count: int) -> None:
        """Let `count` periods pass."""
        for _ in range(count):
            measured = self.rig.robot
            command = self.rig.tick()
            self.rig.commands.clear()
            # A robot that hears nothing for long stands.
            paused = self.rig.steady_s - self._last_s > 5 * self.rig.period_s
            self._last_s = self.rig.steady_s
            self._witness.see(command, measured, paused=paused)
            if command is None and not self.rig.gate.is_still:
                raise BrokenLimit('the commanded pose moved, and the robot was not told')
            self.ticks += 1
            self.moved += not self.rig.gate.is_still
            stopped = self.rig.gate.state is GateState.STOPPED
            self._stopped = self._stopped + 1 if stopped else 0
            if self._stopped > self._ramp and command is not None:
                raise BrokenLimit('a command was sent after a latched stop')
