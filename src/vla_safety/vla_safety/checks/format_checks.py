# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Format checks of a chunk: shapes, numbers, ranges, frame, command."""

import numpy as np
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.checks.check_context import violations_above
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation

_QUATERNION_TOLERANCE = 0.01
_STEP_DURATION_RANGE_S = (0.005, 1.0)
_MAX_ID_LENGTH = 128
# Larger numbers overflow in later checks; no position or angle is that large.
_MAX_NUMBER = 1e6


def check_shape(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require the same number of steps in all arrays, from 1 to the limit."""
    steps, limit = len(chunk.positions), context.limits.max_steps
    if not 1 <= steps <= limit:
        return chunk_violation(
            'shape',
            steps,
            limit,
            f'a chunk has 1 to {limit} steps; got {steps}. Change the horizon of the policy',
        )
    expected = ((steps, 3), (steps, 4), (steps,), (steps,))
    shapes = tuple(
        a.shape for a in (chunk.positions, chunk.quaternions, chunk.gripper, chunk.termination)
    )
    if expected == shapes:
        return []
    return chunk_violation(
        'shape',
        steps,
        steps,
        f'poses, gripper and termination must have as many steps; got shapes {shapes}.'
        ' Send one gripper opening and one termination probability per pose',
    )


def check_finite(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require finite numbers everywhere, small enough to compute with."""
    scalars = (chunk.step_duration_s, chunk.confidence)
    if not np.isfinite(scalars).all():
        return chunk_violation(
            'finite',
            np.nan,
            _MAX_NUMBER,
            f'step duration and confidence must be finite; got {scalars}. Check the policy',
        )
    rows = np.column_stack((chunk.positions, chunk.quaternions, chunk.gripper, chunk.termination))
    bad = ~(np.abs(rows) < _MAX_NUMBER).all(axis=1)
    return [
        Violation(
            'finite',
            step,
            float('nan'),
            _MAX_NUMBER,
            f'every value must be a finite number below 1e6; step {step} has'
            f' {rows[step].tolist()}. Check the policy and its checkpoint',
        )
        for step in np.flatnonzero(bad).tolist()
    ]


def check_frame(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require the frame that the limits are given in."""
    if chunk.frame_id == context.limits.frame_id:
        return []
    return chunk_violation(
        'frame',
        np.nan,
        np.nan,
        f'poses must be in frame {context.limits.frame_id!r}; got {chunk.frame_id[:64]!r}.'
        ' Set frame_id on both sides to the same',
    )


def check_command_id(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require the id of the command that the chunk executes."""
    length = len(chunk.command_id)
    if 1 <= length <= _MAX_ID_LENGTH:
        return []
    return chunk_violation(
        'command_id',
        length,
        _MAX_ID_LENGTH,
        f'command_id must have 1 to {_MAX_ID_LENGTH} characters; got {length}.'
        ' Copy it from command_embedding',
    )


def check_task(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Refuse commands that the language node did not classify as a task, for any policy."""
    if context.is_task:
        return []
    # The reason is not repeated: it may quote the command, which the audit log may have to redact.
    return chunk_violation(
        'no_task',
        np.nan,
        np.nan,
        'a command must be one task that the robot supports; the language node classified this'
        ' one otherwise, for the reason in command_embedding. Rephrase the command',
    )


def check_step_duration(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a step duration that playback can follow."""
    low, high = _STEP_DURATION_RANGE_S
    if low <= chunk.step_duration_s <= high:
        return []
    limit = low if chunk.step_duration_s < low else high
    return chunk_violation(
        'step_duration',
        chunk.step_duration_s,
        limit,
        f'step_duration_s must be within {low} and {high} s; got {chunk.step_duration_s:g}.'
        ' Change it in the policy',
    )


def check_quaternion(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require unit quaternions."""
    error = np.abs(np.linalg.norm(chunk.quaternions, axis=1) - 1)
    return violations_above(
        context,
        'quaternion',
        error,
        _QUATERNION_TOLERANCE,
        'a quaternion has length 1 within {limit}',
        remedy='Normalize it in the policy',
        steps=range(len(error)),
    )


def check_gripper(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require gripper openings within their range."""
    low, high = context.limits.gripper_min, context.limits.gripper_max
    outside = np.maximum(low - chunk.gripper, chunk.gripper - high)
    return violations_above(
        context,
        'gripper',
        outside,
        0.0,
        f'gripper opening is within {low:g} and {high:g}',
        remedy='The value is the distance outside of the range; clamp it in the policy',
        steps=range(len(outside)),
    )


def check_termination(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require termination probabilities from 0 to 1."""
    outside = np.abs(chunk.termination - 0.5) - 0.5
    return violations_above(
        context,
        'termination',
        outside,
        0.0,
        'termination is a probability within 0 and 1',
        remedy='The value is the distance outside of the range; check the policy',
        steps=range(len(outside)),
    )


def check_confidence(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a confidence of the policy above the minimum."""
    limit = context.limits.min_confidence
    if context.at_least('confidence', chunk.confidence, limit) and chunk.confidence <= 1.0:
        return []
    return chunk_violation(
        'confidence',
        chunk.confidence,
        limit,
        f'confidence must be within {limit:g} and 1; got {chunk.confidence:.3g}.'
        ' Rephrase the command',
    )
