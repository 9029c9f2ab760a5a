# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Is the motion of a chunk allowed: places, jumps, speeds."""

import numpy as np
from numpy.typing import NDArray
from vla_common.rotation import quaternion_angle
from vla_safety.checks.check_context import above
from vla_safety.checks.check_context import Scene
from vla_safety.checks.check_context import whole
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation
from vla_safety.types.geometry import lowest_point
from vla_safety.types.geometry import segments_hit

Array = NDArray[np.float64]


def check_workspace(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Keep every step within the workspace."""
    low, high = np.array(scene.limits.workspace_min_m), scene.limits.high
    outside = np.maximum(low - chunk.positions, chunk.positions - high).max(axis=1)
    rule = f'positions are within {low.tolist()} and {high.tolist()} m'
    return above(
        scene,
        'workspace',
        outside,
        0.0,
        rule,
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
        scene,
        'tool_height',
        limit - low,
        0.0,
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
        scene,
        'keep_out',
        hit,
        0.0,
        'no way leads through a keep-out box',
        todo='The figure counts the boxes hit; change keep_out_m if one is wrong',
        steps=range(len(hit)),
    )


def check_start(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Let motion start near the measured pose only, and only from an allowed place."""
    robot, limits = scene.robot, scene.limits
    if robot is None:
        return []  # check_state has refused already
    if not scene.start_allowed:
        return whole(
            'start_place',
            np.nan,
            limits.start_tolerance_m,
            (
                f'motion starts within the workspace and outside of keep-out boxes; the robot is'
                f' at {np.round(robot.position, 3).tolist()} m. Move it back by hand'
            ),
        )
    plan = scene.plan(chunk)
    target, step = plan.at(scene.now.steady_s), [plan.next_step(scene.now.steady_s)]
    way = np.linalg.norm(target.position - robot.position)
    turn = quaternion_angle(robot.quaternion, target.quaternion)
    return above(
        scene,
        'start_jump',
        [way],
        limits.max_start_m,
        'a chunk starts within {limit} m of the measured pose',
        todo='Check frame and units of the policy',
        steps=step,
    ) + above(
        scene,
        'start_turn',
        [turn],
        limits.max_start_rad,
        'a chunk starts within {limit} rad of the measured orientation',
        todo='Check the quaternion order (xyzw) of the policy',
        steps=step,
    )


def check_step(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Refuse chunks that jump: no slower playback makes sense of them."""
    steps = range(1, len(chunk.positions))
    way = np.linalg.norm(chunk.ways, axis=1)
    turn = np.linalg.norm(chunk.turns, axis=1)
    return above(
        scene,
        'step_jump',
        way,
        scene.limits.max_step_m,
        'a step is at most {limit} m long',
        todo='Check the policy',
        steps=steps,
    ) + above(
        scene,
        'step_turn',
        turn,
        scene.limits.max_step_rad,
        'a step turns by at most {limit} rad',
        todo='Check the policy',
        steps=steps,
    )


def check_linear_speed(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the speed from step to step."""
    return _rate(scene, 'linear_speed', 1, chunk.ways, chunk, scene.limits.max_linear_speed_m_s)


def check_angular_speed(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the turning speed from step to step."""
    limit = scene.limits.max_angular_speed_rad_s
    return _rate(scene, 'angular_speed', 1, chunk.turns, chunk, limit)


def check_linear_acceleration(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the acceleration from step to step."""
    limit = scene.limits.max_linear_acceleration_m_s2
    return _rate(scene, 'linear_acceleration', 2, chunk.ways, chunk, limit)


def check_angular_acceleration(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the turning acceleration from step to step."""
    limit = scene.limits.max_angular_acceleration_rad_s2
    return _rate(scene, 'angular_acceleration', 2, chunk.turns, chunk, limit)


def check_linear_jerk(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the jerk from step to step."""
    return _rate(scene, 'linear_jerk', 3, chunk.ways, chunk, scene.limits.max_linear_jerk_m_s3)


def check_angular_jerk(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Limit the turning jerk from step to step."""
    limit = scene.limits.max_angular_jerk_rad_s3
    return _rate(scene, 'angular_jerk', 3, chunk.turns, chunk, limit)


_UNITS = {1: '/s', 2: '/s^2', 3: '/s^3'}


def _rate(
    scene: Scene, check: str, order: int, changes: Array, chunk: Chunk, limit: float
) -> list[Violation]:
    if len(chunk.positions) <= order:
        return []
    for _ in range(order - 1):
        changes = changes[1:] - changes[:-1]
    values = np.linalg.norm(changes, axis=1) / chunk.step_s**order
    unit = ('m' if check.startswith('linear') else 'rad') + _UNITS[order]
    name = check.replace('_', ' ')
    return above(
        scene,
        check,
        values,
        limit,
        f'{name} is at most {{limit}} {unit}',
        todo='Slow the policy down, or raise the limit',
        steps=range(order, len(chunk.positions)),
    )
