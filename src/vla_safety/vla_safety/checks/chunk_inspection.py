# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inspection of a chunk before its first step: all checks in order, and adjustments."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field

import numpy as np
from vla_safety.checks import format_checks
from vla_safety.checks import joint_checks
from vla_safety.checks import link_checks
from vla_safety.checks import motion_checks
from vla_safety.checks import publisher_checks
from vla_safety.checks import restart_checks
from vla_safety.checks import timing_checks
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.checks.check_context import Margin
from vla_safety.checks.violation_policy import REFUSE
from vla_safety.checks.violation_policy import SCALE_TIME
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation

Check = Callable[[Chunk, CheckContext], list[Violation]]

# Later checks compute with what these guarantee: the first violation ends the inspection.
FORMAT_CHECKS: tuple[Check, ...] = (
    format_checks.check_shape,
    format_checks.check_finite,
    format_checks.check_frame,
    format_checks.check_command_id,
    format_checks.check_task,
    restart_checks.check_announced,
    format_checks.check_step_duration,
    format_checks.check_quaternion,
    timing_checks.check_stamp,
    timing_checks.check_order,
    publisher_checks.check_publishers,
    timing_checks.check_state,
    joint_checks.check_joint_state,
    timing_checks.check_camera,
    timing_checks.check_language,
    timing_checks.check_deadman,
)
CONTENT_CHECKS: tuple[Check, ...] = (
    format_checks.check_confidence,
    format_checks.check_termination,
    format_checks.check_gripper,
    motion_checks.check_workspace,
    motion_checks.check_tool_height,
    motion_checks.check_keep_out,
    motion_checks.check_start,
    motion_checks.check_step,
    motion_checks.check_linear_speed,
    motion_checks.check_angular_speed,
    motion_checks.check_linear_acceleration,
    motion_checks.check_angular_acceleration,
    motion_checks.check_linear_jerk,
    motion_checks.check_angular_jerk,
    *joint_checks.POSITION_CHECKS,
    *link_checks.LINK_CHECKS,
    *joint_checks.RATE_CHECKS,
)
# Order of the time derivative: the power of the step duration that the value is divided by.
_DERIVATIVE_ORDERS = {'speed': 1, 'acceleration': 2, 'jerk': 3}


@dataclass(frozen=True)
class ChunkAssessment:
    """Result of the inspection of a chunk, with the chunk as adjusted."""

    chunk: Chunk
    # Violations that refuse the chunk.
    refusals: tuple[Violation, ...] = ()
    # Violations that changed the chunk instead.
    adjustments: tuple[Violation, ...] = ()
    # Smallest margin by check, for the checks that were made.
    margins: dict[str, Margin] = field(default_factory=dict, compare=False)

    @property
    def accepted(self) -> bool:
        """Whether the chunk may be played."""
        return not self.refusals


def inspect_chunk(chunk: Chunk, context: CheckContext, policy: ViolationPolicy) -> ChunkAssessment:
    """
    Run every check on a chunk.

    A chunk that is adjusted is checked further in its adjusted form. A chunk that violates a
    format check is not checked further, because the other checks need numbers of the right shape.
    """
    for check in FORMAT_CHECKS:
        if refusals := check(chunk, context):
            return ChunkAssessment(chunk, tuple(refusals), margins=context.margins)
    refusals, adjustments = [], []
    for check in CONTENT_CHECKS:
        violations = check(chunk, context)
        if not violations:
            continue
        if policy.action_for(violations[0].check) == REFUSE:
            refusals += violations
            continue
        adjustments += violations
        chunk = _adjusted(chunk, violations, context, policy)
    refusals += _check_time_scale(chunk, context)
    return ChunkAssessment(chunk, tuple(refusals), tuple(adjustments), context.margins)


def _adjusted(
    chunk: Chunk, violations: list[Violation], context: CheckContext, policy: ViolationPolicy
) -> Chunk:
    check, limits = violations[0].check, context.limits
    if policy.action_for(check) == SCALE_TIME:
        order = _DERIVATIVE_ORDERS[check.rsplit('_')[-1]]
        factor = max(v.value / v.limit for v in violations) ** (1 / order)
        return chunk.with_changes(time_scale=chunk.time_scale * factor)
    if check == 'gripper':
        opening = np.clip(chunk.gripper, limits.gripper_min, limits.gripper_max)
        return chunk.with_changes(gripper=opening)
    if check == 'workspace':
        low, high = np.array(limits.workspace_min_m), limits.high
        return chunk.with_changes(positions=np.clip(chunk.positions, low, high))
    if check == 'tool_height':
        positions = chunk.positions.copy()
        for violation in violations:
            positions[violation.step, 2] += violation.value
        return chunk.with_changes(positions=positions)
    # Playback limits acceleration and jerk at every tick.
    return chunk


def _check_time_scale(chunk: Chunk, context: CheckContext) -> list[Violation]:
    limit = context.limits.max_time_scale
    if context.at_most('time_scale', chunk.time_scale, limit):
        return []
    return chunk_violation(
        'time_scale',
        chunk.time_scale,
        limit,
        f'a chunk may be played at most {limit:g} times slower to respect its limits; it needs'
        f' {chunk.time_scale:.3g}. Slow the policy down',
    )
