# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Talks to a running system and notes how it moves."""

import time

from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import PoseStamped
import numpy as np
from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from vla_bringup.companion import Speaker
from vla_bringup.fault_motion import MotionLog
from vla_bringup.nodes import entries
from vla_common import qos
from vla_common.convert import pose_to_arrays
from vla_common.convert import stamp_s
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus

# Language, safety and simulator.
_LISTENERS = 3
# Deeper than qos.LATCHED, so that nothing is missed.
_EVERYTHING = QoSProfile(
    depth=1000, reliability=ReliabilityPolicy.RELIABLE,
    durability=DurabilityPolicy.TRANSIENT_LOCAL)


class Observer(Speaker):
    """Eyes, ears and voice of a fault injection."""

    def __init__(self, domain_id: int) -> None:
        super().__init__('fault_observer', domain_id)
        self.motion = MotionLog()
        self.policy: PolicyStatus | None = None
        self.safety: SafetyStatus | None = None
        #: Commands that the language node passed on.
        self.commands: dict[str, str] = {}
        self._health: dict[str, tuple[float, str]] = {}
        for kind, topic, callback, profile in (
            (PoseStamped, 'robot_action', self._on_action, qos.COMMAND),
            (RobotState, 'robot_state', self._on_state, qos.SENSOR),
            (PolicyStatus, 'policy_status', self._on_policy, _EVERYTHING),
            (SafetyStatus, 'safety_status', self._on_safety, _EVERYTHING),
            (CommandEmbedding, 'command_embedding', self._on_command, _EVERYTHING),
            (DiagnosticArray, '/diagnostics', self._on_diagnostics, qos.COMMAND),
        ):
            self._node.create_subscription(kind, topic, callback, profile)
        self.start()

    def missing(self) -> list[str]:
        """Return what is not ready yet."""
        # Diagnostics come once a second; an older one is of a process that ended.
        new_s = time.monotonic() - 3.0
        nodes = [entry.name for entry in entries(use_sim=True)]
        found = [name for name in nodes if self._health.get(name, (0.0, 'not active'))[0] < new_s
                 or self._health[name][1] == 'not active']
        if not found and self.listeners < _LISTENERS:
            found.append('listener for commands')
        return found

    def forget(self, name: str) -> None:
        """Forget that a node was active."""
        self._health.pop(name, None)

    def is_moving(self) -> bool:
        """Whether the robot is on its way."""
        return self.motion.is_running(time.monotonic())

    def _on_action(self, message: PoseStamped) -> None:
        position, quaternion = pose_to_arrays(message.pose)
        self.motion.add_action(
            time.monotonic(), stamp_s(message.header.stamp), position.tolist(),
            quaternion.tolist())

    def _on_state(self, message: RobotState) -> None:
        v = message.velocity.linear
        self.motion.add_speed(time.monotonic(), float(np.linalg.norm((v.x, v.y, v.z))))

    def _on_policy(self, message: PolicyStatus) -> None:
        self.policy = message

    def _on_safety(self, message: SafetyStatus) -> None:
        self.safety = message

    def _on_command(self, message: CommandEmbedding) -> None:
        self.commands[message.command_id] = message.text

    def _on_diagnostics(self, message: DiagnosticArray) -> None:
        for status in message.status:
            self._health[status.name] = time.monotonic(), status.message
