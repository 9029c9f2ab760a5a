# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Admission of actions: start, steps, silence, stop."""

import numpy as np
import pytest
from vla_kinematics.rigid_transform import RigidTransform
from vla_robot.control.action_admission import ActionAdmission
from vla_robot.control.action_admission import ActionRefusedError
from vla_robot.control.action_admission import AdmissionLimits
from vla_robot.control.action_admission import HoldPlace

LIMITS = AdmissionLimits(0.2, 0.02, 0.1, 0.05, 0.3, 0.1, 0.5)
STEP_NS = 20_000_000


def pose(x_m: float) -> RigidTransform:
    return RigidTransform(np.array((x_m, 0.0, 0.0)), np.eye(3))


def moving() -> ActionAdmission:
    admission = ActionAdmission(LIMITS)
    admission.observe(pose(0.0), 0.0)
    assert admission.admit(pose(0.01), STEP_NS, 0.0) == 0.0
    return admission


def test_time_between_actions_is_that_of_the_stamps() -> None:
    assert moving().admit(pose(0.02), 3 * STEP_NS, 0.1) == pytest.approx(0.04)


def test_nothing_is_admitted_without_a_measured_pose() -> None:
    with pytest.raises(ActionRefusedError, match=r'joint_states of the last 0.2 s'):
        ActionAdmission(LIMITS).admit(pose(0.0), 1, 0.0)


@pytest.mark.parametrize('is_restart', [False, True])
def test_the_first_action_must_be_near_the_robot(is_restart: bool) -> None:
    admission = moving()
    if is_restart:
        admission.end()
    else:
        admission = ActionAdmission(LIMITS)
        admission.observe(pose(0.0), 0.0)
    with pytest.raises(ActionRefusedError, match=r'first robot_action must be within 0.02 m'):
        admission.admit(pose(0.03), 2 * STEP_NS, 0.0)
    assert not admission.is_following


@pytest.mark.parametrize(
    ('x_m', 'stamp_ns', 'measured_m', 'place'),
    [
        (0.07, 2 * STEP_NS, 0.0, HoldPlace.COMMANDED),
        (0.02, STEP_NS, 0.0, HoldPlace.COMMANDED),
        (0.02, 2 * STEP_NS, -0.1, HoldPlace.MEASURED),
    ],
)
def test_jumps_old_stamps_and_lags_are_refused(
    x_m: float, stamp_ns: int, measured_m: float, place: HoldPlace
) -> None:
    admission = moving()
    admission.observe(pose(measured_m), 0.0)
    with pytest.raises(ActionRefusedError) as caught:
        admission.admit(pose(x_m), stamp_ns, 0.02)
    assert caught.value.place is place


def test_a_latched_stop_ends_motion() -> None:
    admission = moving()
    admission.set_stopped(is_stopped=True)
    assert admission.silence(0.0) == 'the safety gate is stopped'
    with pytest.raises(ActionRefusedError, match='Call its service reset'):
        admission.admit(pose(0.01), 2 * STEP_NS, 0.0)


def test_silence_of_actions_and_of_the_robot() -> None:
    admission = moving()
    assert admission.silence(0.19) == ''
    admission.observe(pose(0.0), 0.25)
    assert admission.silence(0.3).startswith('robot_action must arrive every 0.2 s')
    admission.admit(pose(0.01), 2 * STEP_NS, 0.3)
    assert admission.silence(0.46).startswith('joint_states must arrive')
    admission.end()
    assert admission.silence(9.0) == ''


def test_actions_away_from_repeated_joint_states_are_refused() -> None:
    """A driver that repeats its last values is not followed for the whole tracking distance."""
    text = 'while joint_states repeat the same values, must be within 0.03 m'
    for measured_share, count in ((0.5, 12), (0.0, 6)):
        admission = moving()
        for i in range(1, count + 1):
            admission.observe(pose(measured_share * (0.01 + 0.005 * i)), 0.02 * i)
            admission.admit(pose(0.01 + 0.005 * i), (i + 1) * STEP_NS, 0.02 * i)
    admission.observe(pose(0.0), 0.14)
    with pytest.raises(ActionRefusedError, match=text) as refused:
        admission.admit(pose(0.046), 8 * STEP_NS, 0.14)
    assert refused.value.place is HoldPlace.MEASURED


def test_slow_joint_states_are_not_repeated_ones() -> None:
    admission = moving()
    for i in range(1, 9):
        if i % 4 == 0:
            admission.observe(pose(0.01 + 0.005 * i), 0.02 * i)
        admission.admit(pose(0.01 + 0.008 * i), (i + 1) * STEP_NS, 0.02 * i)
    assert admission.is_following
