# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Description of a simulated arm with its gripper."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics import arm
from vla_sim.physics.mjcf import arm_mjcf
from vla_sim.physics.scene_constants import FINGER_TRAVEL_M
from vla_sim.physics.scene_constants import HOME_POSITION_M

#: Name of the arm that needs no further package.
BUILTIN_NAME: Final = 'builtin'
TOOL_SITE: Final = 'tool0'
#: Corners x, y of a rectangle of the table.
Area = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Gripper:
    """
    Gripper of two fingers that one setpoint moves.

    Parameters
    ----------
    joint_name
        Name of its joint in joint_states.
    actuator
        Actuator of the setpoint [m, rad].
    measured_joints
        Joints whose mean position is the position of the gripper.
    linkage
        Position of each joint per position of the gripper; used to place it.
    open_position, closed_position
        Positions of the open and the closed gripper.
    grasp_position
        Setpoint to close: beyond contact, so that an object between the fingers is held.
    bodies
        Bodies whose contacts count as touches of the gripper.

    """

    joint_name: str
    actuator: str
    measured_joints: tuple[str, ...]
    linkage: Mapping[str, float]
    open_position: float
    closed_position: float
    grasp_position: float
    bodies: tuple[str, ...]

    def setpoint(self, opening: float) -> float:
        """Return the setpoint for an opening, 0 closed .. 1 open."""
        if opening <= 0.02:
            return self.grasp_position
        return self.to_position(opening)

    def to_position(self, opening: float) -> float:
        """Return the position of an opening."""
        return self.closed_position + opening * self.travel

    def to_opening(self, position: float) -> float:
        """Return the opening of a position, 0 .. 1."""
        return float(np.clip((position - self.closed_position) / self.travel, 0, 1))

    @property
    def travel(self) -> float:
        """Return the signed distance from the closed to the open position."""
        return self.open_position - self.closed_position


@dataclass(frozen=True)
class RobotArm:
    """
    Arm with its gripper.

    Parameters
    ----------
    name
        Name, such as ur5e.
    spec
        Returns the MuJoCo specification of the arm alone in the frame of its base, with one
        position actuator for each joint, the actuator of the gripper and the site tool0.
    joints
        Names of the joints from base to tool, in the model and in joint_states.
    low_rad, high_rad
        Range of the joints (n,), which selects the posture branch.
    speed_rad_s
        Speed limits (n,).
    rest_rad
        Posture of the joints (n,) near the home pose.
    gripper
        Gripper.
    base_m
        Position of the base in base_link of the table.
    root_link, tool_link
        Links of the base and of the tool in the URDF.
    tool_m
        Distance from the tool link to the tool point along z.
    collision_group
        Group of the geoms that are collision geometry in the URDF.
    controllers
        Names of the simulated controllers of arm and gripper; empty: the arm follows poses.
    home_m
        Position of the tool at the start, in base_link of the table.
    max_lean_rad
        Largest lean of the tool of an arm with five joints, in the vertical plane of the arm.
    task_kinds
        Kinds of tasks that the arm can do.
    task_area_m
        Corners x, y of the part of the table for targets and ends of motions; None: all of it.

    """

    name: str
    spec: Callable[[], mujoco.MjSpec]
    joints: tuple[str, ...]
    low_rad: FloatArray
    high_rad: FloatArray
    speed_rad_s: FloatArray
    rest_rad: FloatArray
    gripper: Gripper
    base_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    root_link: str = 'base_link'
    tool_link: str = TOOL_SITE
    tool_m: float = 0.0
    collision_group: int = -1
    controllers: tuple[str, ...] = ()
    home_m: tuple[float, float, float] = HOME_POSITION_M
    max_lean_rad: float = 0.0
    task_kinds: tuple[str, ...] = ('pick', 'place', 'push', 'point')
    task_area_m: Area | None = None

    @property
    def is_builtin(self) -> bool:
        """Return whether this is the built-in arm."""
        return self.name == BUILTIN_NAME

    @property
    def prefix(self) -> str:
        """Return what precedes the names of the arm in the model of a scene."""
        return '' if self.is_builtin else 'arm_'


_FINGERS: Final = ('finger_left', 'finger_right')
BUILTIN: Final = RobotArm(
    name=BUILTIN_NAME,
    spec=lambda: mujoco.MjSpec.from_string(arm_mjcf()),
    joints=arm.JOINTS,
    low_rad=arm.JOINT_LOW_RAD,
    high_rad=arm.JOINT_HIGH_RAD,
    speed_rad_s=arm.JOINT_SPEED_RAD_S,
    rest_rad=arm.REST_RAD,
    gripper=Gripper(
        joint_name=_FINGERS[0],
        actuator='grip',
        measured_joints=_FINGERS,
        linkage=dict.fromkeys(_FINGERS, 1.0),
        open_position=FINGER_TRAVEL_M,
        closed_position=0.0,
        grasp_position=-arm.GRASP_DEPTH_M,
        bodies=('hand', *_FINGERS),
    ),
)
