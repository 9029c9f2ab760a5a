# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""URDFs of sample arms with the published kinematics of UR5e, FR3 and SO-101, for tests."""

from typing import Any

import numpy as np

_PI, _HALF = np.pi, np.pi / 2
_TURNS = (-2 * _PI, 2 * _PI, _PI)
_UP, _DOWN = (_HALF, 0, 0), (-_HALF, 0, 0)
_LINK_2, _LINK_3 = 'shoulder_link', 'upper_arm_link'
#: Joint: parent, child, xyz, rpy, lower, upper, speed; all about z.
UR5E_JOINTS: dict[str, Any] = {
    'shoulder_pan_joint': ('base_link_inertia', _LINK_2, (0, 0, 0.1625), (0, 0, 0), *_TURNS),
    'shoulder_lift_joint': (_LINK_2, _LINK_3, (0, 0, 0), _UP, *_TURNS),
    'elbow_joint': (_LINK_3, 'forearm_link', (-0.425, 0, 0), (0, 0, 0), -_PI, _PI, _PI),
    'wrist_1_joint': ('forearm_link', 'wrist_1_link', (-0.3922, 0, 0.1333), (0, 0, 0), *_TURNS),
    'wrist_2_joint': ('wrist_1_link', 'wrist_2_link', (0, -0.0997, 0), _UP, *_TURNS),
    'wrist_3_joint': ('wrist_2_link', 'wrist_3_link', (0, 0.0996, 0), (_HALF, _PI, _PI), *_TURNS),
}  # fmt: skip
UR5E_FIXED: dict[str, Any] = {
    'base_inertia': ('base_link', 'base_link_inertia', (0, 0, 0), (0, 0, _PI)),
    'base_fixed': ('base_link', 'base', (0, 0, 0), (0, 0, _PI)),
    'tool0_fixed': ('wrist_3_link', 'tool0', (0, 0, 0), (0, 0, 0)),
}
FR3_JOINTS: dict[str, Any] = {
    'fr3_joint1': ('fr3_link0', 'fr3_link1', (0, 0, 0.333), (0, 0, 0), -2.7437, 2.7437, 2.62),
    'fr3_joint2': ('fr3_link1', 'fr3_link2', (0, 0, 0), _DOWN, -1.7837, 1.7837, 2.62),
    'fr3_joint3': ('fr3_link2', 'fr3_link3', (0, -0.316, 0), _UP, -2.9007, 2.9007, 2.62),
    'fr3_joint4': ('fr3_link3', 'fr3_link4', (0.0825, 0, 0), _UP, -3.0421, -0.1518, 2.62),
    'fr3_joint5': ('fr3_link4', 'fr3_link5', (-0.0825, 0.384, 0), _DOWN, -2.8065, 2.8065, 5.26),
    'fr3_joint6': ('fr3_link5', 'fr3_link6', (0, 0, 0), _UP, 0.5445, 4.5169, 4.18),
    'fr3_joint7': ('fr3_link6', 'fr3_link7', (0.088, 0, 0), _UP, -3.0159, 3.0159, 5.26),
}  # fmt: skip
FR3_FIXED: dict[str, Any] = {
    'fr3_joint8': ('fr3_link7', 'fr3_link8', (0, 0, 0.107), (0, 0, 0)),
    'fr3_hand_joint': ('fr3_link8', 'fr3_hand', (0, 0, 0), (0, 0, -_PI / 4)),
    'fr3_hand_tcp_joint': ('fr3_hand', 'fr3_hand_tcp', (0, 0, 0.1034), (0, 0, 0)),
}
SO101_JOINTS: dict[str, Any] = {
    'shoulder_pan': (
        *('base_link', 'shoulder_link', (0.0388353, 0, 0.0624)),
        *((_PI, 0, -_PI), -1.91986, 1.91986, 10.0),
    ),
    'shoulder_lift': (
        *('shoulder_link', 'upper_arm_link', (-0.0303992, -0.0182778, -0.0542)),
        *((-_HALF, -_HALF, 0), -1.74533, 1.74533, 10.0),
    ),
    'elbow_flex': (
        *('upper_arm_link', 'lower_arm_link', (-0.11257, -0.028, 0)),
        *((0, 0, _HALF), -1.69, 1.69, 10.0),
    ),
    'wrist_flex': (
        *('lower_arm_link', 'wrist_link', (-0.1349, 0.0052, 0)),
        *((0, 0, -_HALF), -1.65806, 1.65806, 10.0),
    ),
    'wrist_roll': (
        *('wrist_link', 'gripper_link', (0, -0.0611, 0.0181)),
        *((_HALF, 0.0486795, _PI), -2.74385, 2.84121, 10.0),
    ),
}
SO101_FIXED: dict[str, Any] = {
    'gripper_frame_joint': (
        *('gripper_link', 'gripper_frame_link'),
        *((-0.0079, -0.000218121, -0.0981274), (0, _PI, 0)),
    )
}
#: Joints with the tool down in front of the robot.
UR5E_READY = np.array((0.0, -1.7, 2.0, -0.3 - _HALF, -_HALF, -_HALF))
FR3_READY = np.array((0.0, -0.2, 0.0, -2.3, 0.0, 2.1, _PI / 4))
SO101_READY = np.array((0.0, 0.2, 0.1, 1.2, _HALF))


def _text(values: tuple[float, ...]) -> str:
    return ' '.join(f'{value:.9g}' for value in values)


def _urdf(joints: dict[str, Any], fixed: dict[str, Any]) -> str:
    links = dict.fromkeys(link for row in (*fixed.values(), *joints.values()) for link in row[:2])
    lines = ['<robot name="arm">', *(f'<link name="{link}"/>' for link in links)]
    for name, (parent, child, xyz, rpy, *limit) in {**joints, **fixed}.items():
        kind = 'revolute' if limit else 'fixed'
        lines.append(f'<joint name="{name}" type="{kind}">')
        lines.append(f'<parent link="{parent}"/><child link="{child}"/>')
        lines.append(f'<origin xyz="{_text(xyz)}" rpy="{_text(rpy)}"/>')
        if limit:
            low, high, speed = limit
            bounds = f'lower="{low}" upper="{high}" velocity="{speed}" effort="50"'
            lines.append(f'<axis xyz="0 0 1"/><limit {bounds}/>')
        lines.append('</joint>')
    return '\n'.join([*lines, '</robot>'])


UR5E_URDF = _urdf(UR5E_JOINTS, UR5E_FIXED)
FR3_URDF = _urdf(FR3_JOINTS, FR3_FIXED)
SO101_URDF = _urdf(SO101_JOINTS, SO101_FIXED)
#: Cylinders of the links: length along an axis of the link, radius, centre, rpy.
UR5E_CYLINDERS: dict[str, Any] = {
    'base_link_inertia': (0.13, 0.065, (0, 0, 0.07), (0, 0, 0)),
    'shoulder_link': (0.17, 0.06, (0, 0, 0), (0, 0, 0)),
    'upper_arm_link': (0.45, 0.05, (-0.2125, 0, 0.138), (0, _HALF, 0)),
    'forearm_link': (0.40, 0.045, (-0.196, 0, 0.007), (0, _HALF, 0)),
    'wrist_1_link': (0.11, 0.04, (0, 0, -0.02), (0, 0, 0)),
    'wrist_2_link': (0.11, 0.04, (0, 0, 0), (0, 0, 0)),
    'wrist_3_link': (0.04, 0.035, (0, 0, -0.02), (0, 0, 0)),
}
FR3_CYLINDERS: dict[str, Any] = {
    'fr3_link0': (0.14, 0.09, (-0.03, 0, 0.07), (0, 0, 0)),
    'fr3_link1': (0.25, 0.06, (0, 0, -0.15), (0, 0, 0)),
    'fr3_link2': (0.13, 0.06, (0, 0, 0.0), (0, 0, 0)),
    'fr3_link3': (0.20, 0.06, (0, 0, -0.12), (0, 0, 0)),
    'fr3_link4': (0.12, 0.06, (0, 0, 0), (0, 0, 0)),
    'fr3_link5': (0.30, 0.06, (0, 0, -0.22), (0, 0, 0)),
    'fr3_link6': (0.10, 0.05, (0, 0, 0), (0, 0, 0)),
    'fr3_link7': (0.12, 0.045, (0, 0, 0.03), (0, 0, 0)),
}


def with_cylinders(urdf: str, cylinders: dict[str, Any]) -> str:
    """Return a URDF with collision geometry."""
    for link, (length, radius, xyz, rpy) in cylinders.items():
        shape = (
            f'<link name="{link}"><collision><origin xyz="{_text(xyz)}" rpy="{_text(rpy)}"/>'
            f'<geometry><cylinder length="{length}" radius="{radius}"/></geometry></collision>'
            '</link>'
        )
        urdf = urdf.replace(f'<link name="{link}"/>', shape)
    return urdf


UR5E_SOLID_URDF = with_cylinders(UR5E_URDF, UR5E_CYLINDERS)
FR3_SOLID_URDF = with_cylinders(FR3_URDF, FR3_CYLINDERS)
