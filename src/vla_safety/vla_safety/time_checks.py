# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Is a chunk of now: stamp, order, the robot's state."""

import math

from vla_safety.chunk import Chunk
from vla_safety.chunk import Violation
from vla_safety.scene import Scene
from vla_safety.scene import whole


def check_stamp(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Require a stamp of this clock that is neither old nor in the future."""
    timing = scene.timing
    age_s = scene.now.ros_s - chunk.stamp_s
    if chunk.stamp_ns <= 0 or abs(age_s) > timing.other_clock_s:
        return whole('stamp_clock', age_s, timing.other_clock_s, (
            f'the stamp must be of the clock of this node; it is {age_s:.3f} s old.'
            ' Set use_sim_time alike on all nodes, or stamp the images'
        ))
    if age_s < -timing.max_future_s:
        return whole('stamp_future', -age_s, timing.max_future_s, (
            f'a stamp may be at most {timing.max_future_s:g} s in the future; it is'
            f' {-age_s:.3f} s. Synchronize the clocks of the hosts'
        ))
    if age_s > timing.max_image_age_s:
        return whole('stamp_stale', age_s, timing.max_image_age_s, (
            f'the image of a chunk may be at most {timing.max_image_age_s:g} s old; it is'
            f' {age_s:.3f} s old. Check that camera, perception and policy keep up'
        ))
    left_s = len(chunk.positions) * chunk.step_duration_s - age_s
    if left_s <= 0:
        return whole('stamp_expired', -left_s, 0.0, (
            f'a chunk must reach into the future; its last step was {-left_s:.3f} s ago.'
            ' Send more steps or plan faster'
        ))
    return []


def check_order(chunk: Chunk, scene: Scene) -> list[Violation]:
    """
    Require a chunk newer than the newest accepted one.

    A policy that was started anew counts from 0 again, so a newer stamp is enough.
    """
    if chunk.stamp_ns > scene.last_stamp_ns:
        return []
    if chunk.stamp_ns == scene.last_stamp_ns and chunk.sequence > scene.last_sequence:
        return []
    late_s = (scene.last_stamp_ns - chunk.stamp_ns) * 1e-9
    return whole('order', late_s, 0.0, (
        f'chunks must come in order; sequence {chunk.sequence} is {late_s:.3f} s older than the'
        f' newest accepted one, sequence {scene.last_sequence}. Run one policy only'
    ))


def check_state(chunk: Chunk, scene: Scene) -> list[Violation]:
    """Require to know where the robot is: most limits mean nothing otherwise."""
    if scene.state_known:
        return []
    limit = scene.timing.max_state_age_s
    if scene.robot is None:
        return whole('state_unknown', math.inf, limit, (
            f'motion needs robot_state in frame {scene.limits.frame_id!r}; none was received.'
            ' Start the robot or the simulator'
        ))
    return whole('state_stale', scene.robot_age_s, limit, (
        f'robot_state may be at most {limit:g} s old; it is {scene.robot_age_s:.3f} s old.'
        ' Check the robot'
    ))
