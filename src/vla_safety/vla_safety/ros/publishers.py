# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Publishers of the safety node."""

from geometry_msgs.msg import PoseStamped
from vla_common import qos
from vla_common.clock import TimePoint
from vla_common.node import VlaNode
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import SafetyStatus
from vla_safety.gate.safety_gate import Gate
from vla_safety.ros import conversions
from vla_safety.ros.settings import NodeSettings
from vla_safety.ros.status_messages import displayed_reason
from vla_safety.ros.status_messages import to_status
from vla_safety.types.chunk import Target


class SafetyPublishers:
    """Publish motion, and the status of the gate when it changes and at a low rate."""

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
        self.clear_status()

    def clear_status(self) -> None:
        """Forget the published status, so that the next one is published at once."""
        self._published: object = None
        self._published_s = 0.0

    def close(self) -> None:
        """Destroy the publishers."""
        for publisher in (self._actions, self._grippers, self._statuses):
            self._node.destroy_lifecycle_publisher(publisher)

    def publish_target(self, target: Target) -> None:
        """Publish a pose and a gripper opening for the robot."""
        header = (self._node.get_clock().now().to_msg(), self._frame_id)
        self._actions.publish(conversions.to_action(target, *header))
        effort_n = self._settings.gripper_effort_n
        self._grippers.publish(conversions.to_gripper(target, *header, effort_n))

    def publish_status(
        self, gate: Gate, now: TimePoint, problem: str, clock_problem: str = ''
    ) -> None:
        """Publish the status if it is due; for both problems see `displayed_reason`."""
        reason, message = displayed_reason(gate, now)
        status = (gate.state, reason, gate.command_id, gate.chunks.refused, problem, clock_problem)
        if reason and status != self._published:
            text = f'{gate.state.name.lower()}: {message}'
            self._node.get_logger().warning(text, throttle_duration_sec=0.2)
        due_s = self._published_s + 1 / self._settings.status_rate_hz
        if status != self._published or now.steady_s >= due_s:
            self._published, self._published_s = status, now.steady_s
            stamp = self._node.get_clock().now().to_msg()
            self._statuses.publish(
                to_status(gate, now, stamp, self._frame_id, problem, clock_problem)
            )
