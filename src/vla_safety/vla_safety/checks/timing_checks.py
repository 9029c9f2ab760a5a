# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Timing checks of a chunk: stamp, order, and age of the inputs that motion needs."""

import math

from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation


def check_stamp(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a stamp of the clock of this node that is neither old nor in the future."""
    limits, age_s = context.watchdog, context.now.ros_s - chunk.stamp_s
    if chunk.stamp_ns <= 0 or abs(age_s) > limits.other_clock_s:
        message = (
            f'the stamp must be of the clock of this node; it is {age_s:.3f} s old.'
            ' Set use_sim_time to the same value on all nodes, or stamp the images'
        )
        return chunk_violation('stamp_clock', age_s, limits.other_clock_s, message)
    if not context.at_most('stamp_future', -age_s, limits.max_future_s):
        message = (
            f'a stamp may be at most {limits.max_future_s:g} s in the future; it is'
            f' {-age_s:.3f} s. Synchronize the clocks of the hosts'
        )
        return chunk_violation('stamp_future', -age_s, limits.max_future_s, message)
    if not context.at_most('stamp_stale', age_s, limits.max_image_age_s):
        message = (
            f'the image of a chunk may be at most {limits.max_image_age_s:g} s old; it is'
            f' {age_s:.3f} s old. Check that camera, perception and policy keep up'
        )
        return chunk_violation('stamp_stale', age_s, limits.max_image_age_s, message)
    left_s = len(chunk.positions) * chunk.step_duration_s - age_s
    if not context.at_least('stamp_expired', left_s, 0.0) or left_s == 0.0:
        message = (
            f'a chunk must reach into the future; its last step was {-left_s:.3f} s ago.'
            ' Send more steps or plan faster'
        )
        return chunk_violation('stamp_expired', -left_s, 0.0, message)
    return []


def check_order(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """
    Require a chunk newer than the newest accepted one.

    A newer stamp is enough, because a restarted policy counts its sequence from 0 again.
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
        f'chunks must come in order; sequence {chunk.sequence} is {late_s:.3f} s older than'
        f' the newest accepted one, sequence {context.last_sequence}. Run one policy only',
    )


def check_state(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a recent robot state, which most limits depend on."""
    limit = context.watchdog.max_state_age_s
    recent = context.at_most('state_stale', context.robot_age_s, limit)
    if recent and context.robot is not None:
        return []
    value = math.inf if context.robot is None else context.robot_age_s
    if context.state_fault is not None:
        return chunk_violation(
            context.state_fault.reason, value, limit, context.state_fault.message
        )
    if context.robot is None:
        return chunk_violation(
            'state_unknown',
            value,
            limit,
            f'motion needs robot_state in frame {context.limits.frame_id!r}; none was received.'
            ' Start the robot or the simulator',
        )
    return chunk_violation(
        'state_stale',
        value,
        limit,
        f'robot_state may be at most {limit:g} s old; it is {value:.3f} s old.'
        ' Check that the robot driver runs',
    )


def check_camera(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require recent images that show the scene, where a camera is monitored."""
    camera, limits = context.camera, context.watchdog
    if camera is None:
        return []
    image_age_s, features_age_s = camera.image_age_s, camera.features_age_s
    if math.isinf(features_age_s):
        message = (
            'motion needs visual_features of a camera; none were received. Start camera and'
            ' perception, or set watch_camera to false for a policy that needs no camera'
        )
        return chunk_violation('image_unknown', math.inf, limits.max_image_age_s, message)
    if not context.at_most('features_stale', features_age_s, limits.max_features_age_s):
        message = (
            f'visual_features may be at most {limits.max_features_age_s:g} s old; they are'
            f' {features_age_s:.3f} s old. Check the camera, then perception'
        )
        return chunk_violation(
            'features_stale', features_age_s, limits.max_features_age_s, message
        )
    if not context.at_most('image_stale', image_age_s, limits.max_image_age_s):
        message = (
            f'an image that shows the scene may be at most {limits.max_image_age_s:g} s old;'
            f' it is {image_age_s:.3f} s old. {camera.remedy}'
        )
        return chunk_violation(camera.reason, image_age_s, limits.max_image_age_s, message)
    return []


def check_language(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require a recent heartbeat of the language node, where it is monitored."""
    age_s, limit = context.language_age_s, context.watchdog.max_language_age_s
    if age_s is None:
        return []
    if math.isinf(age_s):
        return chunk_violation(
            'language_unknown',
            math.inf,
            limit,
            'motion needs language_heartbeat; none was received. Start the language node, or'
            ' set watch_language to false for a system without one',
        )
    if not context.at_most('language_stale', age_s, limit):
        return chunk_violation(
            'language_stale',
            age_s,
            limit,
            f'language_heartbeat may be at most {limit:g} s old; it is {age_s:.3f} s old.'
            ' Check the language node',
        )
    return []


def check_deadman(chunk: Chunk, context: CheckContext) -> list[Violation]:
    """Require that the deadman switch is held, where one is used."""
    if context.deadman_held:
        return []
    return chunk_violation(
        'deadman',
        0.0,
        1.0,
        'motion needs the deadman switch held: true on the topic deadman, repeatedly; it is'
        ' released. Hold it, or set deadman to false',
    )
