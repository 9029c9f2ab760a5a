# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Seven-joint arm with the published kinematics of the Franka Emika Panda, built of capsules.

Link lengths, joint limits and force limits: Franka Control Interface documentation, "Robot and
interface specifications" (Denavit-Hartenberg parameters after Craig).
"""

from typing import Final

import numpy as np
from vla_sim.physics.scene_constants import FINGER_TRAVEL_M

JOINTS: Final = tuple(f'joint{i}' for i in range(1, 8))
JOINT_LOW_RAD: Final = np.array([-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -0.0175, -2.8973])
JOINT_HIGH_RAD: Final = np.array([2.8973, 1.7628, 2.8973, -0.0698, 2.8973, 3.7525, 2.8973])
JOINT_SPEED_RAD_S: Final = np.array([2.175, 2.175, 2.175, 2.175, 2.61, 2.61, 2.61])
# Elbow up, gripper down, tool near the home pose: the posture of the redundant joint.
REST_RAD: Final = np.array([0.0, -0.65, 0.0, -2.65, 0.0, 2.0, 0.7854])

FLANGE_M: Final = 0.107
TCP_M: Final = 0.1034
TIP_TO_TCP_M: Final = 0.008
# The closed setpoint of the fingers is this far beyond contact.
GRASP_DEPTH_M: Final = 0.01
# Disk that the base stands on.
FOOT_RADIUS_M: Final = 0.1
FOOT_HEIGHT_M: Final = 0.04

_WHITE: Final = '0.86 0.87 0.88 1'
_DARK: Final = '0.22 0.23 0.26 1'
_PLUS: Final = '0.70710678 0.70710678 0 0'
_MINUS: Final = '0.70710678 -0.70710678 0 0'

# position of the joint in its parent, its rotation, mass [kg], shapes (from, to, radius, color)
_LINKS: Final = (
    (
        '0 0 0.333',
        '1 0 0 0',
        3.0,
        (('0 0 -0.19', '0 0 0', 0.060, _WHITE), ('0 -0.05 0', '0 0.05 0', 0.062, _DARK)),
    ),
    ('0 0 0', _MINUS, 2.5, (('0 0 0', '0 -0.13 0', 0.058, _WHITE),)),
    (
        '0 -0.316 0',
        _PLUS,
        2.5,
        (('0 0 -0.14', '0 0 -0.02', 0.056, _WHITE), ('0 0 0', '0.0825 0 0', 0.052, _WHITE)),
    ),
    (
        '0.0825 0 0',
        _PLUS,
        2.5,
        (('0 0 -0.055', '0 0 0.055', 0.054, _DARK), ('0 0 0', '-0.0825 0.08 0', 0.050, _WHITE)),
    ),
    (
        '-0.0825 0.384 0',
        _MINUS,
        2.0,
        (('0 0 -0.26', '0 0 -0.10', 0.052, _WHITE), ('0 0.04 -0.10', '0 0.03 0', 0.045, _WHITE)),
    ),
    (
        '0 0 0',
        _PLUS,
        1.5,
        (('0 0 -0.04', '0 0 0.045', 0.050, _DARK), ('0 0 0', '0.088 0 0', 0.044, _WHITE)),
    ),
    ('0.088 0 0', _PLUS, 0.7, (('0 0 -0.03', '0 0 0.07', 0.044, _WHITE),)),
)
_STIFFNESS: Final = (6000, 6000, 5000, 5000, 3000, 3000, 2000)
_FORCE_N_M: Final = (87, 87, 87, 87, 12, 12, 12)


def _link(index: int) -> str:
    position, rotation, mass, shapes = _LINKS[index]
    geoms = ''.join(
        f'<geom class="shell" type="capsule" fromto="{a} {b}" size="{r}" rgba="{c}" '
        f'mass="{mass / len(shapes)}"/>'
        for a, b, r, c in shapes
    )
    return (
        f'<body name="link{index + 1}" pos="{position}" quat="{rotation}" gravcomp="1">'
        f'<joint name="{JOINTS[index]}" class="arm" '
        f'range="{JOINT_LOW_RAD[index]} {JOINT_HIGH_RAD[index]}"/>{geoms}'
    )


def _finger(side: str, sign: int) -> str:
    tip = TCP_M - 0.0584 + TIP_TO_TCP_M
    return (
        f'<body name="finger_{side}" pos="0 0 0.0584" gravcomp="1">'
        f'<joint name="finger_{side}" class="finger" axis="0 {sign} 0"/>'
        f'<geom class="pad" name="pad_{side}" size="0.0105 0.005 {tip / 2}" '
        f'pos="0 {sign * 0.0051} {tip / 2}"/></body>'
    )


def _hand() -> str:
    return (
        f'<body name="hand" pos="0 0 {FLANGE_M}" quat="0.92387953 0 0 -0.38268343" '
        f'gravcomp="1">'
        f'<geom class="shell" type="cylinder" fromto="0 0 -0.035 0 0 0.01" size="0.036" '
        f'rgba="{_DARK}" mass="0.1"/>'
        f'<geom name="hand" type="box" size="0.024 0.068 0.024" pos="0 0 0.034" '
        f'rgba="{_WHITE}" mass="0.5"/>'
        f'<site name="tool0" pos="0 0 {TCP_M}"/>{_finger("left", 1)}{_finger("right", -1)}'
        f'</body>'
    )


def arm_body() -> str:
    """Return the arm as an MJCF body at the origin of base_link."""
    links = ''.join(_link(i) for i in range(len(_LINKS)))
    return (
        f'<body name="base"><geom class="shell" type="capsule" fromto="0 0 0.05 0 0 0.13" '
        f'size="0.075" rgba="{_WHITE}"/><geom class="shell" type="cylinder" '
        f'size="{FOOT_RADIUS_M} {FOOT_HEIGHT_M / 2}" pos="0 0 {FOOT_HEIGHT_M / 2}" '
        f'rgba="{_DARK}"/>'
        f'{links}{_hand()}{"</body>" * len(_LINKS)}</body>'
    )


def arm_defaults() -> str:
    """Return the MJCF default classes of the arm."""
    return (
        f'<default class="shell"><geom contype="0" conaffinity="0" group="1"/></default>'
        f'<default class="arm"><joint damping="1" armature="0.1"/></default>'
        f'<default class="finger"><joint type="slide" range="0 {FINGER_TRAVEL_M}" '
        f'damping="5" armature="0.1"/></default>'
        f'<default class="pad"><geom type="box" mass="0.03" friction="1.6 0.02 0.001" '
        f'condim="4" priority="1" solref="0.006 1" rgba="0.30 0.31 0.34 1"/></default>'
    )


def arm_tail() -> str:
    """Return the MJCF sections of actuators and couplings."""
    joints = ''.join(
        f'<position joint="{name}" kp="{kp}" dampratio="1" forcerange="-{f} {f}"/>'
        for name, kp, f in zip(JOINTS, _STIFFNESS, _FORCE_N_M, strict=True)
    )
    return (
        f'<contact><exclude body1="finger_left" body2="finger_right"/></contact>'
        f'<tendon><fixed name="grip"><joint joint="finger_left" coef="0.5"/>'
        f'<joint joint="finger_right" coef="0.5"/></fixed></tendon>'
        f'<equality><joint joint1="finger_left" joint2="finger_right" '
        f'solref="0.005 1"/></equality>'
        f'<actuator>{joints}<position name="grip" tendon="grip" kp="2000" kv="60" '
        f'ctrlrange="-{GRASP_DEPTH_M} {FINGER_TRAVEL_M}" forcerange="-40 40"/></actuator>'
    )
