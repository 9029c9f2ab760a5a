# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""MuJoCo model of a scene with an arm."""

from typing import Final

import mujoco
from vla_sim.physics.arm import FOOT_RADIUS_M
from vla_sim.physics.mjcf import scene_mjcf
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.scene import Scene

# That of the foot of the built-in arm: the networks locate objects relative to the foot of the
# arm, and a foot whose edge is elsewhere moves all estimates with it.
_PEDESTAL_RADIUS_M: Final = FOOT_RADIUS_M
_DARK: Final = (0.22, 0.23, 0.26, 1.0)


def scene_model(scene: Scene, robot: RobotArm, *, shadows: bool = False) -> mujoco.MjModel:
    """Return the model of table, objects and arm; names of another arm have its prefix."""
    if robot.is_builtin:
        return mujoco.MjModel.from_xml_string(scene_mjcf(scene, shadows))
    table = mujoco.MjSpec.from_string(scene_mjcf(scene, shadows, with_arm=False))
    arm = robot.spec()
    frame = table.worldbody.add_frame(pos=robot.base_m)
    frame.attach_body(arm.worldbody.first_body(), robot.prefix, '')
    if robot.base_m[2] == 0:
        return table.compile()
    half_height_m = robot.base_m[2] / 2
    table.worldbody.add_geom(
        type=mujoco.mjtGeom.mjGEOM_CYLINDER,
        size=(_PEDESTAL_RADIUS_M, half_height_m, 0.0),
        pos=(*robot.base_m[:2], half_height_m),
        rgba=_DARK,
        contype=0,
        conaffinity=0,
        group=1,
    )
    return table.compile()
