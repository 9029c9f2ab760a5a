# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint references: speed limits, points of a trajectory, refusals."""

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF
from vla_robot.control.action_admission import ActionRefusedError
from vla_robot.control.joint_reference import JointReference
from vla_robot.control.joint_reference import ReferenceLimits

DT_S = 0.02
MODEL = ArmModel(UR5E_URDF, ArmSpec('tool0', joint_min=(-7, -7, 0.1, -7, -7, -7)))
HOME = MODEL.forward(UR5E_READY)


def reference(ramp_s: float = 0.0) -> JointReference:
    kinematics = InverseKinematics(MODEL, UR5E_READY)
    limits = ReferenceLimits(0.9, 5.0, 0.04, ramp_s, 0.003, 0.02)
    made = JointReference(MODEL, kinematics, limits)
    made.start(UR5E_READY)
    return made


def at(*offset_m: float) -> RigidTransform:
    return RigidTransform(HOME.position_m + offset_m, HOME.rotation)


def test_arm_at_rest_gets_one_point() -> None:
    (point,) = reference().points()
    assert point.time_s == 0.04
    np.testing.assert_allclose(point.positions, UR5E_READY)
    assert not point.velocities.any()


def test_points_of_a_moving_arm_end_at_rest_with_the_allowed_deceleration() -> None:
    ref = reference()
    for i in range(1, 30):
        ref.follow(at(0.0, 0.004 * i, 0.0), DT_S)
    ahead, end = ref.points()
    np.testing.assert_allclose(ahead.positions, ref.positions + 0.04 * ref.velocities)
    assert not end.velocities.any()
    brake_s = end.time_s - ahead.time_s
    assert np.abs(ahead.velocities).max() / brake_s <= 5.0 + 1e-9
    tail = end.positions - ahead.positions
    np.testing.assert_allclose(tail, brake_s / 2 * ahead.velocities, atol=1e-12)
    assert MODEL.forward(ref.positions).distance_to(at(0.0, 0.116, 0.0))[0] < 1e-4


def test_speed_of_the_joints_is_limited_by_a_refusal() -> None:
    ref = reference()
    with pytest.raises(ActionRefusedError, match=r'times their maximum speed'):
        ref.follow(at(0.0, 0.05, 0.0), 0.005)
    np.testing.assert_allclose(ref.positions, UR5E_READY)


def test_reference_catches_up_slowly_at_the_start() -> None:
    ref = reference(ramp_s=0.3)
    before, fastest = ref.positions, []
    for _ in range(30):
        ref.follow(at(0.0, 0.015, 0.0), DT_S)
        fastest.append(np.abs(ref.positions - before).max() / DT_S)
        before = ref.positions
    assert fastest[0] < 0.1 * np.pi
    assert MODEL.forward(ref.positions).distance_to(at(0.0, 0.015, 0.0))[0] < 1e-4


def test_a_pose_out_of_reach_is_refused() -> None:
    ref, refusal = reference(), ''
    for i in range(400):
        try:
            ref.follow(at(0.003 * i, 0.0, 0.0), DT_S)
        except ActionRefusedError as error:
            refusal = str(error)
            break
    assert 'out of reach or beyond a joint limit' in refusal


def test_measured_joints_outside_of_the_branch_are_refused_by_name() -> None:
    with pytest.raises(ActionRefusedError, match=r'joint elbow_joint must be within 0.100 and'):
        reference().check_start(UR5E_READY * (1, 1, -1, 1, 1, 1))


def test_points_stay_within_the_limits() -> None:
    ref = reference()
    ref.positions = ref.positions.copy()
    ref.positions[2], ref.velocities[2] = 0.11, -1.0
    (end,) = ref.points()
    assert end.positions[2] == pytest.approx(0.1)
    assert not end.velocities.any()


def test_a_first_action_moves_nothing() -> None:
    ref = reference()
    ref.follow(at(0.01, 0.0, 0.0), 0.0)
    np.testing.assert_allclose(ref.positions, UR5E_READY)
