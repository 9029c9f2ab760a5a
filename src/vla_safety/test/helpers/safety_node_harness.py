# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Test harness of the safety node: robot, camera, language heartbeat and policy."""

from collections.abc import Callable
import time
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import PoseStamped
import numpy as np
from rclpy.parameter import Parameter
from rclpy.qos import QoSProfile
from std_msgs.msg import Header
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_safety.safety_node import SafetyNode
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.sample_messages import chunk_message
from vla_safety.testing.sample_messages import features_message
from vla_safety.testing.sample_messages import state_message

_ALL = QoSProfile(depth=1000)
IDLE, ACTIVE = SafetyStatus.IDLE, SafetyStatus.ACTIVE
HOLD, STOPPED = SafetyStatus.HOLD, SafetyStatus.STOPPED


class SafetyNodeHarness:
    """
    A safety node, and a robot that is always exactly at the commanded pose.

    Without `has_node`, the test starts the safety node as a process, with its parameters.
    """

    def __init__(self, ros: NodeTestHarness, *, has_node: bool = True, **parameters: Any) -> None:
        self.ros = ros
        # Long enough for a loaded machine; tests of time-outs set their own.
        long_ages = dict.fromkeys(
            (
                'max_chunk_age_s',
                'max_image_age_s',
                'max_features_age_s',
                'max_state_age_s',
                'max_language_age_s',
            ),
            9.0,
        )
        self.parameters = {**long_ages, **parameters}
        overrides = [Parameter(name, value=value) for name, value in self.parameters.items()]
        self.node: Any = None
        if has_node:
            node = SafetyNode(context=ros.context, parameter_overrides=overrides)
            self.node = ros.add(node)
        self.position = HOME.copy()
        self.robot_alive = True
        self.camera_alive = True
        self.language_alive = True
        self.dark_share = 0.1
        self.image_number = 0.0
        self.sequence = 0
        self._announced = set[str]()
        self.actions = ros.collect(PoseStamped, 'robot_action', _ALL)
        self.grippers = ros.collect(GripperCommand, 'gripper_command', _ALL)
        self.statuses: list[SafetyStatus] = ros.collect(SafetyStatus, 'safety_status', qos.LATCHED)
        self.diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
        ros.node.create_subscription(PoseStamped, 'robot_action', self._follow, _ALL)

    def connect(self) -> None:
        """Create the publishers, wait for all connections, and start sending inputs."""
        ros = self.ros
        self.embeddings = ros.publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
        self.chunks = ros.publisher(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
        self.commands = ros.publisher(String, 'natural_language_command', qos.COMMAND)
        self.policy = ros.publisher(PolicyStatus, 'policy_status', qos.LATCHED)
        self.states = ros.publisher(RobotState, 'robot_state', qos.SENSOR)
        ros.node.create_timer(0.02, self._send_state)
        self._features = ros.node.create_publisher(VisualFeatures, 'visual_features', 1)
        ros.node.create_timer(0.05, self._send_features)
        self._heartbeats = ros.node.create_publisher(Header, 'language_heartbeat', 1)
        ros.node.create_timer(0.1, self._send_heartbeat)
        ros.wait_for(lambda: self.state == IDLE and self.statuses[-1].state_age_s >= 0)
        if self.parameters.get('watch_camera', True):
            ros.wait_for(lambda: self.statuses[-1].image_age_s >= 0)
        if self.parameters.get('watch_language', True):
            ros.wait_for(lambda: self.statuses[-1].language_age_s >= 0)

    @property
    def status(self) -> SafetyStatus:
        return self.statuses[-1]

    @property
    def state(self) -> int:
        return self.status.state if self.statuses else -1

    def send(
        self,
        displacement: tuple[float, ...] = (0.05, 0.0, 0.0),
        age_s: float = 0.1,
        **changes: Any,
    ) -> ActionChunk:
        """Send a chunk that starts at the pose of the robot."""
        positions = self.position + np.linspace(1 / 16, 1, 16)[:, None] * displacement
        self.announce(changes.get('command_id', 'command-1'))
        stamp_ns = self._now_ns() - round(age_s * 1e9)
        chunk = chunk_message(positions, stamp_ns, **{'sequence': self.sequence, **changes})
        self.sequence += 1
        self.chunks.publish(chunk)
        return chunk

    def announce(self, command_id: str) -> None:
        """Publish the embedding of a command once, as the language node does, and wait for it."""
        if command_id in self._announced:
            return
        self._announced.add(command_id)
        embedding = CommandEmbedding(command_id=command_id)
        embedding.header.stamp = self.ros.node.get_clock().now().to_msg()
        self.embeddings.publish(embedding)
        if self.node is not None:
            self.ros.wait_for(lambda: self.node.knows_command(command_id))

    def drive_until(
        self, done: Callable[[], bool], timeout_s: float = 30.0, **changes: Any
    ) -> None:
        """Send a chunk every 0.1 s until `done`."""
        end_s, next_s = time.monotonic() + timeout_s, 0.0
        while not done():
            assert time.monotonic() < end_s, f'not within {timeout_s} s: {self.status}'
            if time.monotonic() >= next_s:
                next_s = time.monotonic() + 0.1
                self.send(**changes)
            self.ros.spin(0.01)

    def start_motion(self) -> None:
        """Send chunks until the robot moves."""
        self.drive_until(lambda: self.state == ACTIVE and self.position[0] > HOME[0] + 0.01)

    def call(self, service: str) -> Trigger.Response:
        return self.ros.call(Trigger, service, Trigger.Request())

    def stands_still(self) -> bool:
        """Return whether the robot does not move for 0.5 s."""
        before = self.position
        self.ros.spin(0.5)
        return bool(np.array_equal(before, self.position))

    def _send_state(self) -> None:
        if self.robot_alive:
            self.states.publish(state_message(self.position, self._now_ns()))

    def _send_features(self) -> None:
        self.image_number += 1.0
        if self.camera_alive:
            self._features.publish(
                features_message(self.image_number, self._now_ns(), dark_share=self.dark_share)
            )

    def _send_heartbeat(self) -> None:
        if self.language_alive:
            self._heartbeats.publish(Header())

    def _now_ns(self) -> int:
        return int(self.ros.node.get_clock().now().nanoseconds)

    def _follow(self, action: PoseStamped) -> None:
        p = action.pose.position
        self.position = np.array((p.x, p.y, p.z))


MakeHarness = Callable[..., SafetyNodeHarness]
