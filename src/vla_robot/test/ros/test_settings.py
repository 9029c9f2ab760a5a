# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the bridge, and the shipped robots."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_settings import ArmSettings
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.rigid_transform import RigidTransform
from vla_kinematics.sample_arms import FR3_READY
from vla_kinematics.sample_arms import FR3_URDF
from vla_kinematics.sample_arms import SO101_READY
from vla_kinematics.sample_arms import SO101_URDF
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF
from vla_robot.ros.settings import BridgeSettings
import yaml

ARMS = {
    'ur5e': (UR5E_URDF, UR5E_READY),
    'fr3': (FR3_URDF, FR3_READY),
    'so101': (SO101_URDF, SO101_READY),
}
#: Box that is reached, where the workspace has corners that only the joint checks refuse: as
#: workspace_box prints it.
REACHED = {
    'fr3': ((0.32, -0.40, 0.01), (0.68, 0.40, 0.31)),
    'so101': ((0.48, -0.16, 0.015), (0.56, 0.16, 0.20)),
}


def parameters(name: str, node: str) -> dict:
    path = Path(__file__).parents[4] / 'config' / 'robots' / f'{name}.yaml'
    content = yaml.safe_load(path.read_text(encoding='utf-8'))
    return content[f'/**/{node}']['ros__parameters']


def settings(name: str) -> BridgeSettings:
    values = parameters(name, 'robot_bridge')
    return BridgeSettings(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


def test_settings_become_limits() -> None:
    s = BridgeSettings(command_timeout_s=0.3, ramp_s=0.1, tool_xyz_m=(0.0, 0.0, 0.1))
    assert s.admission().timeout_s == 0.3
    assert s.reference().ramp_s == 0.1
    assert s.arm().tool.position_m.tolist() == [0.0, 0.0, 0.1]


@pytest.mark.parametrize('name', ARMS)
def test_bridge_and_gate_have_the_same_arm(name: str) -> None:
    bridge, gate = parameters(name, 'robot_bridge'), parameters(name, 'safety_node')
    described = {field.name for field in fields(ArmSettings)}
    assert {k: v for k, v in gate.items() if k in described} == {
        k: v for k, v in bridge.items() if k in described
    }
    assert gate['use_robot_description']


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_ready_posture_is_in_the_branch_and_above_the_table(name: str) -> None:
    urdf, ready = ARMS[name]
    model = ArmModel(urdf, settings(name).arm())
    assert (ready > model.lower).all() and (ready < model.upper).all()
    tool = model.forward(ready)
    assert tool.position_m[2] > 0.1
    np.testing.assert_allclose(tool.rotation[:, 2], (0, 0, -1), atol=1e-3)


@pytest.mark.parametrize('name', ARMS)
def test_reached_box_of_the_workspace_is_reached_in_one_branch(name: str) -> None:
    """Tool down along the edges of the box, from corner to corner."""
    urdf, ready = ARMS[name]
    s, limits = settings(name), parameters(name, 'safety_node')
    model = ArmModel(urdf, s.arm())
    lean_rad = s.max_lean_rad
    solver = InverseKinematics(model, ready, s.posture_gain, max_lean_rad=lean_rad)
    workspace = (limits['workspace_min_m'], limits['workspace_max_m'])
    low, high = REACHED.get(name, workspace)
    assert (np.array(low) >= workspace[0]).all() and (np.array(high) <= workspace[1]).all()
    corners = [np.array((x, y, z)) for z in (high[2], low[2]) for x, y in (
        (low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1]))]  # fmt: skip
    joints, before = ready, model.forward(ready).position_m
    down = np.diag((1.0, -1.0, -1.0))
    worst = 0.0
    for corner in corners:
        for share in np.linspace(0, 1, 60):
            target = RigidTransform(before + share * (corner - before), down)
            solution = solver.solve(target, joints)
            worst = max(worst, solution.error_m, 0.15 * solution.error_rad)
            joints = solution.joints
        before = corner
    assert worst < 0.003
