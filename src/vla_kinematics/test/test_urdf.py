# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reading of URDFs: limits, and descriptions that are refused."""

import numpy as np
import pytest
from vla_kinematics.mesh_files import MeshFinder
from vla_kinematics.sample_arms import UR5E_URDF
from vla_kinematics.urdf import build_spec
from vla_kinematics.urdf import check_name
from vla_kinematics.urdf import parse_urdf

XACRO = '<robot name="r" xmlns:xacro="x"><xacro:arm/><link name="a"/></robot>'


@pytest.mark.parametrize(
    ('text', 'error'),
    [
        (XACRO, r'got none\. It contains xacro commands: expand it first'),
        ('<robot name="r"><link name="a"/></robot>', r'got none\. Use the description of the who'),
        ('<mujoco/>', r'root <robot>; got <mujoco>'),
        ('robot', r'must be XML'),
    ],
)
def test_a_description_without_joints_is_refused(text: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        parse_urdf(text)


def test_limits_are_read() -> None:
    limit = parse_urdf(UR5E_URDF).limit('elbow_joint')
    assert (limit.lower, limit.upper, limit.speed) == pytest.approx((-np.pi, np.pi, np.pi))


def test_a_continuous_joint_has_no_range() -> None:
    text = UR5E_URDF.replace('type="revolute"', 'type="continuous"')
    limit = parse_urdf(text).limit('elbow_joint')
    assert (limit.lower, limit.upper) == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ('old', 'new', 'error'),
    [
        ('velocity=', 'x=', r'shoulder_pan_joint needs <limit velocity'),
        ('upper="6.283185307179586"', 'upper="nan"', r'upper of the joint .* finite'),
        ('lower="-6.283185307179586"', 'lower="9"', r'needs lower < upper'),
    ],
)
def test_invalid_limits_are_refused(old: str, new: str, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        parse_urdf(UR5E_URDF.replace(old, new)).limit('shoulder_pan_joint')


def test_meshes_need_not_exist() -> None:
    mesh = '<visual><geometry><mesh filename="package://none/a.dae"/></geometry></visual>'
    text = UR5E_URDF.replace('<link name="tool0"/>', f'<link name="tool0">{mesh}</link>')
    assert build_spec(parse_urdf(text)).compile().njnt == 6


def test_the_error_names_a_collision_mesh_that_is_missing() -> None:
    mesh = '<collision><geometry><mesh filename="package://none/a.stl"/></geometry></collision>'
    text = UR5E_URDF.replace('<link name="tool0"/>', f'<link name="tool0">{mesh}</link>')
    with pytest.raises(ValueError, match=r"'package://none/a.stl' was not found"):
        build_spec(parse_urdf(text), MeshFinder())


def test_a_joint_to_an_unknown_link_is_refused() -> None:
    text = UR5E_URDF.replace('<child link="tool0"/>', '<child link="tool9"/>')
    with pytest.raises(ValueError, match=r'must be a valid URDF; MuJoCo says'):
        build_spec(parse_urdf(text))


def test_an_unknown_name_is_refused_with_the_closest_ones() -> None:
    parse_urdf(UR5E_URDF).check_link('tool0')
    with pytest.raises(ValueError, match=r"no link 'tool'. Closest: tool0"):
        check_name('tool', ['base', 'tool0'], 'link')
