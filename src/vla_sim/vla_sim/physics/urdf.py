# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""URDF of an arm, generated from the simulated model."""

from typing import Final
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import SubElement
from xml.etree.ElementTree import tostring

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.robot_arm import TOOL_SITE

_FINGER_FORCE_N: Final = 40.0
_ARM_FORCE_N_M: Final = 87.0
_FINGER_SPEED_M_S: Final = 0.1
_VERTICAL: Final = 1 - 1e-9


def _text(values: FloatArray) -> str:
    return ' '.join(f'{value:.6g}' for value in values + 0.0)


def _rpy(wxyz: FloatArray) -> FloatArray:
    """Return roll, pitch and yaw about fixed axes, as in URDF."""
    matrix = np.zeros(9)
    mujoco.mju_quat2Mat(matrix, wxyz)
    r = matrix.reshape(3, 3)
    pitch = np.arcsin(np.clip(-r[2, 0], -1, 1))
    if abs(r[2, 0]) > _VERTICAL:
        # Roll and yaw turn about the same axis.
        return np.array([0.0, pitch, np.arctan2(-r[0, 1], r[1, 1])])
    return np.array([np.arctan2(r[2, 1], r[2, 2]), pitch, np.arctan2(r[1, 0], r[0, 0])])


def _origin(parent: Element, position_m: FloatArray, wxyz: FloatArray) -> None:
    SubElement(parent, 'origin', xyz=_text(position_m), rpy=_text(_rpy(wxyz)))


def _shape(
    link: Element, tag: str, at: tuple[FloatArray, FloatArray], shape: str, **size: str
) -> Element:
    """Add a shape with the tag visual or collision at a position and quaternion wxyz."""
    element = SubElement(link, tag)
    _origin(element, *at)
    SubElement(SubElement(element, 'geometry'), shape, size)
    return element


def _mesh(link: Element, model: mujoco.MjModel, geom: int, tag: str) -> Element:
    mesh = model.geom_dataid[geom]
    # MuJoCo turns meshes to their axes of inertia: the pose of the file is another one.
    inverse, offset_m, wxyz = np.zeros(4), np.zeros(3), np.zeros(4)
    mujoco.mju_negQuat(inverse, model.mesh_quat[mesh])
    mujoco.mju_mulQuat(wxyz, model.geom_quat[geom], inverse)
    mujoco.mju_rotVecQuat(offset_m, model.mesh_pos[mesh], wxyz)
    path = model.paths[model.mesh_pathadr[mesh] :].split(b'\0')[0].decode()
    at, scale = (model.geom_pos[geom] - offset_m, wxyz), _text(model.mesh_scale[mesh])
    return _shape(link, tag, at, 'mesh', filename=f'file://{path}', scale=scale)


def _geom(link: Element, model: mujoco.MjModel, geom: int, tag: str) -> list[Element]:
    """Add a geom of a model."""
    size, at = model.geom_size[geom], (model.geom_pos[geom], model.geom_quat[geom])
    kind = model.geom_type[geom]
    if kind == mujoco.mjtGeom.mjGEOM_MESH:
        return [_mesh(link, model, geom, tag)]
    if kind == mujoco.mjtGeom.mjGEOM_BOX:
        return [_shape(link, tag, at, 'box', size=_text(2 * size))]
    radius = f'{size[0]:g}'
    shapes = [_shape(link, tag, at, 'cylinder', radius=radius, length=f'{2 * size[1]:g}')]
    if kind == mujoco.mjtGeom.mjGEOM_CAPSULE:
        along = np.zeros(3)
        mujoco.mju_rotVecQuat(along, np.array([0.0, 0.0, size[1]]), at[1])
        shapes += [
            _shape(link, tag, (end, at[1]), 'sphere', radius=radius)
            for end in (at[0] + along, at[0] - along)
        ]
    return shapes


def _geoms(link: Element, robot: RobotArm, model: mujoco.MjModel, body: int) -> None:
    """Add what the picture shows of the built-in arm; of another arm what may collide."""
    start = model.body_geomadr[body]
    for geom in range(start, start + model.body_geomnum[body]):
        rgba = model.geom_rgba[geom]
        if robot.is_builtin:
            for shape in _geom(link, model, geom, 'visual'):
                material = SubElement(shape, 'material', name=_text(rgba).replace(' ', '_'))
                SubElement(material, 'color', rgba=_text(rgba))
        elif model.geom_group[geom] == robot.collision_group:
            _geom(link, model, geom, 'collision')


def _joint(
    urdf: Element, robot: RobotArm, model: mujoco.MjModel, body: int, names: dict[int, str]
) -> None:
    first = model.body_jntadr[body]
    kind = 'fixed'
    if first >= 0:
        sliding = model.jnt_type[first] == mujoco.mjtJoint.mjJNT_SLIDE
        kind = 'prismatic' if sliding else 'revolute'
    name = model.joint(first).name if first >= 0 else f'{names[body]}_fixed'
    joint = SubElement(urdf, 'joint', name=name, type=kind)
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
        else (_ARM_FORCE_N_M, robot.speed_rad_s[robot.joints.index(name)])
    )
    SubElement(
        joint,
        'limit',
        lower=f'{low:g}',
        upper=f'{high:g}',
        effort=f'{force:g}',
        velocity=f'{speed:g}',
    )


def _links(robot: RobotArm, model: mujoco.MjModel) -> dict[int, str]:
    """
    Return the links by body: of another arm without its moving gripper.

    The safety gate checks the joints of the arm; its limits of the tool protect the fingers.
    """
    names = {0: robot.root_link}
    for body in range(1, model.nbody):
        first = model.body_jntadr[body]
        moves = first >= 0 and model.joint(first).name not in robot.joints
        if model.body_parentid[body] in names and (robot.is_builtin or not moves):
            names[body] = model.body(body).name
    return names


def arm_urdf(robot: RobotArm = BUILTIN) -> str:
    """Return the URDF of an arm; its root is the frame of the base."""
    model = robot.spec().compile()
    names = _links(robot, model)
    urdf = Element('robot', name='tabletop_arm')
    for body, name in names.items():
        link = SubElement(urdf, 'link', name=name)
        _geoms(link, robot, model, body)
        if body:
            _joint(urdf, robot, model, body, names)
    tool = model.site(TOOL_SITE)
    parent = names[model.site_bodyid[tool.id]]
    along = np.zeros(3)
    mujoco.mju_rotVecQuat(along, np.array([0.0, 0.0, robot.tool_m]), tool.quat)
    SubElement(urdf, 'link', name=robot.tool_link)
    joint = SubElement(urdf, 'joint', name=f'{robot.tool_link}_fixed', type='fixed')
    SubElement(joint, 'parent', link=parent)
    SubElement(joint, 'child', link=robot.tool_link)
    _origin(joint, tool.pos - along, tool.quat)
    return tostring(urdf, encoding='unicode')
