# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Each check on its own, then how they work together."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from vla_common.clock import TimePoint
from vla_common.rotation import yaw_to_quaternion
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import violations_above
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.chunk_inspection import CONTENT_CHECKS
from vla_safety.checks.chunk_inspection import FORMAT_CHECKS
from vla_safety.checks.chunk_inspection import inspect_chunk
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import EPOCH_S
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.geometry import rotated
from vla_safety.types.limits import Limits

NOW = TimePoint(100.0, EPOCH_S + 0.15)
ROBOT = RobotSample(HOME, TOOL_DOWN, 1.0, int(EPOCH_S * 1e9), 'base_link')


def _context(**changes: Any) -> CheckContext:
    values = {
        'limits': Limits(),
        'watchdog': WatchdogLimits(),
        'robot': ROBOT,
        'robot_age_s': 0.02,
    }
    return CheckContext(now=NOW, **{**values, **changes})


def _evaluate(
    chunk: Chunk, violation_policy: ViolationPolicy | None = None, **context: Any
) -> ChunkAssessment:
    return inspect_chunk(chunk, _context(**context), violation_policy or ViolationPolicy())


def _with(field: str, index: Any, value: Any) -> Chunk:
    values = np.array(getattr(make_chunk(), field))
    values[index] = value
    return make_chunk(**{field: values})


def _path(*points: tuple[float, ...]) -> Chunk:
    return make_chunk(positions=np.array(points, dtype=np.float64), **_short(len(points)))


def _short(steps: int) -> dict[str, Any]:
    return {
        'quaternions': np.tile(TOOL_DOWN, (steps, 1)),
        'gripper': np.ones(steps),
        'termination': np.zeros(steps),
    }


def test_a_good_chunk_passes_unchanged() -> None:
    chunk = make_chunk()
    assessment = _evaluate(chunk)
    assert assessment == ChunkAssessment(chunk)
    assert assessment.accepted


CASES: tuple[tuple[str, list[int], Chunk], ...] = (
    ('shape', [-1], make_chunk(gripper=np.ones(15))),
    ('shape', [-1], make_chunk(positions=np.zeros((16, 2)))),
    ('shape', [-1], make_chunk(positions=np.zeros((0, 3)), **_short(0))),
    ('shape', [-1], make_chunk(positions=np.tile(HOME, (65, 1)), **_short(65))),
    ('finite', [3], _with('positions', (3, 1), math.nan)),
    ('finite', [4], _with('quaternions', (4, 0), math.inf)),
    ('finite', [5], _with('gripper', 5, -math.inf)),
    ('finite', [6], _with('termination', 6, math.nan)),
    ('finite', [7], _with('positions', (7, 0), 1e30)),
    ('finite', [-1], make_chunk(confidence=math.nan)),
    ('finite', [-1], make_chunk(step_duration_s=math.inf)),
    ('frame', [-1], make_chunk(frame_id='world')),
    ('frame', [-1], make_chunk(frame_id='')),
    ('command_id', [-1], make_chunk(command_id='')),
    ('command_id', [-1], make_chunk(command_id='x' * 129)),
    ('step_duration', [-1], make_chunk(step_duration_s=0.0)),
    ('step_duration', [-1], make_chunk(step_duration_s=-0.1)),
    ('step_duration', [-1], make_chunk(step_duration_s=1.5)),
    ('quaternion', [2], _with('quaternions', 2, (0.9, 0.0, 0.0, 0.0))),
    ('quaternion', [2], _with('quaternions', 2, 0.0)),
    ('stamp_clock', [-1], make_chunk(stamp_ns=0)),
    ('stamp_clock', [-1], make_chunk(stamp_ns=12_300_000_000)),
    ('stamp_clock', [-1], make_chunk(stamp_ns=int((EPOCH_S + 3600) * 1e9))),
    ('stamp_future', [-1], make_chunk(stamp_ns=int((EPOCH_S + 0.25) * 1e9))),
    ('stamp_stale', [-1], make_chunk(stamp_ns=int((EPOCH_S - 1.2) * 1e9))),
    ('stamp_expired', [-1], make_chunk(step_duration_s=0.009)),
    ('confidence', [-1], make_chunk(confidence=0.1)),
    ('confidence', [-1], make_chunk(confidence=1.5)),
    ('termination', [9], _with('termination', 9, 1.1)),
    ('gripper', [8], _with('gripper', 8, -0.1)),
    ('gripper', [8], _with('gripper', 8, 1.1)),
    ('workspace', [15], make_chunk(displacement=np.array((0.0, 0.0, 0.32)))),
    ('tool_height', [1], _path((0.35, 0.0, 0.3), (0.35, 0.0, 0.2), (0.35, 0.0, 0.25))),
    ('keep_out', [2, 3, 4], _path(*((0.30 + 0.05 * i, 0.2, 0.2) for i in range(5)))),
    ('start_jump', [1], make_chunk(HOME + (0.16, 0.0, 0.0), displacement=np.zeros(3))),
    ('start_turn', [1], make_chunk(quaternions=np.tile(yaw_to_quaternion(0.9), (16, 1)))),
    ('step_jump', [2], _path(*((0.35 + 0.101 * (i > 1), 0.0, 0.3) for i in range(4)))),
    ('step_turn', [8], _with('quaternions', np.s_[8:], yaw_to_quaternion(0.61))),
)


@pytest.mark.parametrize(('check', 'steps', 'chunk'), CASES)
def test_a_broken_rule_refuses_and_says_where(check: str, steps: list[int], chunk: Chunk) -> None:
    limits = Limits(
        keep_out_m=(0.40, 0.1, 0.0, 0.45, 0.3, 0.5),
        max_start_m=0.15,
        min_tool_height_m=0.21 if check == 'tool_height' else 0.005,
    )
    robot = ROBOT
    if check == 'keep_out':
        robot = dataclasses.replace(ROBOT, position=np.array((0.3, 0.2, 0.2)))
    assessment = _evaluate(chunk, limits=limits, robot=robot)
    assert not assessment.accepted
    assert [(v.check, v.step) for v in assessment.refusals] == [(check, step) for step in steps]
    assert all(len(v.message) > 20 for v in assessment.refusals)


@pytest.mark.parametrize(
    ('check', 'context'),
    [
        ('order', {'last_stamp_ns': int((EPOCH_S + 0.1) * 1e9)}),
        ('order', {'last_stamp_ns': int(EPOCH_S * 1e9), 'last_sequence': 0}),
        ('order', {'last_stamp_ns': int(EPOCH_S * 1e9), 'last_sequence': 7}),
        ('state_unknown', {'robot': None}),
        ('state_stale', {'robot_age_s': 0.61}),
        ('start_place', {'start_allowed': False}),
    ],
)
def test_what_a_chunk_is_judged_against(check: str, context: dict[str, Any]) -> None:
    assert [v.check for v in _evaluate(make_chunk(), **context).refusals] == [check]


def test_a_policy_that_starts_anew_counts_from_zero() -> None:
    before_ns = int((EPOCH_S - 0.1) * 1e9)
    assert _evaluate(make_chunk(), last_stamp_ns=before_ns, last_sequence=99).accepted
    same_ns = int(EPOCH_S * 1e9)
    newer = make_chunk(sequence=100)
    assert _evaluate(newer, last_stamp_ns=same_ns, last_sequence=99).accepted


def test_the_messages_hold_rule_value_and_advice() -> None:
    (violation, *_) = _evaluate(make_chunk(displacement=np.array((0.0, 0.0, 0.4)))).refusals
    assert (violation.limit, violation.step) == (0.0, 12)
    assert violation.value == pytest.approx(0.025)
    assert 'within [0.2, -0.45, 0.005] and [0.8, 0.45, 0.6] m' in violation.message
    assert 'step 12 has 0.025' in violation.message
    assert 'workspace_*_m' in violation.message


def test_float32_at_the_border_is_inside() -> None:
    edge = np.float64(np.float32(0.8))
    robot = dataclasses.replace(ROBOT, position=np.array((0.75, 0.0, 0.3)))
    chunk = make_chunk(robot.position, displacement=np.array((edge - 0.75, 0.0, 0.0)))
    assert chunk.positions[-1, 0] > 0.8
    assert _evaluate(chunk, robot=robot).accepted


# Too fast: 0.08 m and 0.3 rad a step of 0.1 s.
FAST = make_chunk(positions=HOME + np.arange(1, 5)[:, None] * (0.08, 0.0, 0.0), **_short(4))
TURNING = make_chunk(quaternions=yaw_to_quaternion(np.arange(1, 17) * 0.3))


@pytest.mark.parametrize(
    ('chunk', 'check', 'factor'), [(FAST, 'linear_speed', 1.6), (TURNING, 'angular_speed', 1.5)]
)
def test_speed_is_kept_by_slower_playback(chunk: Chunk, check: str, factor: float) -> None:
    assessment = _evaluate(chunk)
    assert assessment.accepted
    assert {v.check for v in assessment.adjustments} == {check}
    assert assessment.chunk.time_scale == pytest.approx(factor)
    # Every rate of the slower chunk is within its limit now.
    assert not _evaluate(assessment.chunk).adjustments
    refusing = ViolationPolicy(
        on_violation_linear_speed='refuse', on_violation_angular_speed='refuse'
    )
    assert {v.check for v in _evaluate(chunk, refusing).refusals} == {check}


def test_playback_is_not_slowed_without_end() -> None:
    assessment = _evaluate(FAST, limits=Limits(max_linear_speed_m_s=0.15))
    assert [v.check for v in assessment.refusals] == ['time_scale']


def test_acceleration_and_jerk_are_left_to_playback_or_slow_it_or_refuse() -> None:
    zigzag = make_chunk(positions=HOME + np.arange(16)[:, None] % 2 * (0.02, 0.0, 0.0))
    assessment = _evaluate(zigzag)
    checks = {v.check for v in assessment.adjustments}
    assert checks == {'linear_acceleration', 'linear_jerk'}
    assert assessment.accepted
    assert assessment.chunk == zigzag
    slow = ViolationPolicy(
        on_violation_linear_acceleration='scale_time', on_violation_linear_jerk='scale_time'
    )
    assessment = _evaluate(zigzag, slow)
    assert not _evaluate(assessment.chunk, slow).adjustments
    strict = ViolationPolicy(on_violation_linear_acceleration='refuse')
    assert {v.check for v in _evaluate(zigzag, strict).refusals} == {'linear_acceleration'}


def test_places_are_clamped_where_asked() -> None:
    clamping = ViolationPolicy(
        on_violation_workspace='clamp',
        on_violation_tool_height='clamp',
        on_violation_gripper='clamp',
    )
    up = make_chunk(displacement=np.array((0.0, 0.0, 0.4)), gripper=np.full(16, 1.2))
    assessment = _evaluate(up, clamping)
    assert assessment.accepted
    assert assessment.chunk.positions[:, 2].max() == 0.6
    assert assessment.chunk.gripper.tolist() == [1.0] * 16
    assert {v.check for v in assessment.adjustments} == {'workspace', 'gripper'}
    limits = Limits(min_tool_height_m=0.29)
    assessment = _evaluate(
        make_chunk(displacement=np.array((0.0, 0.0, -0.1))), clamping, limits=limits
    )
    assert assessment.chunk.positions[:, 2].min() == pytest.approx(0.29)


def test_a_tilted_tool_near_the_table_is_refused_or_raised() -> None:
    tilted = np.tile(rotated(TOOL_DOWN, np.array((0.7, 0.0, 0.0))), (16, 1))
    near = HOME * (1.0, 1.0, 0.0) + (0.0, 0.0, 0.03)
    robot = dataclasses.replace(ROBOT, position=near, quaternion=tilted[0])
    chunk = make_chunk(near, quaternions=tilted)
    assert _evaluate(make_chunk(near), robot=robot).accepted  # upright it may be there
    assert {v.check for v in _evaluate(chunk, robot=robot).refusals} == {'tool_height'}
    clamping = ViolationPolicy(on_violation_tool_height='clamp')
    assessment = _evaluate(chunk, clamping, robot=robot)
    assert assessment.accepted
    height_m = assessment.chunk.positions[0, 2] - 0.05 * math.sin(0.7)
    assert height_m == pytest.approx(0.005)


def test_every_check_notes_how_far_it_was_from_its_limit() -> None:
    assessment = _evaluate(make_chunk(confidence=0.75), camera=CameraStatus(0.3, 0.1))
    measured = assessment.measured
    assert measured['confidence'] == pytest.approx((0.75, 0.2, 0.55))
    assert measured['image_stale'] == pytest.approx((0.3, 1.2, 0.9))
    assert measured['features_stale'] == pytest.approx((0.1, 1.0, 0.9))
    assert measured['step_jump'][0] == pytest.approx(0.15 / 16)
    assert measured['workspace'].margin == pytest.approx(0.15 + 0.15 / 16)
    assert set(measured) >= {
        'stamp_stale',
        'stamp_future',
        'state_stale',
        'gripper',
        'tool_height',
        'keep_out',
        'start_jump',
        'start_turn',
        'step_turn',
        'linear_speed',
        'angular_speed',
        'linear_acceleration',
        'angular_acceleration',
        'linear_jerk',
        'angular_jerk',
        'time_scale',
    }
    assert all(measure.margin >= -1e-6 for measure in measured.values())


def test_clamping_a_place_does_not_excuse_the_tool_height() -> None:
    clamping = ViolationPolicy(on_violation_workspace='clamp')
    limits = Limits(min_tool_height_m=0.25)
    assessment = _evaluate(
        make_chunk(displacement=np.array((0.0, 0.0, -0.1))), clamping, limits=limits
    )
    assert {v.check for v in assessment.refusals} == {'tool_height'}


def test_all_broken_rules_of_the_content_are_told() -> None:
    chunk = make_chunk(
        displacement=np.array((0.0, 0.0, 0.4)), gripper=np.full(16, 1.2), confidence=0.0
    )
    assert {v.check for v in _evaluate(chunk).refusals} == {'confidence', 'gripper', 'workspace'}


def test_one_step_is_enough_for_every_check() -> None:
    assert (
        _evaluate(_path((0.36, 0.0, 0.3)), watchdog=WatchdogLimits()).refusals[0].check
        == 'stamp_expired'
    )
    chunk = make_chunk(positions=np.array([[0.36, 0.0, 0.3]]), step_duration_s=1.0, **_short(1))
    assert _evaluate(chunk).accepted


def test_turns_do_not_mind_the_sign_of_quaternions() -> None:
    flipped = TURNING.quaternions * np.array((1, -1) * 8)[:, None]
    chunk = TURNING.with_changes(quaternions=flipped)
    np.testing.assert_allclose(
        chunk.rotations / chunk.step_s, np.tile((0.0, 0.0, 3.0), (15, 1)), atol=1e-9
    )


def test_ways_and_turns_are_those_of_the_changed_chunk() -> None:
    np.testing.assert_array_equal(TURNING.displacements, np.diff(TURNING.positions, axis=0))
    still = TURNING.with_changes(quaternions=np.tile(TURNING.quaternions[:1], (16, 1)))
    assert TURNING.rotations.any()
    assert not still.rotations.any()


def test_what_is_not_a_number_is_above_every_limit() -> None:
    values = [0.5, math.nan, math.inf, 1.5]
    violations = violations_above(
        _context(), 'a', values, 1.0, 'at most {limit} m', remedy='Stop', steps=range(4, 8)
    )
    assert [v.step for v in violations] == [5, 6, 7]
    assert violations[2].message == 'at most 1 m; step 7 has 1.5. Stop'


def test_every_check_has_its_own_name() -> None:
    names = [check.__name__ for check in (*FORMAT_CHECKS, *CONTENT_CHECKS)]
    assert len(names) == len(set(names)) == 27
