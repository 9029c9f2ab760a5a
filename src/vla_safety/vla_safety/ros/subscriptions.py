# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Subscriptions and services of the safety node."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from sensor_msgs.msg import JointState
from std_msgs.msg import Bool
from std_msgs.msg import Header
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.clock import TimePoint
from vla_common.conversions import stamp_s
from vla_common.node import VlaNode
from vla_common.stop_words import is_stop_command
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import VisualFeatures
from vla_safety.audit.auditor import Auditor
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.publisher_monitor import CHUNKS
from vla_safety.monitors.publisher_monitor import STATES
from vla_safety.ros import conversions
from vla_safety.ros.publisher_poller import PublisherPoller
from vla_safety.ros.publisher_poller import qualified_name
from vla_safety.ros.publisher_poller import sender_of

# Deeper than qos.COMMAND: a burst of commands must not push a stop out of the queue.
_COMMAND_QOS = QoSProfile(depth=1000, reliability=ReliabilityPolicy.RELIABLE)
# Deep for the same reason: one embedding for each command.
_EMBEDDING_QOS = QoSProfile(
    depth=100, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
_TEXT_TOPIC = 'natural_language_command'
_REQUEST_TOPIC = 'command_request'
_STOP_SERVICE_MESSAGE = 'the service stop was called; call reset to go on'
_STOP_WORD_MESSAGE = 'a command was a stop word; call reset to go on'
_MAX_ID_LENGTH = 128

#: Gives exclusive access to the gate; its argument names the caller in error messages.
GateAccess = Callable[[str], AbstractContextManager[Gate]]
# Message type, name, callback and QoS.
_Topic = tuple[type, str, Callable[..., None], QoSProfile]


class SafetySubscriptions:
    """Pass messages to the gate and, for commands and their interpretation, to the audit log."""

    def __init__(
        self,
        node: VlaNode,
        gate_access: GateAccess,
        now: Callable[[], TimePoint],
        auditor: Auditor | None,
        on_start: Callable[[], None] = lambda: None,
    ) -> None:
        self._node = node
        self._gate_access = gate_access
        self._now = now
        self._auditor = auditor
        #: Called when a chunk starts motion from rest.
        self._on_start = on_start
        self._subscriptions = [node.create_subscription(*topic) for topic in self._topics()]
        self._publisher_poller = PublisherPoller(node, gate_access, now)
        self._services = [
            self._serve('stop', lambda gate: gate.stop('stop_service', _STOP_SERVICE_MESSAGE)),
            self._serve('reset', lambda gate: gate.reset(now())),
            self._serve('approve', Gate.approve),
        ]

    def close(self) -> None:
        """Destroy subscriptions and services."""
        self._publisher_poller.close()
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)
        for service in self._services:
            self._node.destroy_service(service)

    def _topics(self) -> list[_Topic]:
        """Return the topics that the gate and the audit log need."""
        topics: list[_Topic] = [
            # First: rclpy calls callbacks in this order, and a chunk needs its command announced.
            (CommandEmbedding, 'command_embedding', self._on_embedding, _EMBEDDING_QOS),
            (ActionChunk, CHUNKS, self._on_chunk, qos.RELIABLE_LATEST),
            (RobotState, STATES, self._on_robot_state, qos.SENSOR),
            (String, _TEXT_TOPIC, self._on_command_text, _COMMAND_QOS),
            (CommandRequest, _REQUEST_TOPIC, self._on_command_request, _COMMAND_QOS),
            (PolicyStatus, 'policy_status', self._on_policy_status, qos.LATCHED),
        ]
        with self._gate_access('configure') as gate:
            monitors = gate.inputs.monitors
        # No subscription without a monitor: features are large.
        if monitors.camera is not None:
            topics.append(
                (VisualFeatures, 'visual_features', self._on_features, qos.RELIABLE_LATEST)
            )
        if monitors.language is not None:
            topics.append((Header, 'language_heartbeat', self._on_heartbeat, qos.RELIABLE_LATEST))
        if (joints := monitors.joints) is not None:
            topics.append((JointState, 'joint_states', self._on_joint_state, qos.SENSOR))
            if joints.model is None:
                topics.append(
                    (String, 'robot_description', self._on_robot_description, qos.LATCHED)
                )
        if monitors.deadman is not None:
            topics.append((Bool, 'deadman', self._on_deadman, qos.SENSOR))
        return topics

    def _serve(self, name: str, call: Callable[[Gate], tuple[bool, str]]) -> Any:
        def respond(_: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
            with self._gate_access(name) as gate:
                response.success, response.message = call(gate)
            return response

        return self._node.create_service(Trigger, name, respond)

    def _on_chunk(self, message: ActionChunk, info: Any) -> None:
        with self._gate_access(CHUNKS) as gate:
            now = self._now()
            gate.inputs.publishers.on_message(CHUNKS, *sender_of(info), now.steady_s)
            if not self._node.is_active:
                return
            was_at_rest = gate.is_at_rest
            gate.on_chunk(conversions.to_chunk(message), now)
            if was_at_rest and not gate.is_at_rest:
                self._on_start()

    def _on_robot_state(self, message: RobotState, info: Any) -> None:
        with self._gate_access(STATES) as gate:
            now = self._now()
            gate.inputs.publishers.on_message(STATES, *sender_of(info), now.steady_s)
            gate.inputs.on_robot_state(conversions.to_robot_sample(message), now)

    def _on_joint_state(self, message: JointState) -> None:
        with self._gate_access('joint_states') as gate:
            gate.inputs.on_joint_state(conversions.to_joint_sample(message), self._now())

    def _on_robot_description(self, message: String) -> None:
        with self._gate_access('robot_description') as gate:
            joints = gate.inputs.monitors.joints
            try:
                is_new = joints is not None and joints.set_description(message.data)
            except ValueError as error:
                self._node.get_logger().error(f'robot_description refused: {error}')
                return
            if is_new and joints is not None and joints.model is not None:
                self._node.get_logger().info(joints.model.description())

    def _on_features(self, message: VisualFeatures) -> None:
        with self._gate_access('visual_features') as gate:
            gate.inputs.on_image(conversions.to_image_sample(message), self._now())

    def _on_heartbeat(self, _: Header) -> None:
        with self._gate_access('language_heartbeat') as gate:
            gate.inputs.on_language_heartbeat(self._now())

    def _on_deadman(self, message: Bool) -> None:
        with self._gate_access('deadman') as gate:
            gate.inputs.on_deadman(message.data, self._now())

    def _on_command_text(self, message: String) -> None:
        self._on_command(_TEXT_TOPIC, message.data)

    def _on_command_request(self, message: CommandRequest) -> None:
        self._on_command(_REQUEST_TOPIC, message.text, message.command_id[:_MAX_ID_LENGTH])

    def _on_command(self, topic: str, text: str, command_id: str = '') -> None:
        """Stop on a stop word, then record the command."""
        is_stop = is_stop_command(text)
        with self._gate_access(topic) as gate:
            if is_stop:
                gate.stop('stop_word', _STOP_WORD_MESSAGE)
        if self._auditor is not None:
            senders = self._possible_senders(topic)
            with self._gate_access('audit'):
                self._auditor.record_command(text, senders, is_stop=is_stop, command_id=command_id)

    def _possible_senders(self, topic: str) -> list[str]:
        try:
            publishers = self._node.get_publishers_info_by_topic(topic)
        except Exception as error:  # noqa: BLE001 an error of the log alone must not stop the node
            return [f'unknown: {error}']
        return [qualified_name(publisher) for publisher in publishers]

    def _on_embedding(self, message: CommandEmbedding) -> None:
        with self._gate_access('command_embedding') as gate:
            is_task = message.kind == CommandEmbedding.KIND_TASK
            gate.announcements.record(
                message.command_id, stamp_s(message.header.stamp), self._now()
            )
            gate.on_command_classified(message.command_id, is_task=is_task)
            if self._auditor is not None:
                fields = conversions.to_classification_fields(message)
                self._auditor.record_classification(**fields)

    def _on_policy_status(self, message: PolicyStatus) -> None:
        with self._gate_access('policy_status') as gate:
            state = conversions.to_policy_state(message)
            if state is not None:
                gate.on_policy_state(state, message.command_id)
            if self._auditor is not None:
                self._auditor.record_policy_state(**conversions.to_policy_fields(message))
