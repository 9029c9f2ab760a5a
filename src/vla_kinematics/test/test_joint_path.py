# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Joint paths along poses."""

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.joint_path import JointPath
from vla_kinematics.joint_path import JointPathPlanner
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF


def plan(way_m: tuple[float, ...]) -> tuple[ArmModel, JointPath]:
    model = ArmModel(UR5E_URDF, ArmSpec('tool0'))
    planner = JointPathPlanner(InverseKinematics(model, np.zeros(6)), None, 0.003, 0.02)
    home = model.forward(UR5E_READY)
    poses = [
        RigidTransform(home.position_m + f * np.array(way_m), home.rotation)
        for f in np.linspace(1 / 16, 1, 16)
    ]
    return model, planner.plan(UR5E_READY, poses)


def test_path_reaches_each_pose_with_the_speed_of_the_tool() -> None:
    model, path = plan((0.0, 0.16, 0.0))
    assert path.joints.shape == (17, 6)
    assert path.errors.max() < 1e-4
    end = model.forward(path.joints[-1])
    # 0.1 m/s: the Jacobian maps the speeds of the joints to it.
    speeds = np.diff(path.joints[-2:], axis=0)[0] / 0.1
    assert (model.jacobian() @ speeds)[1] == pytest.approx(0.1, abs=2e-3)
    assert (path.speeds(0.1)[-1] >= np.abs(speeds) - 1e-9).all()
    assert end.position_m[1] == pytest.approx(model.forward(UR5E_READY).position_m[1] + 0.16)
    assert path.accelerations(0.1).max() < path.accelerations(0.05).max()


def test_path_ends_at_the_first_pose_out_of_reach() -> None:
    _, path = plan((2.0, 0.0, 0.0))
    assert 1 < len(path.errors) < 16
    assert path.errors[-1, 0] > 0.003
    assert path.errors[:-1, 0].max() < 0.003


def test_stretched_arm_is_singular() -> None:
    _, ready = plan((0.0, 0.1, 0.0))
    _, far = plan((0.42, 0.0, 0.0))
    assert far.singular_values.min() < 0.5 * ready.singular_values.min()
