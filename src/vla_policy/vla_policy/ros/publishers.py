# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the policy publishes."""

from typing import Any

from vla_common import qos
from vla_common.node import VlaNode
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import Session
from vla_policy.control.policy_controller import Decision
from vla_policy.ros import conversions


class PolicyOutputs:
    """The publishers of the policy node, and what goes into their messages."""

    def __init__(self, node: VlaNode, frame_id: str) -> None:
        self._node = node
        self._frame_id = frame_id
        #: Chunks published so far.
        self.sequence = 0
        options: dict[str, Any] = {'qos_overriding_options': qos.overridable()}
        self._chunks, self._attention, self._status = self._publishers = [
            node.create_lifecycle_publisher(kind, topic, profile, **options)
            for kind, topic, profile in (
                (ActionChunk, 'action_chunk', qos.RELIABLE_LATEST),
                (AttentionMap, 'attention', qos.SENSOR),
                (PolicyStatus, 'policy_status', qos.LATCHED),
            )
        ]

    def publish_status(self, session: Session) -> None:
        """Tell what the policy makes of the command."""
        stamp = self._node.get_clock().now().to_msg()
        self._status.publish(conversions.from_session(session, self._frame_id, stamp))

    def publish_decision(
        self, decision: Decision, session: Session, features: VisualFeatures
    ) -> None:
        """Publish the chunk, if there is one, and where the policy looked."""
        if decision.chunk is not None:
            self.sequence += 1
            chunk = conversions.from_chunk(
                decision.chunk, self._frame_id, session.command_id, self.sequence
            )
            chunk.header.stamp, chunk.latency_s = features.header.stamp, session.latency_s
            self._chunks.publish(chunk)
        looks = decision.attention
        for i, (query, weights) in enumerate(
            (('target', looks.target), ('destination', looks.destination))
        ):
            attention = conversions.from_attention(query, weights, session.tokens, looks.words[i])
            attention.header, attention.command_id = features.header, session.command_id
            self._attention.publish(attention)

    def destroy(self) -> None:
        """Let go of the topics."""
        for publisher in self._publishers:
            self._node.destroy_lifecycle_publisher(publisher)
