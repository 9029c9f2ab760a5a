# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inspection of a chunk: adjustments, order of the checks, margins."""

from check_samples import assess
from check_samples import fields_for
import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.chunk_inspection import CONTENT_CHECKS
from vla_safety.checks.chunk_inspection import FORMAT_CHECKS
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.types.chunk import Chunk
from vla_safety.types.limits import Limits


def test_a_valid_chunk_is_accepted_unchanged() -> None:
    chunk = make_chunk()
    assessment = assess(chunk)
    assert assessment == ChunkAssessment(chunk)
    assert assessment.accepted


# Too fast: 0.08 m and 0.3 rad a step of 0.1 s.
FAST = make_chunk(positions=HOME + np.arange(1, 5)[:, None] * (0.08, 0.0, 0.0), **fields_for(4))


ROTATING = make_chunk(quaternions=yaw_to_quaternion(np.arange(1, 17) * 0.3))


@pytest.mark.parametrize(
    ('chunk', 'check', 'factor'), [(FAST, 'linear_speed', 1.6), (ROTATING, 'angular_speed', 1.5)]
)
def test_too_fast_chunks_are_played_slower_or_refused(
    chunk: Chunk, check: str, factor: float
) -> None:
    assessment = assess(chunk)
    assert assessment.accepted
    assert {v.check for v in assessment.adjustments} == {check}
    assert assessment.chunk.time_scale == pytest.approx(factor)
    # Every rate of the slower chunk is within its limit now.
    assert not assess(assessment.chunk).adjustments
    refusing = ViolationPolicy(
        on_violation_linear_speed='refuse', on_violation_angular_speed='refuse'
    )
    assert {v.check for v in assess(chunk, refusing).refusals} == {check}


def test_a_chunk_that_is_much_too_fast_is_refused() -> None:
    assessment = assess(FAST, limits=Limits(max_linear_speed_m_s=0.15))
    assert [v.check for v in assessment.refusals] == ['time_scale']


def test_actions_for_too_high_acceleration_and_jerk() -> None:
    zigzag = make_chunk(positions=HOME + np.arange(16)[:, None] % 2 * (0.02, 0.0, 0.0))
    assessment = assess(zigzag)
    checks = {v.check for v in assessment.adjustments}
    assert checks == {'linear_acceleration', 'linear_jerk'}
    assert assessment.accepted
    assert assessment.chunk == zigzag
    slow = ViolationPolicy(
        on_violation_linear_acceleration='scale_time', on_violation_linear_jerk='scale_time'
    )
    assessment = assess(zigzag, slow)
    assert not assess(assessment.chunk, slow).adjustments
    strict = ViolationPolicy(on_violation_linear_acceleration='refuse')
    assert {v.check for v in assess(zigzag, strict).refusals} == {'linear_acceleration'}


def test_positions_and_openings_are_clamped_where_configured() -> None:
    clamping = ViolationPolicy(
        on_violation_workspace='clamp',
        on_violation_tool_height='clamp',
        on_violation_gripper='clamp',
    )
    up = make_chunk(displacement=np.array((0.0, 0.0, 0.4)), gripper=np.full(16, 1.2))
    assessment = assess(up, clamping)
    assert assessment.accepted
    assert assessment.chunk.positions[:, 2].max() == 0.6
    assert assessment.chunk.gripper.tolist() == [1.0] * 16
    assert {v.check for v in assessment.adjustments} == {'workspace', 'gripper'}
    limits = Limits(min_tool_height_m=0.29)
    assessment = assess(
        make_chunk(displacement=np.array((0.0, 0.0, -0.1))), clamping, limits=limits
    )
    assert assessment.chunk.positions[:, 2].min() == pytest.approx(0.29)


def test_clamping_to_the_workspace_does_not_skip_the_tool_height() -> None:
    clamping = ViolationPolicy(on_violation_workspace='clamp')
    limits = Limits(min_tool_height_m=0.25)
    assessment = assess(
        make_chunk(displacement=np.array((0.0, 0.0, -0.1))), clamping, limits=limits
    )
    assert {v.check for v in assessment.refusals} == {'tool_height'}


def test_every_check_records_its_margin() -> None:
    assessment = assess(make_chunk(confidence=0.75), camera=CameraStatus(0.3, 0.1))
    margins = assessment.margins
    assert margins['confidence'] == pytest.approx((0.75, 0.2, 0.55))
    assert margins['image_stale'] == pytest.approx((0.3, 1.2, 0.9))
    assert margins['features_stale'] == pytest.approx((0.1, 1.0, 0.9))
    assert margins['step_jump'][0] == pytest.approx(0.15 / 16)
    assert margins['workspace'].margin == pytest.approx(0.15 + 0.15 / 16)
    assert set(margins) >= {
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
    assert all(measure.margin >= -1e-6 for measure in margins.values())


def test_all_content_checks_are_made() -> None:
    chunk = make_chunk(
        displacement=np.array((0.0, 0.0, 0.4)), gripper=np.full(16, 1.2), confidence=0.0
    )
    assert {v.check for v in assess(chunk).refusals} == {'confidence', 'gripper', 'workspace'}


def test_every_check_has_its_own_name() -> None:
    names = [check.__name__ for check in (*FORMAT_CHECKS, *CONTENT_CHECKS)]
    assert len(names) == len(set(names)) == 39
