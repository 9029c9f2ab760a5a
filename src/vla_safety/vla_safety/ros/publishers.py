# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The topics that the safety node publishes."""

from geometry_msgs.msg import PoseStamped
from vla_common import qos
from vla_common.clock import TimePoint
from vla_common.node import VlaNode
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import SafetyStatus
from vla_safety.gate.safety_gate import Gate
from vla_safety.ros import conversions
from vla_safety.ros.settings import NodeSettings
from vla_safety.types.chunk import Target


class SafetyPublishers:
    """Send motion, and say what the gate does whenever that changes and now and then."""

    def __init__(self, node: VlaNode, settings: NodeSettings, frame_id: str) -> None:
        self._node = node
        self._settings = settings
        self._frame_id = frame_id
        self._actions = node.create_lifecycle_publisher(
            PoseStamped, 'robot_action', qos.RELIABLE_LATEST
        )
        self._grippers = node.create_lifecycle_publisher(
            GripperCommand, 'gripper_command', qos.RELIABLE_LATEST
        )
        self._statuses = node.create_lifecycle_publisher(
            SafetyStatus, 'safety_status', qos.LATCHED
        )
        self.forget()

    def forget(self) -> None:
        """Publish the status anew."""
        self._shown: object = None
        self._shown_s = 0.0

    def close(self) -> None:
        """Destroy the topics."""
        for publisher in (self._actions, self._grippers, self._statuses):
            self._node.destroy_lifecycle_publisher(publisher)

    def send(self, target: Target) -> None:
        """Send a pose and an opening to the robot."""
        where = (self._node.get_clock().now().to_msg(), self._frame_id)
        self._actions.publish(conversions.to_action(target, *where))
        effort_n = self._settings.gripper_effort_n
        self._grippers.publish(conversions.to_gripper(target, *where, effort_n))

    def show(self, gate: Gate, now: TimePoint, problem: str) -> None:
        """Publish the status; `problem` is one of the node that leaves the gate at work."""
        newest = (gate.state, gate.reason, gate.command_id, gate.refused, problem)
        if gate.reason and newest != self._shown:
            note = f'{gate.state.name.lower()}: {gate.message}'
            self._node.get_logger().warning(note, throttle_duration_sec=0.2)
        due_s = self._shown_s + 1 / self._settings.status_rate_hz
        if newest != self._shown or now.steady_s >= due_s:
            self._shown, self._shown_s = newest, now.steady_s
            stamp = self._node.get_clock().now().to_msg()
            self._statuses.publish(
                conversions.to_status(gate, now, stamp, self._frame_id, problem)
            )
