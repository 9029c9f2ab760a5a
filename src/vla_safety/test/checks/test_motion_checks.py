# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion checks of a chunk: positions, jumps, tool height."""

import dataclasses
import math

from check_samples import assert_refused
from check_samples import assess
from check_samples import fields_for
from check_samples import make_context
from check_samples import path_chunk
from check_samples import ROBOT
from check_samples import with_value
import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_safety.checks.chunk_inspection import Check
from vla_safety.checks.motion_checks import check_linear_acceleration
from vla_safety.checks.motion_checks import check_linear_jerk
from vla_safety.checks.motion_checks import check_linear_speed
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Chunk
from vla_safety.types.geometry import rotated


def test_messages_have_rule_value_and_remedy() -> None:
    (violation, *_) = assess(make_chunk(displacement=np.array((0.0, 0.0, 0.4)))).refusals
    assert (violation.limit, violation.step) == (0.0, 12)
    assert violation.value == pytest.approx(0.025)
    assert 'within [0.2, -0.45, 0.005] and [0.8, 0.45, 0.6] m' in violation.message
    assert 'step 12 is 0.025 m outside. Name a goal' in violation.message
    assert 'widen workspace_min_m or workspace_max_m' in violation.message


def test_float32_rounding_at_the_border_is_no_violation() -> None:
    edge = np.float64(np.float32(0.8))
    robot = dataclasses.replace(ROBOT, position=np.array((0.75, 0.0, 0.3)))
    chunk = make_chunk(robot.position, displacement=np.array((edge - 0.75, 0.0, 0.0)))
    assert chunk.positions[-1, 0] > 0.8
    assert assess(chunk, robot=robot).accepted


def test_a_tilted_tool_near_the_table_is_refused_or_raised() -> None:
    tilted = np.tile(rotated(TOOL_DOWN, np.array((0.7, 0.0, 0.0))), (16, 1))
    near = HOME * (1.0, 1.0, 0.0) + (0.0, 0.0, 0.03)
    robot = dataclasses.replace(ROBOT, position=near, quaternion=tilted[0])
    chunk = make_chunk(near, quaternions=tilted)
    assert assess(make_chunk(near), robot=robot).accepted  # upright it may be there
    assert {v.check for v in assess(chunk, robot=robot).refusals} == {'tool_height'}
    clamping = ViolationPolicy(on_violation_tool_height='clamp')
    assessment = assess(chunk, clamping, robot=robot)
    assert assessment.accepted
    height_m = assessment.chunk.positions[0, 2] - 0.05 * math.sin(0.7)
    assert height_m == pytest.approx(0.005)


def test_one_step_is_enough_for_every_check() -> None:
    assert (
        assess(path_chunk((0.36, 0.0, 0.3)), watchdog=WatchdogLimits()).refusals[0].check
        == 'stamp_expired'
    )
    chunk = make_chunk(
        positions=np.array([[0.36, 0.0, 0.3]]), step_duration_s=1.0, **fields_for(1)
    )
    assert assess(chunk).accepted


CASES: tuple[tuple[str, list[int], Chunk], ...] = (
    ('workspace', [15], make_chunk(displacement=np.array((0.0, 0.0, 0.32)))),
    ('tool_height', [1], path_chunk((0.35, 0.0, 0.3), (0.35, 0.0, 0.2), (0.35, 0.0, 0.25))),
    ('keep_out', [2, 3, 4], path_chunk(*((0.30 + 0.05 * i, 0.2, 0.2) for i in range(5)))),
    ('start_jump', [1], make_chunk(HOME + (0.16, 0.0, 0.0), displacement=np.zeros(3))),
    ('start_turn', [1], make_chunk(quaternions=np.tile(yaw_to_quaternion(0.9), (16, 1)))),
    ('step_jump', [2], path_chunk(*((0.35 + 0.101 * (i > 1), 0.0, 0.3) for i in range(4)))),
    ('step_turn', [8], with_value('quaternions', np.s_[8:], yaw_to_quaternion(0.61))),
)


@pytest.mark.parametrize(('check', 'steps', 'chunk'), CASES)
def test_disallowed_motion_is_refused_with_its_steps(
    check: str, steps: list[int], chunk: Chunk
) -> None:
    assert_refused(check, steps, chunk)


@pytest.mark.parametrize(
    ('check', 'value'),
    [(check_linear_speed, 0.2), (check_linear_acceleration, 0.0), (check_linear_jerk, 0.0)],
)
def test_rates_of_uniform_motion(check: Check, value: float) -> None:
    context = make_context()
    chunk = make_chunk(displacement=np.array((0.32, 0.0, 0.0)))
    assert check(chunk, context) == []
    (margin,) = context.margins.values()
    assert margin.value == pytest.approx(value, abs=1e-9)


def test_slower_playback_lowers_the_rates() -> None:
    context = make_context()
    check_linear_speed(
        make_chunk(displacement=np.array((0.32, 0.0, 0.0)), time_scale=2.0), context
    )
    assert context.margins['linear_speed'].value == pytest.approx(0.1)
