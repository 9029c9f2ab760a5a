# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The URDF has the frames and limits of the simulated arm."""

from xml.etree.ElementTree import Element
from xml.etree.ElementTree import fromstring

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.arm import JOINT_HIGH_RAD
from vla_sim.physics.arm import JOINT_LOW_RAD
from vla_sim.physics.arm import REST_RAD
from vla_sim.physics.forward_kinematics import LinkPoses
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
