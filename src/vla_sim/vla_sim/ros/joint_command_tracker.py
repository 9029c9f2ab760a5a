# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated controllers of an arm with standard interfaces: joint trajectories and a gripper."""

from typing import Any

import numpy as np
from std_msgs.msg import Float64MultiArray
from trajectory_msgs.msg import JointTrajectory
from vla_common import qos
from vla_common.latest_value import LatestValue
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.trajectory_controller import SimulatedTrajectoryController
from vla_sim.physics.world import World
from vla_sim.ros.conversions import to_trajectory_points
from vla_sim.ros.settings import SimSettings


class JointCommandTracker:
    """
    Follow the newest trajectory of the joints and the newest position of the gripper.

    Callbacks of any thread put messages into `trajectories` and `grippers`; one thread applies
    them. The controllers know nothing of the safety gate.

    Parameters
    ----------
    robot
        Arm.

    """

    def __init__(self, robot: RobotArm) -> None:
        self._robot = robot
        self.trajectories = LatestValue[JointTrajectory]()
        self.grippers = LatestValue[Float64MultiArray]()
        self.reset()

    def inputs(self) -> list[tuple[Any, str, Any, Any]]:
        """Return type, topic, callback and QoS profile of each subscription."""
        arm, gripper = self._robot.controllers
        return [
            (JointTrajectory, f'{arm}/joint_trajectory', self.trajectories.put, qos.COMMAND),
            (Float64MultiArray, f'{gripper}/commands', self.grippers.put, qos.COMMAND),
        ]

    def set_limits(self, settings: SimSettings) -> None:
        """Ignore the limits of poses: these controllers have none."""

    def reset(self) -> None:
        """Discard all commands: the arm is at its home pose."""
        self.trajectories.clear()
        self.grippers.clear()
        self._controller: SimulatedTrajectoryController | None = None
        self._opening = 1.0

    def apply(self, world: World, _now_ns: int) -> list[str]:
        """Apply new commands to the world; return why commands were refused."""
        errors: list[str] = []
        if self._controller is None:
            joints = world.joint_state()[1][: len(self._robot.joints)]
            self._controller = SimulatedTrajectoryController(self._robot.joints, joints)
        trajectory, gripper = self.trajectories.take(), self.grippers.take()
        try:
            if trajectory is not None:
                points = to_trajectory_points(trajectory)
                self._controller.follow(trajectory.joint_names, points, world.time_s)
        except ValueError as error:
            errors.append(str(error))
        try:
            if gripper is not None:
                self._opening = self._to_opening(gripper)
        except ValueError as error:
            errors.append(str(error))
        joints = self._controller.positions(world.time_s + CONTROL_PERIOD_S)
        world.set_joint_target(joints, self._opening)
        return errors

    def _to_opening(self, message: Float64MultiArray) -> float:
        if len(message.data) != 1 or not np.isfinite(message.data[0]):
            raise ValueError(
                f'commands of the gripper must be one finite position; got {list(message.data)}. '
                'Correct gripper_output of robot_bridge'
            )
        return self._robot.gripper.to_opening(message.data[0])
