# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks before the first motion name the mistake."""

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF
from vla_robot.control.bring_up_checks import check_frame
from vla_robot.control.bring_up_checks import check_gripper
from vla_robot.control.bring_up_checks import check_joint_ranges
from vla_robot.control.bring_up_checks import check_pose
from vla_robot.control.bring_up_checks import check_rate
from vla_robot.control.bring_up_checks import check_stamps

BASE = RigidTransform.from_rpy((0.05, 0.0, 0.2), (0.0, 0.0, 0.3))
MODEL = ArmModel(UR5E_URDF, ArmSpec('tool0', base_link='base_link', base=BASE))
JOINTS = UR5E_READY + (0.3, 0.0, 0.0, 0.1, 0.2, 0.4)
TOOL = MODEL.forward(JOINTS)


def problems(position: np.ndarray, quaternion: np.ndarray) -> list[str]:
    return [f.problem for f in check_pose(MODEL, JOINTS, position, quaternion) if f.problem]


def test_pose_of_the_joints_passes_with_either_sign_of_the_quaternion() -> None:
    assert problems(TOOL.position_m, TOOL.quaternion_xyzw) == []
    assert problems(TOOL.position_m, -TOOL.quaternion_xyzw) == []


def test_quaternion_order_is_named() -> None:
    (text,) = problems(TOOL.position_m, TOOL.quaternion_xyzw[[3, 0, 1, 2]])
    assert 'It fits the order w x y z' in text


def test_turned_base_is_named_and_the_orientation_compared_with_it() -> None:
    turned = BASE @ RigidTransform.from_rpy((0, 0, 0), (0, 0, np.pi)) @ BASE.inverse() @ TOOL
    (text,) = problems(turned.position_m, turned.quaternion_xyzw)
    assert 'base turned by 180 degrees about z' in text
    position, order = problems(turned.position_m, turned.quaternion_xyzw[[3, 0, 1, 2]])
    assert '180 degrees' in position
    assert 'w x y z' in order


def test_other_mismatch_names_the_parameters() -> None:
    (text,) = problems(TOOL.position_m + (0.0, 0.0, 0.05), TOOL.quaternion_xyzw)
    assert 'Correct base_*, tool_* or the URDF' in text


@pytest.mark.parametrize(
    ('opened', 'closed', 'text'),
    [
        (0.98, 0.02, ''),
        (0.0, 1.0, 'It is inverted'),
        (0.04, 0.0, 'look like metres or radians. Divide'),
        (0.0, 0.04, 'metres or radians, and inverted'),
        (1.0, 1.0, 'Did it move?'),
        (2.0, 0.0, 'must be 0 closed and 1 open; it is 2.000 open'),
    ],
)
def test_gripper(opened: float, closed: float, text: str) -> None:
    problem = check_gripper(opened, closed).problem
    assert text in problem
    assert bool(problem) == bool(text)


def test_rate_stamps_frame_and_joints() -> None:
    assert not check_rate('joint_states', [0.02 * i for i in range(50)], 1.0).problem
    assert (
        'arrives at 10 Hz' in check_rate('joint_states', [0.1 * i for i in range(10)], 1.0).problem
    )
    assert 'Start the driver' in check_rate('joint_states', [], 1.0).problem
    assert not check_stamps('robot_state', [0.001, 0.02]).problem
    assert 'synchronize clocks' in check_stamps('robot_state', [0.01, 3.0]).problem
    assert "it is in 'base'" in check_frame('base', 'base_link').problem
    assert not check_joint_ranges(MODEL, JOINTS).problem
    degrees = np.degrees(JOINTS)
    assert 'shoulder_lift_joint must be within' in check_joint_ranges(MODEL, degrees).problem
