# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The URDF has the frames and limits of the simulated arm."""

from dataclasses import replace
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import fromstring

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.arm import JOINT_HIGH_RAD
from vla_sim.physics.arm import JOINT_LOW_RAD
from vla_sim.physics.arm import REST_RAD
from vla_sim.physics.arm import TCP_M
from vla_sim.physics.forward_kinematics import LinkPoses
from vla_sim.physics.mjcf import arm_mjcf
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.urdf import arm_urdf

JOINTS = np.array([*REST_RAD, 0.03, 0.03])


def turn(axis: FloatArray, angle_rad: float) -> FloatArray:
    quaternion, matrix = np.zeros(4), np.zeros(9)
    mujoco.mju_axisAngle2Quat(quaternion, axis, angle_rad)
    mujoco.mju_quat2Mat(matrix, quaternion)
    return matrix.reshape(3, 3)


def numbers(element: Element, tag: str, name: str) -> FloatArray:
    child = element.find(tag)
    assert child is not None
    return np.array(child.attrib[name].split(), dtype=float)


def place(joint: Element, value: float) -> FloatArray:
    """Return the transform (4, 4) of a URDF joint, by the rules of the format."""
    roll, pitch, yaw = numbers(joint, 'origin', 'rpy')
    x, y, z = np.eye(3)
    frame = np.eye(4)
    frame[:3, :3] = turn(z, yaw) @ turn(y, pitch) @ turn(x, roll)
    frame[:3, 3] = numbers(joint, 'origin', 'xyz')
    moved = np.eye(4)
    if joint.attrib['type'] == 'revolute':
        moved[:3, :3] = turn(numbers(joint, 'axis', 'xyz'), value)
    elif joint.attrib['type'] == 'prismatic':
        moved[:3, 3] = value * numbers(joint, 'axis', 'xyz')
    return frame @ moved


def test_links_have_the_poses_of_the_simulation() -> None:
    robot = fromstring(arm_urdf())
    names = [f'joint{i}' for i in range(1, 8)] + ['finger_left', 'finger_right']
    values = dict(zip(names, JOINTS, strict=True))
    frames = {'base_link': np.eye(4)}
    for joint in robot.findall('joint'):
        parent, child = (joint.find(tag).attrib['link'] for tag in ('parent', 'child'))
        frames[child] = frames[parent] @ place(joint, values.get(joint.attrib['name'], 0.0))
    poses = LinkPoses().poses(JOINTS)
    assert set(poses) == set(frames) - {'base_link'}
    for name, (position, _) in poses.items():
        np.testing.assert_allclose(frames[name][:3, 3], position, atol=1e-4, err_msg=name)


def test_limits_are_those_of_the_arm() -> None:
    robot = fromstring(arm_urdf())
    for i, low, high in zip(range(1, 8), JOINT_LOW_RAD, JOINT_HIGH_RAD, strict=True):
        limit = robot.find(f"joint[@name='joint{i}']/limit")
        assert limit is not None
        assert abs(float(limit.attrib['lower']) - low) < 1e-4
        assert abs(float(limit.attrib['upper']) - high) < 1e-4


def test_every_link_but_tool_and_shells_is_visible() -> None:
    robot = fromstring(arm_urdf())
    links = robot.findall('link')
    seen = {link.attrib['name'] for link in links if link.find('visual') is not None}
    assert {'link1', 'link7', 'hand', 'finger_left', 'finger_right'} <= seen


def test_a_vertical_pitch_keeps_the_orientation() -> None:
    """Roll and yaw of a frame that points straight down are not unique."""
    tilted = mujoco.MjSpec.from_string(arm_mjcf())
    tilted.body('hand').quat = (0.5, 0.5, 0.5, 0.5)
    text = arm_urdf(replace(BUILTIN, spec=tilted.copy))
    origin = fromstring(text).find("joint[@name='hand_fixed']")
    assert origin is not None
    # x to y, y to z, z to x.
    np.testing.assert_allclose(place(origin, 0.0)[:3, :3], np.eye(3)[[2, 0, 1]], atol=1e-5)


def test_another_arm_has_its_links_tool_and_collision_shapes() -> None:
    robot = replace(
        BUILTIN,
        name='other',
        root_link='my_base',
        tool_link='my_flange',
        tool_m=0.1,
        collision_group=1,
    )
    urdf = fromstring(arm_urdf(robot))
    links = {link.attrib['name'] for link in urdf.findall('link')}
    assert {'my_base', 'base', 'link7', 'hand', 'my_flange'} <= links
    assert not {'finger_left', 'finger_right', 'tool0'} & links
    assert urdf.find("link[@name='link1']/collision") is not None
    assert urdf.find('.//visual') is None
    tool = urdf.find("joint[@name='my_flange_fixed']")
    assert tool is not None
    np.testing.assert_allclose(place(tool, 0.0)[:3, 3], (0, 0, TCP_M - 0.1), atol=1e-6)
