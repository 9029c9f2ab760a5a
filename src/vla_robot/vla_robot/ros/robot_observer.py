# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that receives the messages of a robot during its bring-up."""

from collections.abc import Callable
import time
from typing import Any
from typing import NamedTuple

from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_interfaces.msg import RobotState


class Sample(NamedTuple):
    """A message, when it arrived on the steady clock, and its age then [s]."""

    message: Any
    arrival_s: float
    age_s: float


class RobotObserver(Node):
    """Receive robot_state, joint_states and robot_description."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('check_robot', **kwargs)
        self.states: list[Sample] = []
        self.joints: list[Sample] = []
        self.description = ''
        self.executor_of_node = SingleThreadedExecutor(context=self.context)
        self.executor_of_node.add_node(self)
        self.create_subscription(
            RobotState, 'robot_state', lambda m: self._add(self.states, m), qos.SENSOR
        )
        self.create_subscription(
            JointState, 'joint_states', lambda m: self._add(self.joints, m), qos.SENSOR
        )
        self.create_subscription(String, 'robot_description', self._describe, qos.LATCHED)

    def observe(self, duration_s: float) -> None:
        """Discard what was received, and receive for a time."""
        self.states.clear()
        self.joints.clear()
        self.wait_for(lambda: False, duration_s)

    def wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Receive until a condition holds; return whether it does."""
        end_s = time.monotonic() + timeout_s
        while not condition():
            if (left_s := end_s - time.monotonic()) <= 0:
                return False
            self.executor_of_node.spin_once(timeout_sec=min(left_s, 0.1))
        return True

    def wait_for_description(self, timeout_s: float) -> str:
        """Return the robot description; empty if none arrives."""
        self.wait_for(lambda: bool(self.description), timeout_s)
        return self.description

    def close(self) -> None:
        """Destroy the node."""
        self.executor_of_node.shutdown()
        self.destroy_node()

    def _describe(self, message: String) -> None:
        self.description = message.data

    def _add(self, samples: list[Sample], message: Any) -> None:
        age_ns = self.get_clock().now().nanoseconds - stamp_ns(message.header.stamp)
        samples.append(Sample(message, time.monotonic(), age_ns * 1e-9))
