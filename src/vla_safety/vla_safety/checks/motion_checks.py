# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Is the motion of a chunk allowed: places, jumps, speeds."""

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import quaternion_angle
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.checks.check_context import violations_above
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation
from vla_safety.types.geometry import lowest_tool_height
from vla_safety.types.geometry import segments_intersect


def check_workspace(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Keep every step within the workspace."""
    low, high = np.array(context.limits.workspace_min_m), context.limits.high
    outside = np.maximum(low - chunk.positions, chunk.positions - high).max(axis=1)
    rule = f'positions are within {low.tolist()} and {high.tolist()} m'
    return violations_above(
        context,
        'workspace',
        outside,
        0.0,
        rule,
        remedy='The figure is the distance outside; move the object or widen workspace_*_m',
        steps=range(len(outside)),
    )


def check_tool_height(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Keep the lowest point of the tool, which a tilt brings down, off the table."""
    limits = context.limits
    limit = limits.min_tool_height_m
    low = lowest_tool_height(
        chunk.positions, chunk.quaternions, limits.tool_half_width_m, limits.tool_length_m
    )
    return violations_above(
        context,
        'tool_height',
        limit - low,
        0.0,
        f'the tool stays at least {limit:g} m over the table',
        remedy='The figure is how far below; hold the tool upright or lower min_tool_height_m',
        steps=range(len(low)),
    )


def check_keep_out(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Keep every step, and the straight way to it, out of the keep-out boxes."""
    boxes = context.limits.keep_out
    starts = np.concatenate((chunk.positions[:1], chunk.positions[:-1]))
    hit = segments_intersect(starts, chunk.positions, boxes).sum(axis=1)
    return violations_above(
        context,
        'keep_out',
        hit,
        0.0,
        'no way leads through a keep-out box',
        remedy='The figure counts the boxes hit; change keep_out_m if one is wrong',
        steps=range(len(hit)),
    )


def check_start(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Let motion start near the measured pose only, and only from an allowed place."""
    robot, limits = context.robot, context.limits
    if robot is None:
        return []  # check_state has refused already
    if not context.start_allowed:
        return chunk_violation(
            'start_place',
            np.nan,
            limits.start_tolerance_m,
            (
                f'motion starts within the workspace and outside of keep-out boxes; the robot is'
                f' at {np.round(robot.position, 3).tolist()} m. Move it back by hand'
            ),
        )
    trajectory = context.trajectory(chunk)
    target, step = (
        trajectory.at(context.now.steady_s),
        [trajectory.next_step(context.now.steady_s)],
    )
    displacement = np.linalg.norm(target.position - robot.position)
    rotation = quaternion_angle(robot.quaternion, target.quaternion)
    return violations_above(
        context,
        'start_jump',
        [displacement],
        limits.max_start_m,
        'a chunk starts within {limit} m of the measured pose',
        remedy='Check frame and units of the policy',
        steps=step,
    ) + violations_above(
        context,
        'start_turn',
        [rotation],
        limits.max_start_rad,
        'a chunk starts within {limit} rad of the measured orientation',
        remedy='Check the quaternion order (xyzw) of the policy',
        steps=step,
    )


def check_step(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Refuse chunks that jump: no slower playback makes sense of them."""
    steps = range(1, len(chunk.positions))
    displacement = np.linalg.norm(chunk.displacements, axis=1)
    rotation = np.linalg.norm(chunk.rotations, axis=1)
    return violations_above(
        context,
        'step_jump',
        displacement,
        context.limits.max_step_m,
        'a step is at most {limit} m long',
        remedy='Check the policy',
        steps=steps,
    ) + violations_above(
        context,
        'step_turn',
        rotation,
        context.limits.max_step_rad,
        'a step turns by at most {limit} rad',
        remedy='Check the policy',
        steps=steps,
    )


def check_linear_speed(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the speed from step to step."""
    return _rate(
        context, 'linear_speed', 1, chunk.displacements, chunk, context.limits.max_linear_speed_m_s
    )


def check_angular_speed(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the turning speed from step to step."""
    limit = context.limits.max_angular_speed_rad_s
    return _rate(context, 'angular_speed', 1, chunk.rotations, chunk, limit)


def check_linear_acceleration(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the acceleration from step to step."""
    limit = context.limits.max_linear_acceleration_m_s2
    return _rate(context, 'linear_acceleration', 2, chunk.displacements, chunk, limit)


def check_angular_acceleration(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the turning acceleration from step to step."""
    limit = context.limits.max_angular_acceleration_rad_s2
    return _rate(context, 'angular_acceleration', 2, chunk.rotations, chunk, limit)


def check_linear_jerk(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the jerk from step to step."""
    return _rate(
        context, 'linear_jerk', 3, chunk.displacements, chunk, context.limits.max_linear_jerk_m_s3
    )


def check_angular_jerk(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the turning jerk from step to step."""
    limit = context.limits.max_angular_jerk_rad_s3
    return _rate(context, 'angular_jerk', 3, chunk.rotations, chunk, limit)


_UNITS = {1: '/s', 2: '/s^2', 3: '/s^3'}


def _rate(
    context: CheckContext, check: str, order: int, changes: FloatArray, chunk: Chunk, limit: float
) -> list[Violation]:
    if len(chunk.positions) <= order:
        return []
    for _ in range(order - 1):
        changes = changes[1:] - changes[:-1]
    values = np.linalg.norm(changes, axis=1) / chunk.step_s**order
    unit = ('m' if check.startswith('linear') else 'rad') + _UNITS[order]
    name = check.replace('_', ' ')
    return violations_above(
        context,
        check,
        values,
        limit,
        f'{name} is at most {{limit}} {unit}',
        remedy='Slow the policy down, or raise the limit',
        steps=range(order, len(chunk.positions)),
    )
