# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Follows commands of pose and gripper, and holds what it was told last."""

from geometry_msgs.msg import PoseStamped
import numpy as np
from vla_common.latest_value import Newest
from vla_common.rotation import yaw_to_quaternion
from vla_interfaces.msg import GripperCommand
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import HOME_YAW_RAD
from vla_sim.physics.world import World
from vla_sim.ros.conversions import CommandRules
from vla_sim.ros.conversions import to_opening
from vla_sim.ros.conversions import to_target


class Follower:
    """The newest commands as the target of a world; callbacks put, one thread applies."""

    def __init__(self, rules: CommandRules) -> None:
        self._rules = rules
        self.poses = Newest[PoseStamped]()
        self.grips = Newest[GripperCommand]()
        self.home()

    def home(self) -> None:
        """Forget all commands: the arm is at home."""
        self.poses.clear()
        self.grips.clear()
        self._pose = (np.array(HOME_POSITION_M), yaw_to_quaternion(HOME_YAW_RAD))
        self._opening = 1.0

    def apply(self, world: World, now_ns: int) -> list[str]:
        """Hand new commands to the world; return why some were not followed."""
        errors: list[str] = []
        pose, grip = self.poses.take(), self.grips.take()
        if pose is None and grip is None:
            return errors
        try:
            if pose is not None:
                self._pose = to_target(pose, self._rules, now_ns)
        except ValueError as error:
            errors.append(str(error))
        try:
            if grip is not None:
                self._opening = to_opening(grip, self._rules, now_ns)
        except ValueError as error:
            errors.append(str(error))
        world.set_target(*self._pose, self._opening)
        return errors
