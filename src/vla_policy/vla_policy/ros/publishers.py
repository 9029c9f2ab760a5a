# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Publishers of the policy node."""

from builtin_interfaces.msg import Time
from std_msgs.msg import Header
from vla_common import qos
from vla_common.node import VlaNode
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import CommandState
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.scene_detection import SceneDetections
from vla_policy.ros import conversions


class PolicyPublishers:
    """
    Publishers of chunks, attention, detected objects and status.

    Parameters
    ----------
    node
        Owner of the publishers.
    frame_id
        Frame of the poses in all messages.

    """

    def __init__(self, node: VlaNode, frame_id: str) -> None:
        self._node = node
        self._frame_id = frame_id
        #: Number of published chunks.
        self.sequence = 0
        self._chunks, self._attention, self._detected, self._status = self._publishers = [
            node.create_lifecycle_publisher(kind, topic, profile)
            for kind, topic, profile in (
                (ActionChunk, 'action_chunk', qos.RELIABLE_LATEST),
                (AttentionMap, 'attention', qos.SENSOR),
                (DetectedObjects, 'detected_objects', qos.SENSOR),
                (PolicyStatus, 'policy_status', qos.LATCHED),
            )
        ]

    def publish_status(self, command: CommandState) -> None:
        """Publish the state of the command."""
        stamp = self._node.get_clock().now().to_msg()
        self._status.publish(conversions.from_command_state(command, self._frame_id, stamp))

    def publish_output(
        self, output: PolicyOutput, command: CommandState, features: VisualFeatures
    ) -> None:
        """Publish the chunk, if there is one, and the attention maps."""
        if output.chunk is not None:
            self.sequence += 1
            chunk = conversions.from_chunk(
                output.chunk, self._frame_id, command.command_id, self.sequence
            )
            chunk.header.stamp, chunk.latency_s = features.header.stamp, command.latency_s
            self._chunks.publish(chunk)
        maps = output.attention
        for i, (query, weights) in enumerate(
            (('target', maps.target), ('destination', maps.destination))
        ):
            msg = conversions.from_attention(query, weights, command.tokens, maps.words[i])
            msg.header, msg.command_id = features.header, command.command_id
            self._attention.publish(msg)

    @property
    def has_detection_subscribers(self) -> bool:
        """Whether anything subscribes to the detected objects."""
        return bool(self._detected.get_subscription_count())

    def publish_detections(self, scene: SceneDetections, stamp: Time) -> None:
        """Publish the objects in the image with the given stamp."""
        header = Header(stamp=stamp, frame_id=self._frame_id)
        self._detected.publish(conversions.from_scene_detections(scene, header))

    def destroy(self) -> None:
        """Destroy the publishers."""
        for publisher in self._publishers:
            self._node.destroy_lifecycle_publisher(publisher)
