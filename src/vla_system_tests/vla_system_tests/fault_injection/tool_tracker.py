# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion of the tool of a simulated robot, from its joints before any fault."""

import time

import numpy as np
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_bringup.files import robot_files
from vla_client.client import VlaClient
from vla_common import qos
from vla_kinematics.arm_model import ArmModel
from vla_robot.check_robot import read_settings
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.fault_injection.robot_relay import JOINT_SOURCE


class ToolTracker:
    """
    Log position and speed of the tool, whatever the system is told about them.

    Parameters
    ----------
    client
        Client of the system under test.
    robot
        Name of the robot.
    motion
        Log of the motion.

    """

    def __init__(self, client: VlaClient, robot: str, motion: MotionLog) -> None:
        self._settings = read_settings(robot_files()[robot])
        self._motion = motion
        self._model: ArmModel | None = None
        client.subscribe(String, 'robot_description', self._on_description, qos.LATCHED)
        client.subscribe(JointState, JOINT_SOURCE, self._on_joints, qos.SENSOR)

    def _on_description(self, message: String) -> None:
        self._model = ArmModel(message.data, self._settings.arm())

    def _on_joints(self, message: JointState) -> None:
        if (model := self._model) is None:
            return
        places = [message.name.index(name) for name in model.joint_names]
        tool = model.forward(np.array(message.position)[places])
        velocity = model.jacobian()[:3] @ np.array(message.velocity)[places]
        now_s = time.monotonic()
        self._motion.add_speed(now_s, float(np.linalg.norm(velocity)))
        self._motion.add_position(now_s, tool.position_m.tolist())
