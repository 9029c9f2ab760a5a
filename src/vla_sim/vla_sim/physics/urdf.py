# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""URDF of the arm, generated from the simulated model."""

from typing import Final
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import SubElement
from xml.etree.ElementTree import tostring

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.arm import JOINT_SPEED_RAD_S
from vla_sim.physics.mjcf import arm_mjcf

ROOT_LINK: Final = 'base_link'
_FINGER_FORCE_N: Final = 40.0
_ARM_FORCE_N_M: Final = 87.0
_FINGER_SPEED_M_S: Final = 0.1


def _text(values: FloatArray) -> str:
    return ' '.join(f'{value:.6g}' for value in values + 0.0)


def _rpy(wxyz: FloatArray) -> FloatArray:
    """Return roll, pitch and yaw about fixed axes, as in URDF."""
    matrix = np.zeros(9)
    mujoco.mju_quat2Mat(matrix, wxyz)
    r = matrix.reshape(3, 3)
    pitch = np.arcsin(np.clip(-r[2, 0], -1, 1))
    return np.array([np.arctan2(r[2, 1], r[2, 2]), pitch, np.arctan2(r[1, 0], r[0, 0])])


def _origin(parent: Element, position_m: FloatArray, wxyz: FloatArray) -> None:
    SubElement(parent, 'origin', xyz=_text(position_m), rpy=_text(_rpy(wxyz)))


def _visual(
    link: Element,
    position_m: FloatArray,
    wxyz: FloatArray,
    rgba: FloatArray,
    shape: str,
    **size: str,
) -> None:
    visual = SubElement(link, 'visual')
    _origin(visual, position_m, wxyz)
    SubElement(SubElement(visual, 'geometry'), shape, size)
    material = SubElement(visual, 'material', name=_text(rgba).replace(' ', '_'))
    SubElement(material, 'color', rgba=_text(rgba))


def _geom(link: Element, model: mujoco.MjModel, geom: int) -> None:
    size, at = model.geom_size[geom], (model.geom_pos[geom], model.geom_quat[geom])
    rgba = model.geom_rgba[geom]
    kind = model.geom_type[geom]
    if kind == mujoco.mjtGeom.mjGEOM_BOX:
        _visual(link, *at, rgba, 'box', size=_text(2 * size))
        return
    _visual(link, *at, rgba, 'cylinder', radius=f'{size[0]:g}', length=f'{2 * size[1]:g}')
    if kind == mujoco.mjtGeom.mjGEOM_CAPSULE:
        along = np.zeros(3)
        mujoco.mju_rotVecQuat(along, np.array([0.0, 0.0, size[1]]), at[1])
        for end in (at[0] + along, at[0] - along):
            _visual(link, end, at[1], rgba, 'sphere', radius=f'{size[0]:g}')


def _joint(robot: Element, model: mujoco.MjModel, body: int, names: list[str]) -> None:
    first = model.body_jntadr[body]
    kind = 'fixed'
    if first >= 0:
        sliding = model.jnt_type[first] == mujoco.mjtJoint.mjJNT_SLIDE
        kind = 'prismatic' if sliding else 'revolute'
    name = model.joint(first).name if first >= 0 else f'{names[body]}_fixed'
    joint = SubElement(robot, 'joint', name=name, type=kind)
    SubElement(joint, 'parent', link=names[model.body_parentid[body]])
    SubElement(joint, 'child', link=names[body])
    _origin(joint, model.body_pos[body], model.body_quat[body])
    if first < 0:
        return
    SubElement(joint, 'axis', xyz=_text(model.jnt_axis[first]))
    low, high = model.jnt_range[first]
    force, speed = (
        (_FINGER_FORCE_N, _FINGER_SPEED_M_S)
        if kind == 'prismatic'
        else (_ARM_FORCE_N_M, JOINT_SPEED_RAD_S[first])
    )
    SubElement(
        joint,
        'limit',
        lower=f'{low:g}',
        upper=f'{high:g}',
        effort=f'{force:g}',
        velocity=f'{speed:g}',
    )


def arm_urdf() -> str:
    """Return the URDF; the root link is base_link, the tool frame tool0."""
    model = mujoco.MjModel.from_xml_string(arm_mjcf())
    names = [ROOT_LINK, *(model.body(i).name for i in range(1, model.nbody))]
    robot = Element('robot', name='tabletop_arm')
    for body, name in enumerate(names):
        link = SubElement(robot, 'link', name=name)
        start = model.body_geomadr[body]
        for geom in range(start, start + model.body_geomnum[body]):
            _geom(link, model, geom)
        if body:
            _joint(robot, model, body, names)
    tool = model.site('tool0')
    SubElement(robot, 'link', name='tool0')
    joint = SubElement(robot, 'joint', name='tool0_fixed', type='fixed')
    SubElement(joint, 'parent', link=names[model.site_bodyid[tool.id]])
    SubElement(joint, 'child', link='tool0')
    _origin(joint, tool.pos, tool.quat)
    return tostring(robot, encoding='unicode')
