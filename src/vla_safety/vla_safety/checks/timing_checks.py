# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Is a chunk of now: stamp, order, the robot's state."""

import math

from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation


def check_stamp(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a stamp of this clock that is neither old nor in the future."""
    watchdog = context.watchdog
    age_s = context.now.ros_s - chunk.stamp_s
    if chunk.stamp_ns <= 0 or abs(age_s) > watchdog.other_clock_s:
        return chunk_violation(
            'stamp_clock',
            age_s,
            watchdog.other_clock_s,
            (
                f'the stamp must be of the clock of this node; it is {age_s:.3f} s old.'
                ' Set use_sim_time alike on all nodes, or stamp the images'
            ),
        )
    if not context.at_most('stamp_future', -age_s, watchdog.max_future_s):
        return chunk_violation(
            'stamp_future',
            -age_s,
            watchdog.max_future_s,
            (
                f'a stamp may be at most {watchdog.max_future_s:g} s in the future; it is'
                f' {-age_s:.3f} s. Synchronize the clocks of the hosts'
            ),
        )
    if not context.at_most('stamp_stale', age_s, watchdog.max_image_age_s):
        return chunk_violation(
            'stamp_stale',
            age_s,
            watchdog.max_image_age_s,
            (
                f'the image of a chunk may be at most {watchdog.max_image_age_s:g} s old; it is'
                f' {age_s:.3f} s old. Check that camera, perception and policy keep up'
            ),
        )
    left_s = len(chunk.positions) * chunk.step_duration_s - age_s
    if not context.at_least('stamp_expired', left_s, 0.0) or left_s == 0.0:
        return chunk_violation(
            'stamp_expired',
            -left_s,
            0.0,
            (
                f'a chunk must reach into the future; its last step was {-left_s:.3f} s ago.'
                ' Send more steps or plan faster'
            ),
        )
    return []


def check_order(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """
    Require a chunk newer than the newest accepted one.

    A policy that was started anew counts from 0 again, so a newer stamp is enough.
    """
    if chunk.stamp_ns > context.last_stamp_ns:
        return []
    if chunk.stamp_ns == context.last_stamp_ns and chunk.sequence > context.last_sequence:
        return []
    late_s = (context.last_stamp_ns - chunk.stamp_ns) * 1e-9
    return chunk_violation(
        'order',
        late_s,
        0.0,
        (
            f'chunks must come in order; sequence {chunk.sequence} is {late_s:.3f} s older than'
            f' the newest accepted one, sequence {context.last_sequence}. Run one policy only'
        ),
    )


def check_state(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require to know where the robot is: most limits mean nothing otherwise."""
    limit = context.watchdog.max_state_age_s
    recent = context.at_most('state_stale', context.robot_age_s, limit)
    if recent and context.robot is not None:
        return []
    if context.robot is None:
        return chunk_violation(
            'state_unknown',
            math.inf,
            limit,
            (
                f'motion needs robot_state in frame {context.limits.frame_id!r}; none was received.'
                ' Start the robot or the simulator'
            ),
        )
    return chunk_violation(
        'state_stale',
        context.robot_age_s,
        limit,
        (
            f'robot_state may be at most {limit:g} s old; it is {context.robot_age_s:.3f} s old.'
            ' Check the robot'
        ),
    )


def check_camera(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a camera that shows the scene as it is now, where one is watched."""
    camera, watchdog = context.camera, context.watchdog
    if camera is None:
        return []
    if math.isinf(camera.features_age_s):
        return chunk_violation(
            'image_unknown',
            math.inf,
            watchdog.max_image_age_s,
            (
                'motion needs visual_features of a camera; none were received. Start camera and'
                ' perception, or set watch_camera to false for a policy that needs no camera'
            ),
        )
    if not context.at_most('features_stale', camera.features_age_s, watchdog.max_features_age_s):
        return chunk_violation(
            'features_stale',
            camera.features_age_s,
            watchdog.max_features_age_s,
            (
                f'visual_features may be at most {watchdog.max_features_age_s:g} s old; they are'
                f' {camera.features_age_s:.3f} s old. Check the camera, then perception'
            ),
        )
    if not context.at_most('image_stale', camera.image_age_s, watchdog.max_image_age_s):
        return chunk_violation(
            camera.reason,
            camera.image_age_s,
            watchdog.max_image_age_s,
            (
                f'an image that shows the scene may be at most {watchdog.max_image_age_s:g} s old;'
                f' it is {camera.image_age_s:.3f} s old. {camera.remedy}'
            ),
        )
    return []


def check_language(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a living language side, where it is watched."""
    age_s, limit = context.language_age_s, context.watchdog.max_language_age_s
    if age_s is None:
        return []
    if math.isinf(age_s):
        return chunk_violation(
            'language_unknown',
            math.inf,
            limit,
            (
                'motion needs language_heartbeat; none was received. Start the language node, or'
                ' set watch_language to false for a system without one'
            ),
        )
    if not context.at_most('language_stale', age_s, limit):
        return chunk_violation(
            'language_stale',
            age_s,
            limit,
            (
                f'language_heartbeat may be at most {limit:g} s old; it is {age_s:.3f} s old.'
                ' Check the language node'
            ),
        )
    return []


def check_deadman(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require the held deadman switch, where one is used."""
    if context.deadman_held:
        return []
    return chunk_violation(
        'deadman',
        0.0,
        1.0,
        (
            'motion needs the deadman switch held: true on the topic deadman, again and again.'
            ' Hold it, or set deadman to false'
        ),
    )
