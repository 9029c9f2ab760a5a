# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Is the motion of a chunk allowed: places, jumps, speeds."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from vla_common.rotation import conjugate
from vla_common.rotation import quaternion_angle
from vla_common.rotation import quaternion_multiply
from vla_safety.chunk import Chunk
from vla_safety.chunk import Violation
from vla_safety.geometry import lowest_point
from vla_safety.geometry import segments_hit
from vla_safety.scene import above
from vla_safety.scene import Scene
from vla_safety.scene import whole

Array = NDArray[np.float64]


def check_workspace(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Keep every step within the workspace."""
    low, high = np.array(scene.limits.workspace_min_m), scene.limits.high
    outside = np.maximum(low - chunk.positions, chunk.positions - high).max(axis=1)
    rule = f'positions are within {low.tolist()} and {high.tolist()} m'
    return above(
        scene, 'workspace', outside, 0.0, rule,
        todo='The figure is the distance outside; move the object or widen workspace_*_m',
        steps=range(len(outside)),
    )


def check_tool_height(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Keep the lowest point of the tool, which a tilt brings down, off the table."""
    limits = scene.limits
    limit = limits.min_tool_height_m
    low = lowest_point(
        chunk.positions, chunk.quaternions, limits.tool_half_width_m, limits.tool_length_m
    )
    return above(
        scene, 'tool_height', limit - low, 0.0,
        f'the tool stays at least {limit:g} m over the table',
        todo='The figure is how far below; hold the tool upright or lower min_tool_height_m',
        steps=range(len(low)),
    )


def check_keep_out(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Keep every step, and the straight way to it, out of the keep-out boxes."""
    boxes = scene.limits.keep_out
    starts = np.concatenate((chunk.positions[:1], chunk.positions[:-1]))
    hit = segments_hit(starts, chunk.positions, boxes).sum(axis=1)
    return above(
        scene, 'keep_out', hit, 0.0, 'no way leads through a keep-out box',
        todo='The figure counts the boxes hit; change keep_out_m if one is wrong',
        steps=range(len(hit)),
    )


def check_start(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Let motion start near the measured pose only, and only from an allowed place."""
    robot, limits = scene.robot, scene.limits
    if robot is None:
        return []  # check_state has refused already
    if not scene.start_allowed:
        return whole('start_place', np.nan, limits.start_tolerance_m, (
            f'motion starts within the workspace and outside of keep-out boxes; the robot is at'
            f' {np.round(robot.position, 3).tolist()} m. Move it back by hand'
        ))
    plan = scene.plan(chunk)
    target, step = plan.at(scene.now.steady_s), [plan.next_step(scene.now.steady_s)]
    way = np.linalg.norm(target.position - robot.position)
    turn = quaternion_angle(robot.quaternion, target.quaternion)
    return above(
        scene, 'start_jump', [way], limits.max_start_m,
        'a chunk starts within {limit} m of the measured pose',
        todo='Check frame and units of the policy', steps=step,
    ) + above(
        scene, 'start_turn', [turn], limits.max_start_rad,
        'a chunk starts within {limit} rad of the measured orientation',
        todo='Check the quaternion order (xyzw) of the policy', steps=step,
    )


def check_step(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Refuse chunks that jump: no slower playback makes sense of them."""
    steps = range(1, len(chunk.positions))
    way = np.linalg.norm(np.diff(chunk.positions, axis=0), axis=1)
    turn = quaternion_angle(chunk.quaternions[:-1], chunk.quaternions[1:])
    return above(
        scene, 'step_jump', way, scene.limits.max_step_m, 'a step is at most {limit} m long',
        todo='Check the policy', steps=steps,
    ) + above(
        scene, 'step_turn', turn, scene.limits.max_step_rad, 'a step turns by at most {limit} rad',
        todo='Check the policy', steps=steps,
    )


def check_linear_speed(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the speed from step to step."""
    return _rate(scene, 'linear_speed', 1, linear_rates, chunk, scene.limits.max_linear_speed_m_s)


def check_angular_speed(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the turning speed from step to step."""
    limit = scene.limits.max_angular_speed_rad_s
    return _rate(scene, 'angular_speed', 1, angular_rates, chunk, limit)


def check_linear_acceleration(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the acceleration from step to step."""
    limit = scene.limits.max_linear_acceleration_m_s2
    return _rate(scene, 'linear_acceleration', 2, linear_rates, chunk, limit)


def check_angular_acceleration(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the turning acceleration from step to step."""
    limit = scene.limits.max_angular_acceleration_rad_s2
    return _rate(scene, 'angular_acceleration', 2, angular_rates, chunk, limit)


def check_linear_jerk(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the jerk from step to step."""
    return _rate(scene, 'linear_jerk', 3, linear_rates, chunk, scene.limits.max_linear_jerk_m_s3)


def check_angular_jerk(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the turning jerk from step to step."""
    limit = scene.limits.max_angular_jerk_rad_s3
    return _rate(scene, 'angular_jerk', 3, angular_rates, chunk, limit)


def linear_rates(chunk: Chunk) -> Array:
    """Return the velocity [m/s] of each step but the first, (K - 1, 3)."""
    return np.diff(chunk.positions, axis=0) / chunk.step_s


def angular_rates(chunk: Chunk) -> Array:
    """Return the angular velocity [rad/s] of each step but the first, (K - 1, 3)."""
    a, b = chunk.quaternions[:-1], chunk.quaternions[1:]
    d = quaternion_multiply(b, conjugate(a))
    d = d * np.where(d[:, 3:] < 0, -1.0, 1.0)
    sine = np.linalg.norm(d[:, :3], axis=1, keepdims=True)
    angle = 2 * np.arctan2(sine, d[:, 3:])
    return d[:, :3] * (angle / np.maximum(sine, 1e-12)) / chunk.step_s


_UNITS = {1: '/s', 2: '/s^2', 3: '/s^3'}


def _rate(
    scene: Scene,
    check: str,
    order: int,
    rates: Callable[[Chunk], Array],
    chunk: Chunk,
    limit: float,
) -> list[Violation]:
    if len(chunk.positions) <= order:
        return []
    values = np.diff(rates(chunk), n=order - 1, axis=0) / chunk.step_s ** (order - 1)
    unit = ('m' if check.startswith('linear') else 'rad') + _UNITS[order]
    name = check.replace('_', ' ')
    return above(
        scene, check, np.linalg.norm(values, axis=1), limit, f'{name} is at most {{limit}} {unit}',
        todo='Slow the policy down, or raise the limit', steps=range(order, len(chunk.positions)),
    )
