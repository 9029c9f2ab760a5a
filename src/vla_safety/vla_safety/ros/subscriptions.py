# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The topics and services that the safety node listens to."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import Bool
from std_msgs.msg import Header
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.clock import TimePoint
from vla_common.node import VlaNode
from vla_common.stop_words import is_stop_command
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import VisualFeatures
from vla_safety.audit.auditor import Auditor
from vla_safety.gate.safety_gate import Gate
from vla_safety.ros import conversions

# Deeper than qos.COMMAND: a burst of commands must not push a stop out of the queue.
_COMMANDS = QoSProfile(depth=1000, reliability=ReliabilityPolicy.RELIABLE)
# The same for what was made of each command.
_EMBEDDINGS = QoSProfile(
    depth=100, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
_COMMAND_TOPIC = 'natural_language_command'
_ASKED = 'the stop service was called; call reset to go on'

GateAccess = Callable[[str], AbstractContextManager[Gate]]


class SafetySubscriptions:
    """Hand what comes in to the gate, and to the audit log what people and models say."""

    def __init__(
        self,
        node: VlaNode,
        guarded: GateAccess,
        now: Callable[[], TimePoint],
        auditor: Auditor | None,
    ) -> None:
        self._node = node
        self._guarded = guarded
        self._now = now
        self._auditor = auditor
        self._subscriptions = [
            self._listen(*topic)
            for topic in (
                (ActionChunk, 'action_chunk', self._on_chunk, qos.RELIABLE_LATEST),
                (RobotState, 'robot_state', self._on_state, qos.SENSOR),
                (String, _COMMAND_TOPIC, self._on_command, _COMMANDS),
                (CommandEmbedding, 'command_embedding', self._on_embedding, _EMBEDDINGS),
                (PolicyStatus, 'policy_status', self._on_policy, qos.LATCHED),
            )
        ]
        # What nobody needs is not listened to: features are large.
        with guarded('configure') as gate:
            monitors = gate.monitors
        if monitors.camera is not None:
            self._subscriptions.append(
                self._listen(
                    VisualFeatures, 'visual_features', self._on_features, qos.RELIABLE_LATEST
                )
            )
        if monitors.language is not None:
            self._subscriptions.append(
                self._listen(Header, 'language_heartbeat', self._on_heartbeat, qos.RELIABLE_LATEST)
            )
        if monitors.deadman is not None:
            self._subscriptions.append(self._listen(Bool, 'deadman', self._on_deadman, qos.SENSOR))
        self._services = [
            self._serve('stop', lambda gate: gate.stop('stop_service', _ASKED)),
            self._serve('reset', lambda gate: gate.reset(now())),
            self._serve('approve', Gate.approve),
        ]

    def close(self) -> None:
        """Destroy topics and services."""
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)
        for service in self._services:
            self._node.destroy_service(service)

    def _listen(
        self, kind: type, topic: str, callback: Callable[[Any], None], profile: QoSProfile
    ) -> Any:
        return self._node.create_subscription(kind, topic, callback, profile)

    def _serve(self, name: str, answer: Callable[[Gate], tuple[bool, str]]) -> Any:
        def respond(_: Trigger.Request, response: Trigger.Response) -> Trigger.Response:
            with self._guarded(name) as gate:
                response.success, response.message = answer(gate)
            return response

        return self._node.create_service(Trigger, name, respond)

    def _on_chunk(self, message: ActionChunk) -> None:
        if self._node.is_active:
            with self._guarded('action_chunk') as gate:
                gate.on_chunk(conversions.to_chunk(message), self._now())

    def _on_state(self, message: RobotState) -> None:
        with self._guarded('robot_state') as gate:
            gate.on_robot_state(conversions.to_robot_sample(message), self._now())

    def _on_features(self, message: VisualFeatures) -> None:
        with self._guarded('visual_features') as gate:
            gate.on_image(conversions.to_image_sample(message), self._now())

    def _on_heartbeat(self, _: Header) -> None:
        with self._guarded('language_heartbeat') as gate:
            gate.on_language_heartbeat(self._now())

    def _on_deadman(self, message: Bool) -> None:
        with self._guarded('deadman') as gate:
            gate.on_deadman(message.data, self._now())

    def _on_command(self, message: String) -> None:
        is_stop = is_stop_command(message.data)
        with self._guarded(_COMMAND_TOPIC) as gate:
            if is_stop:
                gate.stop('stop_word', 'a command said to stop; call reset to go on')
        if self._auditor is not None:
            askers = self._askers()
            with self._guarded('audit'):
                self._auditor.record_command(message.data, askers, is_stop=is_stop)

    def _askers(self) -> list[str]:
        try:
            askers = self._node.get_publishers_info_by_topic(_COMMAND_TOPIC)
        except Exception as error:  # noqa: BLE001 what is only for the log must not end the node
            return [f'unknown: {error}']
        return [f'{a.node_namespace.rstrip("/")}/{a.node_name}' for a in askers]

    def _on_embedding(self, message: CommandEmbedding) -> None:
        with self._guarded('command_embedding') as gate:
            is_task = message.kind == CommandEmbedding.KIND_TASK
            gate.on_command_classified(message.command_id, is_task=is_task)
            if self._auditor is not None:
                self._auditor.record_classification(
                    **conversions.to_classification_fields(message)
                )

    def _on_policy(self, message: PolicyStatus) -> None:
        with self._guarded('policy_status') as gate:
            state = conversions.to_policy_state(message)
            if state is not None:
                gate.on_policy_state(state, message.command_id)
            if self._auditor is not None:
                self._auditor.record_policy_state(**conversions.to_policy_fields(message))
