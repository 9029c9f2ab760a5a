# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A robot bridge, a simulated driver, and actions as the safety gate sends them."""

from pathlib import Path
import time
from typing import Any

from geometry_msgs.msg import PoseStamped
import numpy as np
from rclpy.parameter import Parameter
from simulated_driver import SimulatedDriver
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import to_pose
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import RobotState
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_model import ArmSpec
from vla_kinematics.sample_arms import UR5E_JOINTS
from vla_kinematics.sample_arms import UR5E_READY
from vla_kinematics.sample_arms import UR5E_URDF
from vla_robot.robot_bridge import RobotBridge

UR5E_NAMES = tuple(UR5E_JOINTS)
ACTION_PERIOD_S = 0.02


class BridgeHarness:
    """UR5e in front of a simulated controller, and the sender of robot_action."""

    def __init__(self, ros: NodeTestHarness, folder: Path, **parameters: Any) -> None:
        path = folder / 'arm.urdf'
        path.write_text(UR5E_URDF)
        self.ros = ros
        driver_options = {
            name: parameters.pop(name)
            for name in ('servo_s', 'from_desired')
            if name in parameters
        }
        # Long enough for a loaded machine; tests of time-outs set their own.
        values = {
            'urdf_file': str(path), 'command_timeout_s': 1.5, 'max_state_age_s': 1.0,
            'max_command_age_s': 2.0, **parameters,
        }  # fmt: skip
        self.overrides = [Parameter(name, value=value) for name, value in values.items()]
        self.driver: SimulatedDriver = ros.add(
            SimulatedDriver(UR5E_NAMES, UR5E_READY, context=ros.context, **driver_options)
        )
        self.controller = self.driver.controller
        self.model = ArmModel(UR5E_URDF, ArmSpec('tool0'))
        self.home = self.model.forward(UR5E_READY)
        self.states: list[RobotState] = ros.collect(RobotState, 'robot_state', qos.SENSOR)
        self.actions = ros.node.create_publisher(PoseStamped, 'robot_action', qos.RELIABLE_LATEST)
        self.start_bridge()

    def start_bridge(self) -> None:
        self.bridge: RobotBridge = self.ros.add(
            RobotBridge(context=self.ros.context, parameter_overrides=self.overrides)
        )
        count = len(self.states)
        self.ros.wait_for(lambda: len(self.states) > count, 10.0, 'no robot_state')
        self.ros.wait_for(lambda: self.actions.get_subscription_count() == 1)

    def send(self, offset_m: tuple[float, ...] | np.ndarray) -> None:
        """Send an action at an offset from the start pose."""
        position = self.home.position_m + np.asarray(offset_m)
        message = PoseStamped(pose=to_pose(position, self.home.quaternion_xyzw))
        message.header.stamp = self.ros.node.get_clock().now().to_msg()
        message.header.frame_id = 'base_link'
        self.actions.publish(message)

    def stream(self, end_m: tuple[float, ...], duration_s: float) -> np.ndarray:
        """Send a smooth motion from the start pose; return the distances to the tool [m]."""
        start_s, lags = time.monotonic(), []

        def wanted_m() -> np.ndarray:
            share = min((time.monotonic() - start_s) / duration_s, 1.0)
            return (10 * share**3 - 15 * share**4 + 6 * share**5) * np.array(end_m)

        while time.monotonic() - start_s < duration_s:
            self.send(wanted_m())
            self.ros.spin(ACTION_PERIOD_S)
            # Now, not when the action was sent: the age of the action is part of the lag.
            lags.append(self.distance_m(wanted_m()))
        for _ in range(25):
            self.send(end_m)
            self.ros.spin(ACTION_PERIOD_S)
        return np.array(lags)

    def distance_m(self, offset_m: tuple[float, ...] | np.ndarray) -> float:
        """Return the distance of the real tool from an offset."""
        tool = self.model.forward(self.controller.positions)
        return float(np.linalg.norm(tool.position_m - self.home.position_m - offset_m))

    def reported_m(self) -> np.ndarray:
        """Return the offset of the tool that robot_state reports."""
        return pose_to_arrays(self.states[-1].end_effector)[0] - self.home.position_m

    def stands_still(self, duration_s: float = 0.4) -> bool:
        before = self.controller.positions.copy()
        self.ros.spin(duration_s)
        return bool(np.abs(self.controller.positions - before).max() < 1e-4)
