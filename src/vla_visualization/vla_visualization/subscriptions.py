# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The topics that are shown, as one scene."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from numpy.typing import NDArray
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from std_msgs.msg import Header
from vla_common import qos
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_perception.image_message import decode_message
from vla_visualization import observation_messages as convert
from vla_visualization.camera_pose import camera_pose_source
from vla_visualization.observations import Caption
from vla_visualization.observations import Scene
from vla_visualization.observations import Tone
from vla_visualization.projection import Camera
from vla_visualization.projection import Intrinsics
from vla_visualization.settings import VisualizationSettings
from vla_visualization.slot import Slot


class Inputs:
    """Subscriptions of a node and the newest message of each."""

    def __init__(self, node: Node, settings: VisualizationSettings) -> None:
        self._node = node
        base, keep_s = settings.base_frame, settings.stale_after_s
        self._plan = Slot(partial(convert.to_plan, base_frame=base), keep_s)
        self._hand = Slot(partial(convert.to_hand, base_frame=base), keep_s)
        self._attention = {q: Slot(convert.to_attention, keep_s) for q in convert.QUERIES}
        self._refusal = Slot(partial(convert.to_refusal, base_frame=base))
        self._command = Slot(convert.command_caption)
        self._policy = Slot(convert.policy_caption)
        self._safety = Slot(convert.safety_caption)
        self._pending = Slot(convert.is_pending)
        self._info = Slot(_framed_intrinsics)
        self._image = Slot(_framed_image, keep_s)
        self._pose_source = camera_pose_source(
            node, base, settings.camera_pose, use_tf=settings.use_tf
        )
        self._image_subscriptions: list[Any] = []
        self._subscriptions = list(self._subscribe())

    def _subscribe(self) -> Iterator[Any]:
        for kind, topic, callback, profile in (
            (CameraInfo, 'camera/camera_info', self._info.put, qos.SENSOR),
            (ActionChunk, 'action_chunk', self._plan.put, qos.RELIABLE_LATEST),
            (AttentionMap, 'attention', self._on_attention, qos.SENSOR),
            (RobotState, 'robot_state', self._hand.put, qos.SENSOR),
            (CommandEmbedding, 'command_embedding', self._command.put, qos.LATCHED),
            (PolicyStatus, 'policy_status', self._policy.put, qos.LATCHED),
            (SafetyStatus, 'safety_status', self._on_safety, qos.LATCHED),
        ):
            yield self._node.create_subscription(kind, topic, callback, profile)

    def watch_image(self, wanted: bool) -> None:
        """Subscribe to the camera only while it is needed: images are the costly part."""
        if wanted and not self._image_subscriptions:
            self._image_subscriptions = [
                self._node.create_subscription(kind, topic, self._image.put, qos.SENSOR)
                for kind, topic in (
                    (Image, 'camera/image_raw'),
                    (CompressedImage, 'camera/image_raw/compressed'),
                )
            ]
        elif not wanted:
            for subscription in self._image_subscriptions:
                self._node.destroy_subscription(subscription)
            self._image_subscriptions = []
            self._image.clear()

    def close(self) -> None:
        """Destroy the subscriptions."""
        self.watch_image(False)
        self._pose_source.close()
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)

    def scene(self) -> Scene:
        """Return what is known now."""
        plan = self._plan.read()
        if plan and self._pending.read():
            plan = replace(plan, pending=True)
        maps = (slot.read() for slot in self._attention.values())
        return Scene(
            plan=plan,
            refusal=self._refusal.read(),
            hand=self._hand.read(),
            attention=tuple(attention for attention in maps if attention),
            captions=(
                self._command.read() or Caption('no command yet'),
                self._status('policy', self._policy),
                self._status('safety', self._safety),
            ),
        )

    def camera(self) -> Camera | None:
        """Return the camera, or None before its camera_info."""
        framed = self._info.read()
        if framed is None:
            return None
        header, intrinsics = framed
        return Camera(intrinsics, self._pose_source.pose(header.frame_id))

    def image(self) -> tuple[Header, NDArray] | None:
        """Return header and RGB pixels of the newest image; the same object until the next."""
        return self._image.read()

    def problems(self) -> list[str]:
        """Say which newest messages cannot be shown and why."""
        slots: list[Slot[Any, Any]] = [
            self._plan,
            self._hand,
            *self._attention.values(),
            self._refusal,
            self._command,
            self._policy,
            self._safety,
            self._info,
            self._image,
        ]
        return [slot.problem for slot in slots if slot.problem]

    def _status(self, name: str, slot: Slot[Any, Caption]) -> Caption:
        # A latched status outlives its sender; what a dead node said is no longer true.
        if not self._node.count_publishers(f'{name}_status'):
            slot.clear()
            return Caption(f'{name}: not running', Tone.WARNING)
        return slot.read() or Caption(f'{name}: no status yet')

    def _on_attention(self, message: AttentionMap) -> None:
        if message.query in self._attention:
            self._attention[message.query].put(message)

    def _on_safety(self, message: SafetyStatus) -> None:
        self._safety.put(message)
        self._refusal.put(message)
        self._pending.put(message)


def _framed_intrinsics(info: CameraInfo) -> tuple[Header, Intrinsics]:
    return info.header, convert.to_intrinsics(info)


def _framed_image(image: Image | CompressedImage) -> tuple[Header, NDArray]:
    return image.header, decode_message(image)
