# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint checks, each violated on purpose."""

from dataclasses import replace
from typing import Any

from check_samples import make_context
import numpy as np
import pytest
from vla_kinematics.joint_path import JointPath
from vla_safety.checks.joint_checks import check_joint_state
from vla_safety.robot.joint_monitor import JointStatus
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.sample_robots import SampleRobot
from vla_safety.testing.sample_robots import tool_down
from vla_safety.types.chunk import Chunk
from vla_safety.types.input_fault import InputFault


def straight(robot: SampleRobot, way_m: tuple[float, ...], **changes: Any) -> Chunk:
    """Return 16 steps from where the robot stands."""
    fractions = np.linspace(1 / 16, 1, 16)
    positions = robot.tool.position_m + fractions[:, None] * np.array(way_m)
    return make_chunk(positions=positions, quaternions=tool_down(np.zeros(16)), **changes)


def standing(name: str = 'ur5e', **changes: Any) -> SampleRobot:
    robot = SampleRobot(name, **changes)
    assert robot.move_to(np.array((0.5, 0.0, 0.2)))
    return robot


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_motion_on_the_table_is_accepted_with_margins(name: str) -> None:
    robot = standing(name)
    assessment = robot.assess(straight(robot, (0.05, 0.1, -0.1)))
    assert assessment.refusals == ()
    for check in (
        'joint_pose',
        'joint_position',
        'reach',
        'joint_step',
        'singularity',
        'table_collision',
        'self_collision',
        'joint_speed',
        'joint_acceleration',
    ):
        assert assessment.margins[check].margin > 0, check


def refused_by(robot: SampleRobot, chunk: Chunk) -> set[str]:
    assessment = robot.assess(chunk)
    assert all(len(v.message) > 40 for v in assessment.refusals)
    return {v.check for v in assessment.refusals}


def test_pose_out_of_reach_is_refused_at_its_step() -> None:
    robot = standing()
    chunk = straight(robot, (0.6, 0.0, 0.0))
    assert 'reach' in refused_by(robot, chunk)
    (violation,) = (v for v in robot.assess(chunk).refusals if v.check == 'reach')
    assert 3 < violation.step < 15
    assert f'misses step {violation.step} by' in violation.message


def test_joint_at_the_end_of_its_range_is_named() -> None:
    robot = standing(joint_min=(-0.4, -3.1, 0.1, -6.2, -3.0, -6.2))
    assessment = robot.assess(straight(robot, (0.0, -0.4, 0.0), step_duration_s=0.2))
    assert 'joint_position' in {v.check for v in assessment.refusals}
    text = next(v.message for v in assessment.refusals if v.check == 'joint_position')
    assert 'shoulder_pan_joint' in text


def test_measured_joints_outside_of_their_range_are_refused() -> None:
    robot = standing()
    robot.joints[1] = 0.3
    assessment = robot.assess(straight(robot, (0.01, 0.0, 0.0)))
    assert 'joint_start' in {v.check for v in assessment.refusals}


def test_fast_joints_play_the_chunk_slower() -> None:
    robot = standing(joint_speed_scale=0.05)
    assessment = robot.assess(straight(robot, (0.0, 0.3, 0.0)))
    assert assessment.accepted
    assert 'joint_speed' in {v.check for v in assessment.adjustments}
    path = robot.model.path(assessment.chunk, robot.joints)
    excess = path.speeds(assessment.chunk.step_s) / robot.model.max_speed
    assert excess.max() == pytest.approx(1.0, abs=1e-6)


def test_high_acceleration_plays_the_chunk_slower() -> None:
    robot = standing(max_joint_acceleration_rad_s2=1.0)
    chunk = straight(robot, (0.0, 0.1, 0.0))
    positions = chunk.positions.copy()
    positions[8:, 1] += 0.02
    assessment = robot.assess(chunk.with_changes(positions=positions))
    assert 'joint_acceleration' in {v.check for v in assessment.adjustments}
    path = robot.model.path(assessment.chunk, robot.joints)
    assert path.accelerations(assessment.chunk.step_s).max() == pytest.approx(1.0, abs=1e-6)


def test_singular_posture_is_refused() -> None:
    robot = standing(min_singular_value=0.9)
    assert refused_by(robot, straight(robot, (0.0, 0.1, 0.0))) == {'singularity'}


def test_jump_of_a_joint_is_refused() -> None:
    robot = standing(max_joint_step_rad=0.01)
    assert 'joint_step' in refused_by(robot, straight(robot, (0.0, 0.3, 0.0)))


def test_pose_that_the_joints_do_not_have_is_refused() -> None:
    robot = standing()
    other = robot.joints + (np.pi / 2, 0, 0, 0, 0, 0)
    chunk = straight(robot, (0.0, 0.1, 0.0))
    context = make_context(joints=JointStatus(robot.model, other, 0.0, None))
    assert [v.check for v in check_joint_state(chunk, context)] == ['joint_pose']


def test_missing_joint_states_are_refused_with_their_reason() -> None:
    fault = InputFault('joint_state_stale', 'joint_states may be at most 0.6 s old')
    context = make_context(joints=JointStatus(standing().model, None, 2.0, fault))
    (violation,) = check_joint_state(make_chunk(), context)
    assert (violation.check, violation.message) == fault


def test_error_in_the_check_refuses_the_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    robot = standing()

    def fail(*_: Any) -> JointPath:
        raise RuntimeError('no solution')

    monkeypatch.setattr(robot.model, 'path', fail)
    assessment = robot.assess(straight(robot, (0.0, 0.1, 0.0)))
    assert {v.check for v in assessment.refusals} == {'joint_check_failed'}
    assert 'RuntimeError: no solution' in assessment.refusals[0].message


def test_without_a_description_nothing_is_checked() -> None:
    assert check_joint_state(make_chunk(), make_context()) == []
    assert replace(make_context()).joints is None
