# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion checks of a chunk: positions, jumps, speed, acceleration, jerk."""

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

# By order of the time derivative.
_UNITS = {1: '/s', 2: '/s^2', 3: '/s^3'}


def check_workspace(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require every step within the workspace."""
    low, high = np.array(context.limits.workspace_min_m), context.limits.high
    outside = np.maximum(low - chunk.positions, chunk.positions - high).max(axis=1)
    rule = f'positions must be within {low.tolist()} and {high.tolist()} m'
    return violations_above(
        context,
        'workspace',
        outside,
        0.0,
        rule,
        remedy='Name a goal within them, or widen workspace_min_m or workspace_max_m',
        steps=range(len(outside)),
        value='is {:.3g} m outside',
    )


def check_tool_height(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require that no part of the tool, upright or tilted, is too close to the table."""
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
        f'the tool stays at least {limit:g} m above the table',
        remedy='Hold the tool upright or lower min_tool_height_m',
        steps=range(len(low)),
        value='is {:.3g} m below',
    )


def check_keep_out(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require every step, and the straight line to it, outside of the keep-out boxes."""
    boxes = context.limits.keep_out
    starts = np.concatenate((chunk.positions[:1], chunk.positions[:-1]))
    hit = segments_intersect(starts, chunk.positions, boxes).sum(axis=1)
    return violations_above(
        context,
        'keep_out',
        hit,
        0.0,
        'no path leads through a keep-out box',
        remedy='The value is the number of boxes hit; correct keep_out_m if one is wrong',
        steps=range(len(hit)),
    )


def check_start(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require that motion starts near the measured pose and at an allowed position."""
    robot, limits = context.robot, context.limits
    if robot is None:
        return []  # check_state has refused the chunk already
    if not context.start_allowed:
        return chunk_violation(
            'start_place',
            np.nan,
            limits.start_tolerance_m,
            f'motion starts within the workspace and outside of keep-out boxes; the robot is'
            f' at {np.round(robot.position, 3).tolist()} m. Move it back manually',
        )
    trajectory = context.trajectory(chunk)
    now_s = context.now.steady_s
    target, steps = trajectory.at(now_s), [trajectory.next_step(now_s)]
    distance_m = np.linalg.norm(target.position - robot.position)
    angle_rad = quaternion_angle(robot.quaternion, target.quaternion)
    return violations_above(
        context,
        'start_jump',
        [distance_m],
        limits.max_start_m,
        'a chunk starts within {limit} m of the measured pose',
        remedy='Check frame and units of the policy',
        steps=steps,
    ) + violations_above(
        context,
        'start_turn',
        [angle_rad],
        limits.max_start_rad,
        'a chunk starts within {limit} rad of the measured orientation',
        remedy='Check the quaternion order (xyzw) of the policy',
        steps=steps,
    )


def check_step(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Refuse chunks that jump; slower playback would not remedy a jump."""
    steps = range(1, len(chunk.positions))
    distances_m = np.linalg.norm(chunk.displacements, axis=1)
    angles_rad = np.linalg.norm(chunk.rotations, axis=1)
    return violations_above(
        context,
        'step_jump',
        distances_m,
        context.limits.max_step_m,
        'a step is at most {limit} m long',
        remedy='Check frame and units of the policy',
        steps=steps,
    ) + violations_above(
        context,
        'step_turn',
        angles_rad,
        context.limits.max_step_rad,
        'a step rotates by at most {limit} rad',
        remedy='Check the quaternion order (xyzw) of the policy',
        steps=steps,
    )


def check_linear_speed(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the speed from step to step."""
    return _check_rate(
        context, 'linear_speed', 1, chunk.displacements, chunk, context.limits.max_linear_speed_m_s
    )


def check_angular_speed(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the angular speed from step to step."""
    limit = context.limits.max_angular_speed_rad_s
    return _check_rate(context, 'angular_speed', 1, chunk.rotations, chunk, limit)


def check_linear_acceleration(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the acceleration from step to step."""
    limit = context.limits.max_linear_acceleration_m_s2
    return _check_rate(context, 'linear_acceleration', 2, chunk.displacements, chunk, limit)


def check_angular_acceleration(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the angular acceleration from step to step."""
    limit = context.limits.max_angular_acceleration_rad_s2
    return _check_rate(context, 'angular_acceleration', 2, chunk.rotations, chunk, limit)


def check_linear_jerk(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the jerk from step to step."""
    return _check_rate(
        context, 'linear_jerk', 3, chunk.displacements, chunk, context.limits.max_linear_jerk_m_s3
    )


def check_angular_jerk(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Limit the angular jerk from step to step."""
    limit = context.limits.max_angular_jerk_rad_s3
    return _check_rate(context, 'angular_jerk', 3, chunk.rotations, chunk, limit)


def _check_rate(
    context: CheckContext, check: str, order: int, changes: FloatArray, chunk: Chunk, limit: float
) -> list[Violation]:
    """Limit the norm of a time derivative of the pose; `changes` are the first differences."""
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
