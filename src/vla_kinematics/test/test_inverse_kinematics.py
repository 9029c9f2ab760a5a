# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inverse kinematics of streams: accuracy, posture branch, limits."""

import numpy as np
import pytest
from vla_kinematics import inverse_kinematics
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import FR3_READY
from vla_kinematics.sample_arms import FR3_URDF
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF

ARMS = {'ur5e': (UR5E_URDF, 'tool0', UR5E_READY), 'fr3': (FR3_URDF, 'fr3_hand_tcp', FR3_READY)}


@pytest.mark.parametrize('name', ARMS)
def test_random_streams_are_followed_in_one_branch(name: str) -> None:
    urdf, link, ready = ARMS[name]
    model = ArmModel(urdf, ArmSpec(link))
    solver = InverseKinematics(model, ready, 0.02)
    random, home = np.random.default_rng(1), model.forward(ready)
    for _ in range(30):
        joints = ready
        offset_m, yaw_rad = random.uniform(-0.12, 0.12, 3), random.uniform(-0.8, 0.8)
        for share in np.linspace(0, 1, 50):
            turn = RigidTransform.from_rpy((0, 0, 0), (0, 0, share * yaw_rad))
            rotation = turn.rotation @ home.rotation
            target = RigidTransform(home.position_m + share * offset_m, rotation)
            solution = solver.solve(target, joints)
            assert solution.error_m < 1e-4 and solution.error_rad < 1e-3
            assert np.abs(solution.joints - joints).max() < 0.1
            joints = solution.joints
        # The elbow stays on its side.
        elbow = 2 if name == 'ur5e' else 3
        assert np.sign(joints[elbow]) == np.sign(ready[elbow])


def test_joints_that_are_turned_once_stay_turned() -> None:
    model = ArmModel(UR5E_URDF, ArmSpec('tool0'))
    turned = UR5E_READY + np.array((0, 0, 0, 0, 0, 2 * np.pi))
    solution = InverseKinematics(model, UR5E_READY).solve(model.forward(UR5E_READY), turned)
    np.testing.assert_allclose(solution.joints, turned, atol=1e-4)


def test_a_pose_out_of_reach_has_an_error() -> None:
    model = ArmModel(UR5E_URDF, ArmSpec('tool0'))
    home = model.forward(UR5E_READY)
    far = RigidTransform(home.position_m + (1.0, 0, 0), home.rotation)
    solution = InverseKinematics(model, UR5E_READY).solve(far, UR5E_READY)
    assert solution.error_m > 0.1
    assert (solution.joints >= model.lower).all() and (solution.joints <= model.upper).all()


def test_an_arm_whose_tool_stands_stands() -> None:
    model = ArmModel(FR3_URDF, ArmSpec('fr3_hand_tcp'))
    solver = InverseKinematics(model, FR3_READY + 0.5, 0.1)
    np.testing.assert_allclose(solver.solve(model.forward(FR3_READY), FR3_READY).joints, FR3_READY)


def test_the_elbow_moves_before_a_joint_is_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    lower = (-2.6, -1.7, -2.8, -2.95, -2.7, 0.6, -2.9)
    upper = (2.6, 1.7, 2.8, -0.2, 2.7, 4.4, 2.9)
    model = ArmModel(FR3_URDF, ArmSpec('fr3_hand_tcp', joint_min=lower, joint_max=upper))
    home = model.forward(FR3_READY)
    ends = {}
    for weight in (0.0, 8.0):
        monkeypatch.setattr(inverse_kinematics, '_END_WEIGHT', weight)
        solver, joints = InverseKinematics(model, FR3_READY, 0.02), FR3_READY
        for yaw_rad in np.linspace(0, -2.1, 300):
            turn = RigidTransform.from_rpy((0, 0, 0), (0, 0, yaw_rad))
            target = RigidTransform(home.position_m, turn.rotation @ home.rotation)
            joints = solver.solve(target, joints).joints
        assert model.forward(joints).distance_to(target) < (1e-4, 1e-3)
        ends[weight] = joints[6]
    assert ends[8.0] < ends[0.0] - 0.01


def test_next_pose_needs_no_evaluation_of_the_last_one() -> None:
    model = ArmModel(UR5E_URDF, ArmSpec('tool0'))
    solver, home = InverseKinematics(model, UR5E_READY), model.forward(UR5E_READY)
    first = solver.solve(home, UR5E_READY)
    target = RigidTransform(home.position_m + (0.0, 0.02, 0.0), home.rotation)
    expected = solver.solve(target, first.joints)
    model.forward(np.zeros(6))
    np.testing.assert_allclose(solver.solve_next(target, first).joints, expected.joints)
