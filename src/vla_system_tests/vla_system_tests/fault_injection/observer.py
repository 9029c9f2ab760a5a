# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands to the system under test, and the log of its motion and status."""

import time
from typing import NamedTuple

from geometry_msgs.msg import PoseStamped
import numpy as np
from vla_bringup.nodes import entries
from vla_client.client import VlaClient
from vla_client.status_monitor import STATUS_QOS
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_s
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_system_tests.fault_injection.flood import FLOOD_NODE
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.fault_injection.tool_tracker import ToolTracker

#: Subscribers of `natural_language_command`: language, safety and simulator.
_COMMAND_SUBSCRIBERS = 3
#: The safety node publishes its status twice a second even if it does not change.
_SILENT_S = 1.5
_STATES = {
    SafetyStatus.IDLE: 'idle',
    SafetyStatus.ACTIVE: 'active',
    SafetyStatus.HOLD: 'hold',
    SafetyStatus.STOPPED: 'stopped',
}
_RUNNING = ('active', 'hold')
_OVER = (PolicyStatus.SUCCEEDED, PolicyStatus.REFUSED, PolicyStatus.FAILED)


class StatusSample(NamedTuple):
    """State and reason of the safety node."""

    state: str
    reason: str = ''

    def __str__(self) -> str:
        """Return the text of the report."""
        return f'{self.state}: {self.reason}' if self.reason else self.state


class SystemObserver:
    """
    Send commands through a client and log motion, status and commands of the system.

    Parameters
    ----------
    client
        Client of the system under test.
    robot
        Simulated robot in place of the built-in arm; empty: the built-in arm.

    """

    def __init__(self, client: VlaClient, robot: str = '') -> None:
        self.client = client
        self.motion = MotionLog()
        #: Texts of the commands that the language node passed on, by their ids.
        self.commands: dict[str, str] = {}
        self._command_id = ''
        self._messages: dict[str, str] = {}
        # Time of reception, stamp, and state of each status of the safety node.
        self._statuses: list[tuple[float, float, StatusSample]] = []
        client.on_safety_status(self._on_safety)
        client.subscribe(PoseStamped, 'robot_action', self._on_action, qos.COMMAND)
        self._robot = robot
        if robot:
            self._tracker = ToolTracker(client, robot, self.motion)
        else:
            client.subscribe(RobotState, 'robot_state', self._on_state, qos.SENSOR)
        client.subscribe(CommandEmbedding, 'command_embedding', self._on_command, STATUS_QOS)

    def send(self, text: str) -> None:
        """Send a command."""
        self._command_id = self.client.publish_request(text)

    def missing(self) -> dict[str, str]:
        """Return what is not ready, and why."""
        started = entries(use_sim=True, use_robot=bool(self._robot))
        nodes = [entry.name for entry in started]
        return self.client.not_ready(nodes, _COMMAND_SUBSCRIBERS)

    def is_flood_ready(self) -> bool:
        """Whether the process that floods DDS is on the graph."""
        return FLOOD_NODE in self.client.node.get_node_names()

    def is_moving(self) -> bool:
        """Whether the robot moves."""
        return self.motion.is_moving(time.monotonic())

    def is_latched(self) -> bool:
        """Whether the safety node has a latched stop."""
        safety = self.client.safety_status
        return safety is not None and safety.state == SafetyStatus.STOPPED

    def is_executing(self) -> bool:
        """Whether the robot moves for the command that was sent last."""
        safety = self.client.safety_status
        return (
            safety is not None and safety.command_id == self._command_id != '' and self.is_moving()
        )

    def is_done(self) -> bool:
        """Whether the policy ended the command that was sent last."""
        policy = self.client.policy_status
        return (
            policy is not None
            and policy.command_id == self._command_id != ''
            and policy.state in _OVER
        )

    def status_samples(self, since_s: float, until_s: float) -> list[StatusSample]:
        """Return the distinct statuses of the safety node in a period, the last one at the end."""
        received = [(at, sample) for at, _, sample in self._statuses if since_s < at <= until_s]
        samples = [sample for _, sample in received]
        if not received or received[-1][0] < until_s - _SILENT_S:
            samples.append(StatusSample('silent'))
        last = samples[-1]
        return [*dict.fromkeys(sample for sample in samples if sample != last), last]

    def last_status_s(self) -> float:
        """Return the time of the newest status of the safety node; 0 if there is none."""
        return self._statuses[-1][0] if self._statuses else 0.0

    def message_of(self, reason: str) -> str:
        """Return the newest message of the safety node with a reason; empty if there is none."""
        return self._messages.get(reason, '')

    def ticks(self) -> tuple[list[float], list[tuple[float, bool]]]:
        """Return the stamps of robot_action, and by stamp whether a command was executed."""
        states = [(stamp, sample.state in _RUNNING) for _, stamp, sample in self._statuses]
        return self.motion.stamps_s(), states

    def _on_action(self, message: PoseStamped) -> None:
        position, quaternion = pose_to_arrays(message.pose)
        self.motion.add_action(
            time.monotonic(), stamp_s(message.header.stamp), position.tolist(), quaternion.tolist()
        )

    def _on_state(self, message: RobotState) -> None:
        v = message.velocity.linear
        now_s = time.monotonic()
        self.motion.add_speed(now_s, float(np.linalg.norm((v.x, v.y, v.z))))
        self.motion.add_position(now_s, pose_to_arrays(message.end_effector)[0].tolist())

    def _on_safety(self, message: SafetyStatus) -> None:
        sample = StatusSample(_STATES.get(message.state, '?'), message.reason)
        self._messages[message.reason] = message.message
        self._statuses.append((time.monotonic(), stamp_s(message.header.stamp), sample))

    def _on_command(self, message: CommandEmbedding) -> None:
        self.commands[message.command_id] = message.text
