# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tracking of pose and gripper commands; the last one is held."""

from typing import Any

from geometry_msgs.msg import PoseStamped
import numpy as np
from vla_common import qos
from vla_common.latest_value import LatestValue
from vla_common.robot_commands import CommandValidator
from vla_common.robot_commands import to_opening
from vla_common.robot_commands import to_target
from vla_common.rotation import yaw_to_quaternion
from vla_interfaces.msg import GripperCommand
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import HOME_YAW_RAD
from vla_sim.physics.world import World
from vla_sim.ros.settings import SimSettings


class PoseCommandTracker:
    """
    Set the newest commands as the target of a world.

    Callbacks of any thread put commands into `poses` and `grippers`; one thread applies them.

    Parameters
    ----------
    validator
        Check of the commands.

    """

    def __init__(self, validator: CommandValidator) -> None:
        #: Check of the commands; it may be replaced at any time.
        self.validator = validator
        self.poses = LatestValue[PoseStamped]()
        self.grippers = LatestValue[GripperCommand]()
        self.reset()

    def inputs(self) -> list[tuple[Any, str, Any, Any]]:
        """Return type, topic, callback and QoS profile of each subscription."""
        return [
            (PoseStamped, 'robot_action', self.poses.put, qos.RELIABLE_LATEST),
            (GripperCommand, 'gripper_command', self.grippers.put, qos.RELIABLE_LATEST),
        ]

    def set_limits(self, settings: SimSettings) -> None:
        """Check commands by these settings from now on."""
        self.validator = CommandValidator(settings.frame_id, settings.max_command_age_s)

    def reset(self) -> None:
        """Discard all commands: the arm is at its home pose."""
        self.poses.clear()
        self.grippers.clear()
        self._pose = (np.array(HOME_POSITION_M), yaw_to_quaternion(HOME_YAW_RAD))
        self._opening = 1.0

    def apply(self, world: World, now_ns: int) -> list[str]:
        """Apply new commands to the world; return why commands were refused."""
        errors: list[str] = []
        pose, gripper = self.poses.take(), self.grippers.take()
        if pose is None and gripper is None:
            return errors
        try:
            if pose is not None:
                self._pose = to_target(pose, self.validator, now_ns)
        except ValueError as error:
            errors.append(str(error))
        try:
            if gripper is not None:
                self._opening = to_opening(gripper, self.validator, now_ns)
        except ValueError as error:
            errors.append(str(error))
        world.set_target(*self._pose, self._opening)
        return errors
