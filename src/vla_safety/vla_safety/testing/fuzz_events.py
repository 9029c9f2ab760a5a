# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Random events for fuzz tests of the gate: valid and malformed chunks, faults, stops."""

from collections.abc import Callable

import numpy as np
from vla_common.rotation import normalize
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import make_gate
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits

# A small workspace with a keep-out box, so that motion often reaches a limit; the limits of single
# chunks are wide, so that chunks of all kinds are accepted.
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
CLAMPING_POLICY = ViolationPolicy(
    on_violation_workspace='clamp',
    on_violation_tool_height='clamp',
    on_violation_gripper='clamp',
    on_violation_linear_acceleration='scale_time',
)
Rng = np.random.Generator
FuzzEvent = Callable[[GateHarness, Rng], None]


def make_fuzz_gate(*, clamping: bool, hold_timeout_s: float = 1.0) -> Gate:
    """Return a gate with all monitors; with `clamping` it clamps where it can, else it refuses."""
    return make_gate(
        LIMITS,
        WatchdogLimits(hold_timeout_s=hold_timeout_s),
        CLAMPING_POLICY if clamping else ViolationPolicy(),
        camera=CameraSettings(),
        deadman=DeadmanSettings(deadman=True),
    )


def random_chunk(harness: GateHarness, rng: Rng) -> Chunk:
    """Draw a random walk of small or large steps, mostly within the workspace."""
    step_m = 10 ** rng.uniform(-3, -0.5)
    start = harness.robot.position if rng.random() < 0.7 else rng.uniform(LIMITS.low, LIMITS.high)
    positions = start + np.cumsum(rng.normal(scale=step_m, size=(16, 3)), axis=0)
    if rng.random() < 0.8:
        positions = np.clip(positions, LIMITS.low, LIMITS.high)
    noise = np.cumsum(rng.normal(scale=10 ** rng.uniform(-3, 0.5), size=(16, 4)), axis=0)
    return make_chunk(
        positions=positions,
        quaternions=normalize(harness.robot.quaternion + noise) * rng.choice((-1.0, 1.0)),
        gripper=rng.uniform(-0.1, 1.1, size=16) if rng.random() < 0.5 else rng.uniform(size=16),
        termination=rng.uniform(0, 0.6, size=16),
        step_duration_s=float(rng.choice((0.01, 0.1, 0.3))),
    )


def chunk_toward_limit(harness: GateHarness, rng: Rng) -> Chunk:
    """Draw motion at full speed to a side of the workspace or of the keep-out box."""
    axis, upper = int(rng.integers(3)), int(rng.integers(2))
    if rng.random() < 0.5:
        goal = harness.robot.position.copy()
        goal[axis] = (LIMITS.low, LIMITS.high)[upper][axis]
    else:
        goal = np.array(rng.choice(((0.39, 0.0, 0.28), (0.43, 0.06, 0.28), (0.43, 0.0, 0.36))))
    displacement = goal - harness.robot.position
    length = float(np.linalg.norm(displacement))
    fractions = np.minimum(np.arange(1, 17) * 0.03 / max(length, 1e-9), 1.0)[:, None]
    return make_chunk(positions=harness.robot.position + fractions * displacement)


def malformed_chunk(harness: GateHarness, rng: Rng) -> Chunk:
    """Draw a chunk with one defect: not finite, huge, denormal, of wrong size, without an id."""
    chunk = random_chunk(harness, rng)
    bad = float(rng.choice((np.nan, np.inf, -np.inf, 1e300, -1e30, 5e-324)))
    field = ('positions', 'quaternions', 'gripper', 'termination')[rng.integers(4)]
    values = np.array(getattr(chunk, field))
    values.flat[rng.integers(values.size)] = bad
    defects: tuple[dict[str, object], ...] = (
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
    return chunk.with_changes(**defects[rng.integers(len(defects))])


def chunk_event(make: Callable[[GateHarness, Rng], Chunk]) -> FuzzEvent:
    """Return an event that sends a chunk: mostly recent and in order, sometimes sent twice."""

    def event(harness: GateHarness, rng: Rng) -> None:
        age_s = float(rng.choice((0.0, *(0.1,) * 6, 0.4, -0.01, 5.0, -5.0, 1e6)))
        harness.sequence += int(rng.integers(-1, 3))
        chunk = make(harness, rng).with_changes(
            stamp_ns=round((harness.ros_s - age_s) * 1e9),
            sequence=max(harness.sequence, 0),
            command_id=f'command-{harness.sequence // 50}',
        )
        for _ in range(1 + (rng.random() < 0.1)):
            harness.gate.on_chunk(chunk, harness.now)

    return event


def jump_clock(harness: GateHarness, rng: Rng) -> None:
    """Let the ROS clock jump."""
    harness.ros_s += float(rng.choice((-10.0, 3600.0, -0.3, 0.3)))


def pause(harness: GateHarness, rng: Rng) -> None:
    """Skip some ticks."""
    seconds = float(rng.choice((0.05, 0.3, 3.0)))
    harness.steady_s += seconds
    harness.ros_s += seconds


def lose_input(harness: GateHarness, rng: Rng) -> None:
    """Lose one input, or restore all of them."""
    lost = int(rng.integers(9))
    harness.state_alive, harness.camera_alive = lost != 0, lost != 1
    harness.camera_frozen, harness.deadman_held = lost == 2, lost != 3
    harness.dark_share = 1.0 if lost == 4 else 0.1
    harness.language_alive = lost != 5


def push_robot(harness: GateHarness, rng: Rng) -> None:
    """Move the standing robot elsewhere."""
    if harness.gate.is_still and not harness.gate.states.is_running:
        position = rng.uniform(LIMITS.low - 0.05, LIMITS.high + 0.05)
        harness.robot = RobotSample(
            position, harness.robot.quaternion, 0.5, harness.stamp_ns, 'base_link'
        )
        harness.state_alive = True


def change_policy_state(harness: GateHarness, rng: Rng) -> None:
    """Send a random state of the policy."""
    command_id = f'command-{harness.sequence // 50}'
    harness.gate.on_policy_state(PolicyState(int(rng.integers(6))), command_id)


def stop(harness: GateHarness, rng: Rng) -> None:
    """Latch a stop."""
    harness.gate.stop('stop_service', 'the service stop was called')


def reset(harness: GateHarness, rng: Rng) -> None:
    """Reset, mostly after restoring all inputs, and continue with the next command."""
    if rng.random() < 0.8:
        harness.state_alive = harness.camera_alive = harness.deadman_held = True
        harness.language_alive = True
        harness.camera_frozen, harness.dark_share = False, 0.1
    harness.gate.reset(harness.now)
    harness.sequence += 50


#: Events by number; each is as frequent as it is listed. The first ones send chunks.
EVENTS: tuple[FuzzEvent, ...] = (
    *(chunk_event(random_chunk),) * 8,
    *(chunk_event(chunk_toward_limit),) * 4,
    *(chunk_event(malformed_chunk),) * 3,
    jump_clock,
    pause,
    lose_input,
    lose_input,
    push_robot,
    change_policy_state,
    stop,
    *(reset,) * 4,
)
CHUNK_EVENT_COUNT = 15
