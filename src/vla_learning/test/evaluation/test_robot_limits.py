# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Workspace of the safety gate for a simulated arm."""

from pathlib import Path

import numpy as np
import pytest
from vla_learning.evaluation.robot_limits import robot_limits
from vla_learning.evaluation.robot_limits import robot_model
from vla_safety.types.limits import Limits
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import REACH_X_M
from vla_sim.physics.scene_constants import REACH_Y_M
from vla_sim.tasks.phases import PUSH_Z_M

ROBOTS = Path(__file__).resolve().parents[4] / 'config' / 'robots'


def test_the_builtin_arm_has_the_default_limits(tmp_path: Path) -> None:
    assert robot_limits('builtin', tmp_path) == Limits()


def test_another_arm_has_the_workspace_of_its_file() -> None:
    limits = robot_limits('ur5e', ROBOTS)
    assert limits.workspace_min_m == (0.28, -0.42, 0.01)
    assert limits.workspace_max_m == (0.76, 0.42, 0.36)
    assert limits.max_step_m == Limits().max_step_m


@pytest.mark.parametrize('name', ['ur5e', 'fr3'])
def test_the_workspace_contains_all_pushes(name: str) -> None:
    """The tool begins behind the object and ends where the object may be pushed to."""
    limits = robot_limits(name, ROBOTS)
    low, high = np.array(limits.workspace_min_m), np.array(limits.workspace_max_m)
    for x_m in REACH_X_M:
        for y_m in REACH_Y_M:
            for z_m in (PUSH_Z_M, HOME_POSITION_M[2]):
                assert (low <= (x_m, y_m, z_m)).all() and ((x_m, y_m, z_m) <= high).all()


def test_the_builtin_arm_has_no_joint_checks(tmp_path: Path) -> None:
    assert robot_model('builtin', tmp_path) is None


def test_the_limits_are_those_that_are_launched() -> None:
    """The file of the simulation overrides that of the robot."""
    limits = robot_limits('so101', ROBOTS)
    assert (limits.max_linear_speed_m_s, limits.start_tolerance_rad) == (0.3, 1.0)
    assert limits.keep_out_m == (0.15, -0.08, 0.0, 0.32, 0.08, 0.20)
    try:
        model = robot_model('so101', ROBOTS)
    except RuntimeError as error:
        pytest.skip(str(error))
    assert model is not None
    # That of the robot is turned by 90 degrees.
    np.testing.assert_allclose(model.arm.link_in_tool.rotation, np.eye(3), atol=1e-9)


def test_the_area_of_tasks_is_2_cm_within_the_workspace() -> None:
    limits, area_m = robot_limits('so101', ROBOTS), robot_arm('so101').task_area_m
    assert area_m is not None
    np.testing.assert_allclose(np.array(area_m[0]) - limits.workspace_min_m[:2], 0.02)
    np.testing.assert_allclose(limits.workspace_max_m[:2] - np.array(area_m[1]), 0.02)
    home_m = robot_arm('so101').home_m
    assert (limits.low < home_m).all() and (home_m < limits.high).all()


@pytest.mark.parametrize('name', ['ur5e', 'fr3', 'so101'])
def test_the_joint_checks_have_the_arm_of_the_simulation(name: str) -> None:
    robot = robot_arm(name)
    try:
        model = robot_model(name, ROBOTS)
    except RuntimeError as error:
        pytest.skip(str(error))
    assert model is not None and model.collisions is not None
    assert model.arm.joint_names == robot.joints
    np.testing.assert_allclose(model.arm.base.position_m, robot.base_m)
    np.testing.assert_allclose(model.arm.lower, robot.low_rad)
    np.testing.assert_allclose(model.arm.upper, robot.high_rad)


def test_a_file_without_a_robot_description_has_no_joint_checks(tmp_path: Path) -> None:
    (tmp_path / 'fr3.yaml').write_text(
        '/**/safety_node: {ros__parameters: {workspace_min_m: [0.3, 0.0, 0.0],'
        ' workspace_max_m: [0.6, 0.1, 0.3]}}'
    )
    assert robot_model('fr3', tmp_path) is None


def test_a_missing_file_or_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r'must exist; got .*mine\.yaml'):
        robot_limits('mine', tmp_path)
    (tmp_path / 'mine.yaml').write_text(
        '/**/safety_node: {ros__parameters: {workspace_min_m: [0.3, 0.0, 0.0]}}'
    )
    with pytest.raises(ValueError, match=r'workspace_max_m is missing\. Add it'):
        robot_limits('mine', tmp_path)
