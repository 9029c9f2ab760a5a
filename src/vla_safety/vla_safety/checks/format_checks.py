# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Is a chunk well-formed: shapes, numbers, ranges, frame."""

import numpy as np
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.checks.check_context import violations_above
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation

_QUATERNION_TOLERANCE = 0.01
_STEP_DURATION_RANGE_S = (0.005, 1.0)
_MAX_ID_LENGTH = 128


def check_shape(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require K steps everywhere, with K from 1 to the limit."""
    steps, limit = len(chunk.positions), context.limits.max_steps
    if not 1 <= steps <= limit:
        return chunk_violation(
            'shape', steps, limit, f'a chunk has 1 to {limit} steps; got {steps}'
        )
    wanted = ((steps, 3), (steps, 4), (steps,), (steps,))
    got = tuple(
        a.shape for a in (chunk.positions, chunk.quaternions, chunk.gripper, chunk.termination)
    )
    if wanted == got:
        return []
    return chunk_violation(
        'shape',
        steps,
        steps,
        (
            f'poses, gripper and termination must have as many steps; got shapes {got}.'
            ' Send one gripper opening and one termination probability a pose'
        ),
    )


def check_finite(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require numbers everywhere, small enough to compute with."""
    rows = np.column_stack((chunk.positions, chunk.quaternions, chunk.gripper, chunk.termination))
    # What float32 cannot hold is no position or angle; it would overflow in later checks.
    bad = ~(np.abs(rows) < 1e6).all(axis=1)
    scalars = (chunk.step_duration_s, chunk.confidence)
    if not np.isfinite(scalars).all():
        return chunk_violation(
            'finite',
            np.nan,
            1e6,
            (f'step duration and confidence must be finite; got {scalars}. Check the policy'),
        )
    return [
        Violation(
            'finite',
            step,
            float('nan'),
            1e6,
            (
                f'every value must be a finite number below 1e6; step {step} has'
                f' {rows[step].tolist()}. Check the policy and its checkpoint'
            ),
        )
        for step in np.flatnonzero(bad).tolist()
    ]


def check_frame(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require the one frame that limits are given in."""
    if chunk.frame_id == context.limits.frame_id:
        return []
    return chunk_violation(
        'frame',
        np.nan,
        np.nan,
        (
            f'poses must be in frame {context.limits.frame_id!r}; got {chunk.frame_id[:64]!r}.'
            ' Set frame_id on both sides to the same'
        ),
    )


def check_command_id(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require the name of the command that the chunk carries out."""
    length = len(chunk.command_id)
    if 1 <= length <= _MAX_ID_LENGTH:
        return []
    return chunk_violation(
        'command_id',
        length,
        _MAX_ID_LENGTH,
        (f'a chunk names its command in 1 to {_MAX_ID_LENGTH} characters; got {length}'),
    )


def check_task(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Refuse commands that the language side took for no task, whatever the policy thinks."""
    if context.is_task:
        return []
    # Why is not repeated: it may quote what was said, and the audit log may have to leave it out.
    return chunk_violation(
        'no_task',
        np.nan,
        np.nan,
        (
            'a command must be one task that the robot knows; the language side took this one for'
            ' none and says why in command_embedding. Say it in other words'
        ),
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
        (f'step_duration_s must be within {low} and {high} s; got {chunk.step_duration_s:g}'),
    )


def check_quaternion(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require unit quaternions."""
    off = np.abs(np.linalg.norm(chunk.quaternions, axis=1) - 1)
    return violations_above(
        context,
        'quaternion',
        off,
        _QUATERNION_TOLERANCE,
        'a quaternion has length 1 within {limit}',
        remedy='Normalize it in the policy',
        steps=range(len(off)),
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
        remedy='The figure is how far outside it is',
        steps=range(len(outside)),
    )


def check_termination(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require probabilities."""
    outside = np.abs(chunk.termination - 0.5) - 0.5
    return violations_above(
        context,
        'termination',
        outside,
        0.0,
        'termination is a probability within 0 and 1',
        remedy='The figure is how far outside it is',
        steps=range(len(outside)),
    )


def check_confidence(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require that the policy is sure enough."""
    limit = context.limits.min_confidence
    if context.at_least('confidence', chunk.confidence, limit) and chunk.confidence <= 1.0:
        return []
    return chunk_violation(
        'confidence',
        chunk.confidence,
        limit,
        (
            f'confidence must be within {limit:g} and 1; got {chunk.confidence:.3g}.'
            ' Say the command in other words'
        ),
    )
