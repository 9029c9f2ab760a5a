# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""workspace_box: parameters, report, picture and the robot file."""

from pathlib import Path
import re

import numpy as np
import pytest
from vla_kinematics.largest_box import WorkspaceBox
from vla_kinematics.sample_arms import SO101_URDF
from vla_kinematics.sample_arms import UR5E_SOLID_URDF
from vla_robot import workspace_box
from vla_robot.workspace_box import CheckedLimits
from vla_robot.workspace_box import main
from vla_robot.workspace_box import read_robot
from vla_robot.workspace_box import start_joints
from vla_robot.workspace_box import write_box
from vla_safety.robot.joint_limits import JointLimits
from vla_safety.types.limits import Limits

ROBOTS = Path(__file__).parents[3] / 'config' / 'robots'
COARSE = ('--min-m', '0.3', '-0.3', '0.02', '--max-m', '0.7', '0.3', '0.35', '--step-m', '0.1')


@pytest.fixture
def robot(tmp_path: Path) -> Path:
    """Return a copy of the file of the UR5e, and write a URDF beside it."""
    (tmp_path / 'arm.urdf').write_text(UR5E_SOLID_URDF)
    path = tmp_path / 'my_robot.yaml'
    path.write_text((ROBOTS / 'ur5e.yaml').read_text())
    return path


def run(robot: Path, *options: str) -> int:
    arguments = ['--robot', str(robot), '--urdf', str(robot.with_name('arm.urdf'))]
    picture = ['--picture', str(robot.with_name('reach.png'))]
    return main([*arguments, *picture, *COARSE, *options])


def test_defaults_are_those_of_the_safety_node() -> None:
    ours, joints, tool = CheckedLimits(), JointLimits(), Limits()
    for name, value in vars(ours).items():
        assert value == getattr(joints if hasattr(joints, name) else tool, name), name


def test_box_of_the_ur5e_is_reported_and_drawn(
    robot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = robot.read_text()
    assert run(robot) == 0
    text = capsys.readouterr().out
    assert 'workspace_min_m: [0.300, -0.300, 0.020]' in text
    assert 'workspace_max_m: [0.700, 0.300, ' in text
    assert '0 of 500 random poses' in text
    assert robot.with_name('reach.png').stat().st_size > 10_000
    assert robot.read_text() == before


def test_write_replaces_the_workspace_only(robot: Path) -> None:
    before = robot.read_text().splitlines()
    assert run(robot, '--write') == 0
    after = robot.read_text().splitlines()
    changed = [b for a, b in zip(before, after, strict=True) if a != b]
    assert [line.split(':')[0].strip() for line in changed] == [
        'workspace_min_m',
        'workspace_max_m',
    ]
    assert read_robot(robot)[0].base_xyz_m == (0.0, 0.0, 0.2)


def test_base_to_try_changes_the_box(robot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # 15 cm further back, the far side of the table is out of reach.
    assert run(robot, '--base-xyz-m', '-0.15', '0', '0.2') == 0
    text = capsys.readouterr().out
    assert re.search(r'workspace_max_m: \[0\.[456]00', text)
    assert '% reach' in text


@pytest.mark.parametrize(
    ('options', 'message'),
    [
        (('--top-m', '3.0'), 'there is none'),
        (('--base-xyz-m', '5', '0', '0'), 'reaches none of it'),
    ],
)
def test_no_box_is_an_error(
    robot: Path, options: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(robot, *options) == 2
    assert message in capsys.readouterr().err


def test_files_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / 'other.yaml'
    path.write_text('/**/safety_node:\n  ros__parameters:\n    workspace_min_m: [0, 0, 0]\n')
    with pytest.raises(ValueError, match='robot_bridge'):
        read_robot(path)
    with pytest.raises(ValueError, match='one line workspace_max_m'):
        write_box(path, WorkspaceBox(np.zeros(3), np.ones(3)))


def test_start_is_the_posture_or_the_middle_of_the_range(robot: Path) -> None:
    bridge, _ = read_robot(robot)
    limits = CheckedLimits(check_collisions=False)
    model = workspace_box.make_checker(UR5E_SOLID_URDF, bridge, limits).model
    np.testing.assert_allclose(start_joints(model, (0.3,)), np.full(6, 0.3))
    middle = start_joints(model, (0.0,))
    assert ((model.lower < middle) & (middle < model.upper)).all()


def test_workspace_of_the_so101_is_reached_with_its_lean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shipped box, without collisions: the sample URDF has no meshes."""
    robot, urdf = tmp_path / 'so101.yaml', tmp_path / 'so101.urdf'
    text = (ROBOTS / 'so101.yaml').read_text()
    robot.write_text(f'{text}    check_collisions: false\n')
    urdf.write_text(SO101_URDF)
    corners = ('--min-m', '0.46', '-0.14', '0.015', '--max-m', '0.58', '0.14', '0.12')
    size = ('--top-m', '0.12', '--yaw-rad', '0.4', '--step-m', '0.035')
    arguments = ('--robot', str(robot), '--urdf', str(urdf), *corners, *size)
    assert main([*arguments, '--picture', str(tmp_path / 'so101.png')]) == 0
    out = capsys.readouterr().out
    assert 'workspace_min_m: [0.460, -0.140, 0.015]' in out
    assert 'workspace_max_m: [0.580, 0.140, 0.120]' in out
