# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The scripted expert: what to do next, as a pure function of state and memory.

A point is moved through the phases of the task and its path is the chunk. Everything carries a
leading batch axis B.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vla_common.rotation import Array

from vla_sim import phases as p
from vla_sim.phases import Kind
from vla_sim.phases import Phase

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Simulated steps per chunk step.
_SUBSTEPS = 2


@dataclass
class ExpertState:
    """Tool and memory: all that changes while the expert works."""

    position_m: Array  # (B, 3)
    yaw_rad: Array  # (B,)
    opening: Array  # (B,) 0 closed .. 1 open
    phase: Ints  # (B,)
    time_in_phase_s: Array  # (B,)


@dataclass(frozen=True)
class ExpertGoal:
    """What is to be done, in base_link; destination is unused by pick and point."""

    kind: Ints  # (B,)
    target_m: Array  # (B, 2)
    target_yaw_rad: Array  # (B,)
    destination_m: Array  # (B, 2)


@dataclass(frozen=True)
class ExpertChunk:
    """Step i is to be reached (i + 1) * 0.1 s after the state it was made from."""

    position_m: Array  # (B, K, 3)
    yaw_rad: Array  # (B, K)
    gripper: Array  # (B, K) commanded opening
    phase: Ints  # (B, K)
    time_in_phase_s: Array  # (B, K)
    termination: Array  # (B, K) 1 where the task is done


def _run_up(goal: ExpertGoal) -> Array:
    """Return where a push begins (B, 2)."""
    away = goal.target_m - goal.destination_m
    length = np.linalg.norm(away, axis=1, keepdims=True)
    return goal.target_m + p.RUN_UP_M * away / np.maximum(length, 1e-6)


def _waypoints(s: ExpertState, goal: ExpertGoal, start: Array) -> Array:
    """Return where each tool is to go (B, 3)."""
    push = goal.kind == Kind.PUSH
    here, phase = s.position_m, s.phase
    above = np.where(push[:, None], start, goal.target_m)
    spots = np.empty((len(Phase), *here.shape))
    spots[:, :, :2] = here[:, :2]
    for name in (Phase.APPROACH, Phase.DESCEND):
        spots[name, :, :2] = above
    for name in (Phase.GRASP, Phase.HOVER):
        spots[name, :, :2] = goal.target_m
    for name in (Phase.TRANSFER, Phase.LOWER, Phase.RELEASE, Phase.PUSH):
        spots[name, :, :2] = goal.destination_m
    spots[Phase.APPROACH, :, 2] = p.APPROACH_Z_M
    spots[Phase.DESCEND, :, 2] = np.where(push, p.PUSH_Z_M, p.GRASP_Z_M)
    spots[Phase.GRASP, :, 2] = p.GRASP_Z_M
    for name in (Phase.LIFT, Phase.TRANSFER, Phase.RETREAT, Phase.DONE):
        spots[name, :, 2] = p.CARRY_Z_M
    spots[Phase.LOWER, :, 2] = spots[Phase.RELEASE, :, 2] = p.RELEASE_Z_M
    spots[Phase.PUSH, :, 2] = p.PUSH_Z_M
    spots[Phase.HOVER, :, 2] = p.HOVER_Z_M
    point = (goal.kind == Kind.POINT)[:, None]
    spots[Phase.DONE] = np.where(point, spots[Phase.HOVER], spots[Phase.DONE])
    return spots[phase, np.arange(len(here))]


def _wants_open(phase: Ints, kind: Ints) -> Bools:
    """Return whether the gripper is to be open (B,)."""
    handles = (kind == Kind.PICK) | (kind == Kind.PLACE)
    before = (phase == Phase.APPROACH) | (phase == Phase.DESCEND)
    after = (phase == Phase.RELEASE) | (phase == Phase.RETREAT) \
        | ((phase == Phase.DONE) & (kind == Kind.PLACE))
    return handles & (before | after)


def _next_phase(s: ExpertState, goal: ExpertGoal, waypoint: Array, yaw_goal: Array) -> Ints:
    """Return the phase that follows from what is reached, held or lost (B,)."""
    phase, kind, since = s.phase, goal.kind, s.time_in_phase_s
    missing = waypoint - s.position_m
    lateral, low = np.hypot(missing[:, 0], missing[:, 1]), -missing[:, 2]
    level = np.abs(low) < p.HEIGHT_TOLERANCE_M
    near, lost = lateral < p.LATERAL_TOLERANCE_M, lateral > p.LOST_M
    push, point, place = kind == Kind.PUSH, kind == Kind.POINT, kind == Kind.PLACE
    handles = ~(push | point)
    ready = (np.abs(yaw_goal - s.yaw_rad) < p.YAW_TOLERANCE_RAD) \
        & (~handles | (s.opening > p.OPEN_ENOUGH))
    left = np.linalg.norm(goal.destination_m - goal.target_m, axis=1)
    dropped = s.opening < p.EMPTY_OPENING
    above = near & ready & (np.abs(low) < 3 * p.HEIGHT_TOLERANCE_M)
    rules = (
        (Phase.APPROACH, push & (left < p.LOST_M), Phase.RETREAT),
        (Phase.APPROACH, above & point, Phase.HOVER),
        (Phase.APPROACH, above & ~point, Phase.DESCEND),
        (Phase.DESCEND, lost, Phase.APPROACH),
        (Phase.DESCEND, level & near & push, Phase.PUSH),
        (Phase.DESCEND, level & near & handles, Phase.GRASP),
        (Phase.GRASP, lost, Phase.APPROACH),
        (Phase.GRASP, since >= p.GRASP_DWELL_S, Phase.LIFT),
        (Phase.LIFT, dropped, Phase.APPROACH),
        (Phase.LIFT, level & place, Phase.TRANSFER),
        (Phase.LIFT, level & ~place, Phase.DONE),
        (Phase.TRANSFER, dropped, Phase.APPROACH),
        (Phase.TRANSFER, near, Phase.LOWER),
        (Phase.LOWER, dropped, Phase.APPROACH),
        (Phase.LOWER, lost, Phase.TRANSFER),
        (Phase.LOWER, level, Phase.RELEASE),
        (Phase.RELEASE, since >= p.RELEASE_DWELL_S, Phase.RETREAT),
        (Phase.RETREAT, level, Phase.DONE),
        (Phase.PUSH, lateral < p.CONTACT_M + 0.002, Phase.RETREAT),
        (Phase.HOVER, lost, Phase.APPROACH),
        (Phase.HOVER, level & near, Phase.DONE),
    )
    following, open_ = phase.copy(), np.ones(len(phase), bool)
    for source, condition, sink in rules:
        hit = open_ & (phase == source) & condition
        following[hit] = sink
        open_ &= ~hit
    return following


def _speed_limits(phase: Ints, z_m: Array, lateral: Array) -> tuple[Array, Array]:
    """Return the limits (B,) of level and of upright speed."""
    level, upright = np.full(len(z_m), p.TRAVEL_M_S), np.full(len(z_m), p.TRAVEL_M_S)
    pushing = phase == Phase.PUSH
    level[pushing] = p.PUSH_M_S
    # Things stand around: rise before going sideways, be above before going down.
    travels = (phase == Phase.APPROACH) & (lateral > 0.02)
    level[travels] *= np.clip((z_m[travels] - 0.07) / 0.06, 0, 1)
    sinks = (phase == Phase.DESCEND) | (phase == Phase.LOWER) | (phase == Phase.HOVER)
    upright[sinks] = p.DESCEND_M_S * np.clip((0.025 - lateral[sinks]) / 0.01, 0, 1)
    level[sinks] = p.DESCEND_M_S
    return level, upright


def _toward(distance: Array, limit: Array, dt: float) -> Array:
    """Return how far to go now (B,): fast while far, slow while near, never past the goal."""
    speed = np.minimum(limit, np.maximum(p.SLOWDOWN_PER_S * distance, p.CREEP_M_S))
    return np.minimum(distance, speed * dt)


def _move(s: ExpertState, waypoint: Array, yaw_goal: Array, dt: float) -> None:
    missing = waypoint - s.position_m
    lateral = np.hypot(missing[:, 0], missing[:, 1])
    level, upright = _speed_limits(s.phase, s.position_m[:, 2], lateral)
    share = _toward(lateral, level, dt) / np.maximum(lateral, 1e-9)
    # Pushing keeps its speed to the end: slowing down would let a sphere roll ahead.
    rush = np.minimum(1.0, p.PUSH_M_S * dt / np.maximum(lateral, 1e-9))
    share = np.where(s.phase == Phase.PUSH, rush, share)
    s.position_m[:, :2] += share[:, None] * missing[:, :2]
    s.position_m[:, 2] += np.sign(missing[:, 2]) * _toward(np.abs(missing[:, 2]), upright, dt)
    turn = p.TURN_RAD_S * dt
    s.yaw_rad += np.clip(yaw_goal - s.yaw_rad, -turn, turn)


def _yaw_goal(s: ExpertState, goal: ExpertGoal) -> Array:
    handles = (goal.kind == Kind.PICK) | (goal.kind == Kind.PLACE)
    aligned = np.where(handles, goal.target_yaw_rad, 0.0)
    # Once the fingers close the object follows the hand.
    return np.where(s.phase <= Phase.DESCEND, aligned, s.yaw_rad)


def _advance(s: ExpertState, goal: ExpertGoal, start: Array, held: Bools, dt: float) -> Bools:
    """Advance the state in place; return what is held (B,)."""
    waypoint, yaw_goal = _waypoints(s, goal, start), _yaw_goal(s, goal)
    following = _next_phase(s, goal, waypoint, yaw_goal)
    changed = following != s.phase
    s.time_in_phase_s = np.where(changed, 0.0, s.time_in_phase_s) + dt
    s.phase = following
    _move(s, _waypoints(s, goal, start), _yaw_goal(s, goal), dt)
    away = np.hypot(*(goal.target_m - s.position_m[:, :2]).T)
    wants_open = _wants_open(s.phase, goal.kind)
    held = ~wants_open & (held | ((s.phase == Phase.GRASP) & (away < p.LOST_M)))
    reach = p.GRIPPER_PER_S * dt
    closed = np.where(held, np.minimum(p.HELD_OPENING, s.opening), 0.0)
    s.opening += np.clip(np.where(wants_open, 1.0, closed) - s.opening, -reach, reach)
    return held


def expert_chunk(state: ExpertState, goal: ExpertGoal, steps: int = p.CHUNK_STEPS) -> ExpertChunk:
    """Return the next `steps` steps of 0.1 s from each state."""
    s = ExpertState(
        np.array(state.position_m, float), np.array(state.yaw_rad, float),
        np.array(state.opening, float), np.array(state.phase), np.array(state.time_in_phase_s))
    size = len(s.yaw_rad)
    start, dt = _run_up(goal), p.STEP_DURATION_S / _SUBSTEPS
    carrying = (s.phase >= Phase.GRASP) & (s.phase <= Phase.LOWER) | (s.phase == Phase.DONE)
    held = carrying & (s.opening >= p.EMPTY_OPENING)
    position, numbers = np.empty((size, steps, 3)), np.empty((3, size, steps))
    phase = np.empty((size, steps), np.int64)
    for i in range(steps):
        for _ in range(_SUBSTEPS):
            held = _advance(s, goal, start, held, dt)
        position[:, i], phase[:, i] = s.position_m, s.phase
        numbers[0, :, i], numbers[1, :, i] = s.yaw_rad, s.time_in_phase_s
        numbers[2, :, i] = _wants_open(s.phase, goal.kind)
    return ExpertChunk(
        position_m=position, yaw_rad=numbers[0], gripper=numbers[2], phase=phase,
        time_in_phase_s=numbers[1], termination=(phase == Phase.DONE).astype(float))
