# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inverse kinematics of streams: accuracy, posture branch, limits."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_kinematics import inverse_kinematics
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import FR3_READY
from vla_kinematics.sample_arms import FR3_URDF
from vla_kinematics.sample_arms import SO101_READY
from vla_kinematics.sample_arms import SO101_URDF
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


LEANING = {'posture_gain': 0.05, 'tolerance': (2e-4, 1e-3)}


def tool_down(position: tuple[float, ...], yaw_rad: float) -> RigidTransform:
    return RigidTransform.from_quaternion(position, yaw_to_quaternion(yaw_rad))


def make_so101() -> ArmModel:
    tool = RigidTransform.from_rpy((0, 0, 0), (0, 0, -np.pi / 2))
    return ArmModel(SO101_URDF, ArmSpec('gripper_frame_link', tool))


def test_five_joints_reach_position_and_yaw_with_the_tool_down() -> None:
    """Near the table, without any lean: checked by forward kinematics."""
    model = make_so101()
    solver = InverseKinematics(model, SO101_READY)
    rng = np.random.default_rng(0)
    for _ in range(100):
        radius_m, side_rad, yaw_rad = rng.uniform((0.2, -0.4, -0.6), (0.27, 0.4, 0.6))
        place = (radius_m * np.cos(side_rad), radius_m * np.sin(side_rad), rng.uniform(0.02, 0.05))
        target = tool_down(place, yaw_rad)
        joints = SO101_READY
        for _ in range(5):
            joints = solver.solve(target, joints).joints
        error_m, error_rad = model.forward(joints).distance_to(target)
        assert error_m < 1e-4 and error_rad < 1e-3


def test_higher_poses_need_the_permitted_lean() -> None:
    model, joints = make_so101(), SO101_READY
    high = tool_down((0.25, 0.03, 0.12), 0.2)
    upright = InverseKinematics(model, SO101_READY)
    assert upright.solve(high, joints).error_m > 0.02
    leaning = InverseKinematics(model, SO101_READY, **LEANING, max_lean_rad=0.7)
    start = model.forward(joints).position_m
    for share in np.linspace(0, 1, 80):
        place = start + share * (high.position_m - start)
        solution = leaning.solve(tool_down(tuple(place), 0.2), joints)
        joints = solution.joints
    assert solution.error_m < 1e-3 and solution.error_rad < 5e-3
    tool = model.forward(joints)
    _, angle_rad = tool.distance_to(high)
    assert 0.1 < angle_rad < 0.7
    # The lean is a rotation in the plane of the arm, about a horizontal axis across it.
    # The axis of shoulder_pan points down.
    across = np.array((np.sin(joints[0]), np.cos(joints[0]), 0.0))
    turn = tool.error_to(high)[3:]
    np.testing.assert_allclose(np.abs(turn @ across), angle_rad, atol=0.01)
    assert leaning.distance(joints, high)[1] < 5e-3


def test_more_lean_than_permitted_is_an_error() -> None:
    model = make_so101()
    solver = InverseKinematics(model, SO101_READY, **LEANING, max_lean_rad=0.1)
    solution = solver.solve(tool_down((0.25, 0.0, 0.2), 0.0), SO101_READY)
    assert solution.error_m > 0.003 or solution.error_rad > 0.02


def test_orientations_beyond_five_joints_are_an_error() -> None:
    """A rotation about the direction of the arm: no joint does it, whatever the lean."""
    model = make_so101()
    solver = InverseKinematics(model, SO101_READY, **LEANING, max_lean_rad=0.7)
    target = tool_down((0.25, 0.0, 0.03), 0.0)
    turned = RigidTransform.from_rpy((0, 0, 0), (0.3, 0.0, 0.0)).rotation @ target.rotation
    solution = solver.solve(RigidTransform(target.position_m, turned), SO101_READY)
    assert solution.error_m > 0.003 or solution.error_rad > 0.02


def test_other_arms_must_not_lean() -> None:
    model = ArmModel(UR5E_URDF, ArmSpec('tool0'))
    assert model.plane_joint is None
    with pytest.raises(ValueError, match='five joints'):
        InverseKinematics(model, UR5E_READY, max_lean_rad=0.5)


@pytest.mark.skipif(find_spec('pinocchio') is None, reason='pip install pin')
def test_five_joints_agree_with_pinocchio() -> None:
    pin: Any = import_module('pinocchio')
    model, oracle = make_so101(), pin.buildModelFromXML(SO101_URDF)
    data, frame = oracle.createData(), oracle.getFrameId('gripper_frame_link')
    turn = RigidTransform.from_rpy((0, 0, 0), (0, 0, -np.pi / 2)).rotation
    for joints in np.random.default_rng(0).uniform(model.lower, model.upper, (50, 5)):
        pin.computeJointJacobians(oracle, data, joints)
        pin.updateFramePlacements(oracle, data)
        tool = model.forward(joints)
        np.testing.assert_allclose(tool.position_m, data.oMf[frame].translation, atol=1e-8)
        np.testing.assert_allclose(tool.rotation, data.oMf[frame].rotation @ turn, atol=1e-8)
        axes = pin.ReferenceFrame.LOCAL_WORLD_ALIGNED
        expected = pin.getFrameJacobian(oracle, data, frame, axes)
        np.testing.assert_allclose(model.jacobian(), expected, atol=1e-8)
