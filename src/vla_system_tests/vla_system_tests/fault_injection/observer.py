# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Talks to a running system and notes how it moves."""

import time
from typing import NamedTuple

from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import PoseStamped
import numpy as np
from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from vla_bringup.client.companion import Speaker
from vla_bringup.nodes import entries
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_s
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_system_tests.fault_injection.flood import FLOOD_NODE
from vla_system_tests.fault_injection.motion_log import MotionLog

# Language, safety and simulator.
_LISTENERS = 3
# Deeper than qos.LATCHED, so that nothing is missed.
_EVERYTHING = QoSProfile(
    depth=1000, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)


# Twice a second something is said even if nothing changes.
_SILENT_S = 1.5
_STATES = {
    SafetyStatus.IDLE: 'idle',
    SafetyStatus.ACTIVE: 'active',
    SafetyStatus.HOLD: 'hold',
    SafetyStatus.STOPPED: 'stopped',
}
_RUNNING = ('active', 'hold')
_OVER = (PolicyStatus.SUCCEEDED, PolicyStatus.REFUSED, PolicyStatus.FAILED)


class Saying(NamedTuple):
    """State and reason of the safety node."""

    state: str
    reason: str = ''

    def __str__(self) -> str:
        """Return it for people."""
        return f'{self.state}: {self.reason}' if self.reason else self.state


class Observer(Speaker):
    """Eyes, ears and voice of a fault injection."""

    def __init__(self, domain_id: int) -> None:
        super().__init__('fault_observer', domain_id)
        self.motion = MotionLog()
        self.policy: PolicyStatus | None = None
        self.safety: SafetyStatus | None = None
        self._said = self._said_id = ''
        # What the safety node said of itself, when that was heard and when it was said.
        self._sayings: list[tuple[float, float, Saying]] = []
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
        found = [
            name
            for name in nodes
            if self._health.get(name, (0.0, 'not active'))[0] < new_s
            or self._health[name][1] == 'not active'
        ]
        if not found and self.listeners < _LISTENERS:
            found.append('listener for commands')
        return found

    def forget(self, name: str) -> None:
        """Forget that a node was active."""
        self._health.pop(name, None)

    def sees_flood(self) -> bool:
        """Whether the process that floods the graph has joined it."""
        return FLOOD_NODE in self._node.get_node_names()

    def is_moving(self) -> bool:
        """Whether the robot is on its way."""
        return self.motion.is_running(time.monotonic())

    def is_latched(self) -> bool:
        """Whether only a reset leads on."""
        return self.safety is not None and self.safety.state == SafetyStatus.STOPPED

    def is_obeyed(self) -> bool:
        """Whether the robot is on its way, and for what was said last."""
        safety = self.safety
        return safety is not None and safety.command_id == self._said_id != '' and self.is_moving()

    def is_done(self) -> bool:
        """Whether the policy did, refused or gave up what was said last."""
        policy = self.policy
        return policy is not None and policy.text == self._said and policy.state in _OVER

    def say(self, text: str) -> None:
        """Send a command."""
        # What the policy said of the same words before is no answer to these.
        self.policy, self._said, self._said_id = None, text, ''
        super().say(text)

    def said(self, since_s: float, until_s: float) -> list[Saying]:
        """Return what the safety node said in a time, each thing once, the last one last."""
        heard = [(at, saying) for at, _, saying in self._sayings if since_s < at <= until_s]
        sayings = [saying for _, saying in heard]
        if not heard or heard[-1][0] < until_s - _SILENT_S:
            sayings.append(Saying('silent'))
        last = sayings[-1]
        return [*dict.fromkeys(s for s in sayings if s != last), last]

    def ticks(self) -> tuple[list[float], list[tuple[float, bool]]]:
        """Return stamps of robot_action, and when which state was said to carry out a command."""
        states = [(said_s, saying.state in _RUNNING) for _, said_s, saying in self._sayings]
        return self.motion.stamps_s(), states

    def _on_action(self, message: PoseStamped) -> None:
        position, quaternion = pose_to_arrays(message.pose)
        self.motion.add_action(
            time.monotonic(), stamp_s(message.header.stamp), position.tolist(), quaternion.tolist()
        )

    def _on_state(self, message: RobotState) -> None:
        v = message.velocity.linear
        self.motion.add_speed(time.monotonic(), float(np.linalg.norm((v.x, v.y, v.z))))

    def _on_policy(self, message: PolicyStatus) -> None:
        self.policy = message

    def _on_safety(self, message: SafetyStatus) -> None:
        self.safety = message
        saying = Saying(_STATES.get(message.state, '?'), message.reason)
        said_s = stamp_s(message.header.stamp)
        self._sayings.append((time.monotonic(), said_s, saying))

    def _on_command(self, message: CommandEmbedding) -> None:
        self.commands[message.command_id] = message.text
        if message.text == self._said:
            self._said_id = message.command_id

    def _on_diagnostics(self, message: DiagnosticArray) -> None:
        for status in message.status:
            self._health[status.name] = time.monotonic(), status.message
