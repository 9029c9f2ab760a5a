# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Scripted expert: the next steps as a pure function of the state.

A point moves through the phases of the task, and its path is the chunk. All arrays have a leading
batch axis B.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_sim.expert.expert_state_machine import HEIGHT_M
from vla_sim.expert.expert_state_machine import HORIZONTAL_SPEED_M_S
from vla_sim.expert.expert_state_machine import IS_DESCENDING
from vla_sim.expert.expert_state_machine import IS_GRASPED
from vla_sim.expert.expert_state_machine import IS_GRIPPER_OPEN
from vla_sim.expert.expert_state_machine import IS_HOLDING
from vla_sim.expert.expert_state_machine import TRANSITION_CONDITION
from vla_sim.expert.expert_state_machine import TRANSITION_TARGET
from vla_sim.expert.expert_state_machine import VERTICAL_SPEED_M_S
from vla_sim.expert.expert_state_machine import WAYPOINT
from vla_sim.tasks import phases as p
from vla_sim.tasks.phases import Phase

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Simulated steps per chunk step.
_SUBSTEPS = 2


@dataclass
class ExpertState:
    """State of the tool, phase of the task and time in the phase."""

    position_m: FloatArray  # (B, 3)
    yaw_rad: FloatArray  # (B,)
    opening: FloatArray  # (B,) 0 closed .. 1 open
    phase: Ints  # (B,)
    time_in_phase_s: FloatArray  # (B,)


@dataclass(frozen=True)
class ExpertGoal:
    """Task and object poses in base_link; pick and point do not use the destination."""

    kind: Ints  # (B,)
    target_m: FloatArray  # (B, 2)
    target_yaw_rad: FloatArray  # (B,)
    destination_m: FloatArray  # (B, 2)


@dataclass(frozen=True)
class ExpertChunkBatch:
    """Steps of a batch; step i is due (i + 1) * 0.1 s after the state."""

    position_m: FloatArray  # (B, K, 3)
    yaw_rad: FloatArray  # (B, K)
    gripper: FloatArray  # (B, K) commanded opening
    phase: Ints  # (B, K)
    time_in_phase_s: FloatArray  # (B, K)
    termination: FloatArray  # (B, K) 1 where the task is done


def _push_start(goal: ExpertGoal) -> FloatArray:
    """Return the start positions of pushes (B, 2)."""
    offset = goal.target_m - goal.destination_m
    length = np.linalg.norm(offset, axis=1, keepdims=True)
    return goal.target_m + p.PUSH_APPROACH_M * offset / np.maximum(length, 1e-6)


def _waypoints(goal: ExpertGoal) -> FloatArray:
    """Return the positions of `Waypoint` (4, B, 2); the first one is set in each step."""
    return np.stack([goal.target_m, goal.target_m, goal.destination_m, _push_start(goal)])


def _conditions(
    s: ExpertState, goal: ExpertGoal, waypoint: FloatArray, yaw_goal: FloatArray
) -> Bools:
    """Return the conditions of `Transition` (conditions, B)."""
    error = waypoint - s.position_m
    lateral, height = np.hypot(error[:, 0], error[:, 1]), np.abs(error[:, 2])
    level, near = height < p.HEIGHT_TOLERANCE_M, lateral < p.LATERAL_TOLERANCE_M
    ready = (
        near
        & (height < 3 * p.HEIGHT_TOLERANCE_M)
        & (np.abs(yaw_goal - s.yaw_rad) < p.YAW_TOLERANCE_RAD)
        & ((s.opening > p.OPEN_ENOUGH) | ~IS_GRASPED[goal.kind])
    )
    remaining = goal.destination_m - goal.target_m
    return np.stack(
        [
            np.zeros(len(level), bool),
            level,
            near,
            level & near,
            ready,
            lateral > p.LOST_M,
            s.opening < p.EMPTY_OPENING,
            s.time_in_phase_s >= p.GRASP_DWELL_S,
            s.time_in_phase_s >= p.RELEASE_DWELL_S,
            lateral < p.CONTACT_M,
            np.hypot(remaining[:, 0], remaining[:, 1]) < p.LOST_M,
            np.ones(len(level), bool),
        ]
    )


def _next_phase(s: ExpertState, conditions: Bools, kind: Ints, index: Ints) -> Ints:
    """Return the phase of the first transition whose condition holds (B,)."""
    following = s.phase
    for condition, target in zip(
        reversed(TRANSITION_CONDITION), reversed(TRANSITION_TARGET), strict=True
    ):
        holds = conditions[condition[kind, s.phase], index]
        following = np.where(holds, target[kind, s.phase], following)
    return following


def _speed_limits(s: ExpertState, lateral: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the limits (B,) of horizontal and of vertical speed."""
    z = s.position_m[:, 2]
    # To avoid other objects: rise before a lateral motion, and descend only above the waypoint.
    rising = np.where(lateral > 0.02, np.clip((z - 0.07) / 0.06, 0, 1), 1.0)
    above = np.clip((0.025 - lateral) / 0.01, 0, 1)
    level = HORIZONTAL_SPEED_M_S[s.phase] * np.where(s.phase == Phase.APPROACH, rising, 1.0)
    return level, VERTICAL_SPEED_M_S[s.phase] * np.where(IS_DESCENDING[s.phase], above, 1.0)


def _toward(distance: FloatArray, limit: FloatArray, dt: float) -> FloatArray:
    """Return the displacement of a step (B,): slower near the goal, and never past it."""
    speed = np.minimum(limit, np.maximum(p.SLOWDOWN_PER_S * distance, p.CREEP_M_S))
    return np.minimum(distance, speed * dt)


def _move(s: ExpertState, waypoint: FloatArray, yaw_goal: FloatArray, dt: float) -> None:
    error = waypoint - s.position_m
    lateral = np.hypot(error[:, 0], error[:, 1])
    level, upright = _speed_limits(s, lateral)
    # A push keeps its speed to the end: a sphere would roll ahead of a slower tool.
    step = np.where(
        s.phase == Phase.PUSH, np.minimum(lateral, level * dt), _toward(lateral, level, dt)
    )
    s.position_m[:, :2] += (step / np.maximum(lateral, 1e-9))[:, None] * error[:, :2]
    s.position_m[:, 2] += np.sign(error[:, 2]) * _toward(np.abs(error[:, 2]), upright, dt)
    turn = p.TURN_RAD_S * dt
    s.yaw_rad += np.clip(yaw_goal - s.yaw_rad, -turn, turn)


def _move_gripper(s: ExpertState, goal: ExpertGoal, held: Bools, dt: float) -> Bools:
    """Move the gripper, and return whether an object is held then (B,)."""
    wants_open = IS_GRIPPER_OPEN[goal.kind, s.phase]
    offset = goal.target_m - s.position_m[:, :2]
    caught = (s.phase == Phase.GRASP) & (np.hypot(offset[:, 0], offset[:, 1]) < p.LOST_M)
    held = ~wants_open & (held | caught)
    closed = np.where(held, np.minimum(p.HELD_OPENING, s.opening), 0.0)
    max_change = p.GRIPPER_PER_S * dt
    s.opening += np.clip(np.where(wants_open, 1.0, closed) - s.opening, -max_change, max_change)
    return held


def _advance(
    s: ExpertState, goal: ExpertGoal, waypoints: FloatArray, held: Bools, dt: float
) -> Bools:
    """Advance the state in place, and return whether an object is held (B,)."""
    index = np.arange(len(s.phase))
    waypoints[0] = s.position_m[:, :2]
    waypoint = np.empty_like(s.position_m)
    waypoint[:, :2] = waypoints[WAYPOINT[goal.kind, s.phase], index]
    waypoint[:, 2] = HEIGHT_M[goal.kind, s.phase]
    # Once the fingers close, the object follows the gripper.
    yaw_goal = np.where(IS_GRASPED[goal.kind], goal.target_yaw_rad, 0.0)
    yaw_goal = np.where(s.phase <= Phase.DESCEND, yaw_goal, s.yaw_rad)
    _move(s, waypoint, yaw_goal, dt)
    held = _move_gripper(s, goal, held, dt)
    s.time_in_phase_s += dt
    following = _next_phase(s, _conditions(s, goal, waypoint, yaw_goal), goal.kind, index)
    s.time_in_phase_s[following != s.phase] = 0.0
    s.phase = following
    return held


def _copy(state: ExpertState) -> ExpertState:
    return ExpertState(
        np.array(state.position_m, float),
        np.array(state.yaw_rad, float),
        np.array(state.opening, float),
        np.array(state.phase, np.int64),
        np.array(state.time_in_phase_s, float),
    )


def expert_chunk(
    state: ExpertState, goal: ExpertGoal, steps: int = p.CHUNK_STEPS
) -> ExpertChunkBatch:
    """Return the next `steps` steps of 0.1 s from each state."""
    s, waypoints = _copy(state), _waypoints(goal)
    size, dt = len(s.phase), p.STEP_DURATION_S / _SUBSTEPS
    held = IS_HOLDING[goal.kind, s.phase] & (s.opening >= p.EMPTY_OPENING)
    position, yaw, since = (
        np.empty((size, steps, 3)),
        np.empty((size, steps)),
        np.empty((size, steps)),
    )
    phase = np.empty((size, steps), np.int64)
    for i in range(steps):
        for _ in range(_SUBSTEPS):
            held = _advance(s, goal, waypoints, held, dt)
        position[:, i], yaw[:, i] = s.position_m, s.yaw_rad
        phase[:, i], since[:, i] = s.phase, s.time_in_phase_s
    return ExpertChunkBatch(
        position_m=position,
        yaw_rad=yaw,
        phase=phase,
        time_in_phase_s=since,
        gripper=IS_GRIPPER_OPEN[goal.kind[:, None], phase].astype(float),
        termination=(phase == Phase.DONE).astype(float),
    )
