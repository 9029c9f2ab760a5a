# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that turns camera images into visual features."""

from collections.abc import Sequence
from dataclasses import dataclass
import time
from typing import Any

from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
import torch
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.health import Health
from vla_common.latest_value import LatestValue
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_interfaces.msg import VisualFeatures
from vla_perception.camera_health import judge
from vla_perception.camera_health import PerceptionFigures
from vla_perception.conversions import to_features
from vla_perception.encoder_registry import load_visual_encoder
from vla_perception.encoder_registry import VISUAL_ENCODERS
from vla_perception.frame_check import exposure
from vla_perception.frame_check import FrameCheck
from vla_perception.frame_counter import FrameCounter
from vla_perception.image_decoding import ImageError
from vla_perception.image_decoding import RgbImage
from vla_perception.image_message import decode_message
from vla_perception.preprocess import resize_image
from vla_perception.preprocess import to_tensor
from vla_perception.visual_encoder import VisualEncoder

_PATIENCE_S = 0.1
_REORDERED_NS = 1_000_000_000


@dataclass(frozen=True)
class PerceptionSettings:
    """Parameters of the node."""

    checkpoint: str = setting(
        'package://vla_policy/models/tabletop.safetensors',
        'Weights of the encoder: a path, or package://PACKAGE/FILE',
    )
    # Checked in configure, so that a wrong name leaves the node up.
    encoder: str = setting(
        'grid_conv_v1', f'Visual encoder, one of: {", ".join(sorted(VISUAL_ENCODERS))}'
    )
    max_rate_hz: float = setting(
        30.0, 'Most images encoded per second', unit='Hz', minimum=0.1, maximum=240.0
    )
    expected_rate_hz: float = setting(
        30.0,
        'Rate of the camera: diagnostics warn below 80 percent of it, 0 turns this off',
        unit='Hz',
        minimum=0.0,
        maximum=240.0,
    )
    frozen_after_s: float = setting(
        2.0,
        'Diagnostics call a camera frozen when its frames are identical for this long',
        unit='s',
        minimum=0.1,
        maximum=3600.0,
    )


class PerceptionNode(VlaNode):
    """Encode the newest camera image again and again."""

    def __init__(self, encoder: VisualEncoder | None = None, **kwargs: Any) -> None:
        super().__init__('perception_node', **kwargs)
        self._settings = declare_settings(self, PerceptionSettings)
        self._given_encoder = encoder
        self._newest = LatestValue[Image | CompressedImage]()

    def configure(self) -> None:
        """Load the encoder, then create the topics."""
        # Two threads are no faster beside the other nodes, and less steady.
        torch.set_num_threads(1)
        self._encoder = self._given_encoder or load_visual_encoder(
            self._settings.encoder, self._settings.checkpoint
        )
        self._publisher = self.create_lifecycle_publisher(
            VisualFeatures, 'visual_features', qos.RELIABLE_LATEST
        )
        self._image_subscriptions = [
            self.create_subscription(kind, topic, self._on_image, qos.SENSOR)
            for kind, topic in (
                (Image, 'camera/image_raw'),
                (CompressedImage, 'camera/image_raw/compressed'),
            )
        ]

    def activate(self) -> None:
        """Start to encode."""
        self._newest.clear()
        self._figures = PerceptionFigures()
        self._frame_check = FrameCheck(frozen_after_s=self._settings.frozen_after_s)
        self._counter = FrameCounter(time.monotonic())
        self._due_s = 0.0
        self._newest_ns = 0
        self.start_worker('perception', self._step)

    def cleanup(self) -> None:
        """Destroy the topics and let go of the encoder."""
        self.destroy_lifecycle_publisher(self._publisher)
        for subscription in self._image_subscriptions:
            self.destroy_subscription(subscription)
        del self._encoder

    def diagnose(self) -> Health:
        """Tell what arrives and what is made of it."""
        figures = self._figures
        figures.rate_hz = self._counter.rate_hz(time.monotonic())
        figures.images_received = self._counter.total
        figures.images_replaced = self._newest.dropped
        health = judge(figures, self._settings.expected_rate_hz)
        figures.new_error = ''
        return health

    def _on_image(self, message: Image | CompressedImage) -> None:
        if self.is_active:
            self._counter.add()
            self._newest.put(message)

    def _step(self) -> None:
        wait_s = self._due_s - time.monotonic()
        if wait_s > 0:
            time.sleep(min(wait_s, _PATIENCE_S))
            return
        message = self._newest.take(_PATIENCE_S)
        if message is None:
            return
        self._due_s = max(self._due_s + 1 / self._settings.max_rate_hz, time.monotonic())
        if self._is_repeated(message):
            self._figures.images_skipped += 1
            return
        try:
            self._encode(message, decode_message(message))
        except ImageError as error:
            self._figures.images_bad += 1
            self._figures.new_error = f'bad image: {error}'
            self.get_logger().error(self._figures.new_error, throttle_duration_sec=1.0)

    def _is_repeated(self, message: Image | CompressedImage) -> bool:
        """Whether the raw or compressed twin, or a later image, came before; no stamp is new."""
        stamp = stamp_ns(message.header.stamp)
        # A stamp far in the past is a clock that was set, not an image out of order.
        repeated = stamp > 0 and 0 <= self._newest_ns - stamp < _REORDERED_NS
        if not repeated:
            self._newest_ns = stamp
        return repeated

    def _encode(self, message: Image | CompressedImage, image: RgbImage) -> None:
        start_s = time.monotonic()
        resized = resize_image(image)
        self._figures.frame = self._frame_check.update(resized, start_s)
        levels = self._encoder.encode(to_tensor(resized))
        stamp = stamp_ns(message.header.stamp)
        latency_s = (self.get_clock().now().nanoseconds - stamp) * 1e-9
        features = to_features(
            levels,
            header=message.header,
            height_px=image.shape[0],
            width_px=image.shape[1],
            encoder_id=self._encoder.encoder_id,
            latency_s=latency_s,
            exposure=exposure(resized),
        )
        self._publisher.publish(features)
        self._figures.images_encoded += 1
        self._figures.latency_ms = latency_s * 1e3
        self._figures.encode_ms = (time.monotonic() - start_s) * 1e3


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(PerceptionNode, args)
