# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that encodes camera images as visual features."""

from collections.abc import Sequence
from dataclasses import dataclass
import os
import time
from typing import Any

from rclpy.clock import Clock
from rclpy.clock import ClockType
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_common.conversions import stamp_ns
from vla_common.engine import ENGINE_DESCRIPTION
from vla_common.engine import ENGINES
from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import use_one_thread
from vla_common.health import Health
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import setting
from vla_perception.camera_health import evaluate_camera_health
from vla_perception.camera_health import merge_camera_health
from vla_perception.camera_rectifier import CameraRectifier
from vla_perception.camera_set import check_camera_names
from vla_perception.camera_set import features_topic
from vla_perception.camera_set import stamp_skews_s
from vla_perception.camera_settings import RectificationSettings
from vla_perception.camera_stream import CameraStream
from vla_perception.encoder_protocol import encode_images
from vla_perception.encoder_protocol import VisualEncoder
from vla_perception.encoder_registry import load_visual_encoder
from vla_perception.encoder_registry import VISUAL_ENCODERS
from vla_perception.preprocess import to_unit_range
from vla_perception.rate_limit import RateLimit
from vla_perception.shared_memory import read_profile

_MAX_WAIT_S = 0.1
_CHECK_PUBLISHERS_S = 0.5


@dataclass(frozen=True)
class PerceptionSettings(RectificationSettings):
    """Parameters of the node."""

    checkpoint: str = setting(
        'package://vla_policy/models/tabletop.safetensors',
        'Weights of the encoder: a path, or package://PACKAGE/FILE',
    )
    # Not an `options` rule: the name is checked in `configure`, so an error does not end the node.
    encoder: str = setting(
        'grid_conv_v1', f'Visual encoder, one of: {", ".join(sorted(VISUAL_ENCODERS))}'
    )
    engine: str = setting(ONNX_RUNTIME, ENGINE_DESCRIPTION, options=ENGINES)
    cameras: tuple[str, ...] = setting(
        ('camera',),
        'Names of 1 to 4 cameras, subscribed to as NAME/image_raw. The policy uses the first: its '
        'features are on visual_features, those of another one on NAME/visual_features',
    )
    max_stamp_skew_s: float = setting(
        0.1,
        'Images of other cameras are encoded if their stamp differs by at most this from that of '
        'the first camera in the batch',
        unit='s',
        minimum=0.001,
        maximum=10.0,
        change='any',
    )
    max_rate_hz: float = setting(
        30.0,
        'Maximum rate at which images are encoded; 5 percent more after a delay',
        unit='Hz',
        minimum=0.1,
        maximum=240.0,
        change='any',
    )
    expected_rate_hz: float = setting(
        30.0,
        'Rate of each camera; diagnostics warn below 80 percent of it, 0 disables the warning',
        unit='Hz',
        minimum=0.0,
        maximum=240.0,
        change='any',
    )
    frozen_after_s: float = setting(
        2.0,
        'Diagnostics report a frozen camera if its frames are identical for this long',
        unit='s',
        minimum=0.1,
        maximum=3600.0,
        change='any',
    )

    def __post_init__(self) -> None:
        check_camera_names(self.cameras)


class PerceptionNode(VlaNode):
    """
    Encode the latest image of each camera at a limited rate.

    A new image of the first camera starts a batch, in which the newest image of each other camera
    is encoded too. While the first camera is silent, the others are encoded without it.
    """

    def __init__(self, encoder: VisualEncoder | None = None, **kwargs: Any) -> None:
        super().__init__('perception_node', **kwargs)
        self._given_encoder = encoder

    def configure(self) -> None:
        """Load the encoder, then create publishers and subscriptions."""
        self._settings = self.declare_dynamic(PerceptionSettings, self._apply_settings)
        use_one_thread(self._settings.engine)
        self._encoder = self._given_encoder or load_visual_encoder(
            self._settings.encoder, self._settings.checkpoint, self._settings.engine
        )
        self._cameras = [self._open_camera(name) for name in self._settings.cameras]
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._publishers_timer = self.create_timer(
            _CHECK_PUBLISHERS_S, self._check_publishers, clock=steady
        )
        self._profile = read_profile(os.environ)

    def activate(self) -> None:
        """Start to encode images."""
        for camera in self._cameras:
            camera.start(self._settings.frozen_after_s)
        self._rate_limit = RateLimit()
        self.start_worker('perception', self._step)

    def _apply_settings(self, settings: PerceptionSettings) -> None:
        self._settings = settings
        if self.is_active:
            for camera in self._cameras:
                camera.set_frozen_after_s(settings.frozen_after_s)

    def cleanup(self) -> None:
        """Destroy publishers and subscriptions, and release the encoder."""
        self.destroy_timer(self._publishers_timer)
        for camera in self._cameras:
            camera.close()
        del self._encoder

    def diagnose(self) -> Health:
        """Return the health of the cameras."""
        healths = {}
        for camera in self._cameras:
            camera.statistics.is_starting = self.is_starting
            problems = camera.find_problems(self._settings.expected_rate_hz, self._profile)
            healths[camera.name] = evaluate_camera_health(camera.statistics, problems)
            camera.statistics.new_error = ''
        health = merge_camera_health(healths)
        return health.with_values(self._cameras[0].latency.values())

    def _open_camera(self, name: str) -> CameraStream:
        settings = self._settings
        # The pose of the parameters is that of the first camera.
        is_rectified = name == settings.cameras[0] and settings.camera_pose_source != 'training'
        return CameraStream(
            self,
            name,
            features_topic(settings.cameras, name),
            CameraRectifier(self, settings, name) if is_rectified else None,
            label=f'{name}: ' if len(settings.cameras) > 1 else '',
        )

    def _check_publishers(self) -> None:
        for camera in self._cameras:
            camera.update()

    def _step(self) -> None:
        wait_s = self._rate_limit.wait_s(time.monotonic())
        if wait_s > 0:
            time.sleep(min(wait_s, _MAX_WAIT_S))
            return
        messages = self._take_messages()
        if not messages:
            return
        start_s = time.monotonic()
        if messages[0][0] is self._cameras[0]:
            # Images of the others alone must not delay the next one of the first camera.
            self._rate_limit.start(start_s, self._settings.max_rate_hz)
        prepared = ((camera, camera.prepare(message)) for camera, message in messages)
        images = [(camera, image) for camera, image in prepared if image is not None]
        if not images:
            return
        encoded = encode_images(
            self._encoder, [to_unit_range(image.resized) for _, image in images]
        )
        for (camera, image), levels in zip(images, encoded, strict=True):
            camera.publish(image, levels, self._encoder.encoder_id)
            camera.statistics.encode_ms = (time.monotonic() - start_s) * 1e3

    def _take_messages(self) -> list[tuple[CameraStream, Image | CompressedImage]]:
        """Return the new images of a batch, in the order of the cameras."""
        first, *others = self._cameras
        taken = [(first, first.take(_MAX_WAIT_S)), *((camera, camera.take()) for camera in others)]
        messages = [(camera, message) for camera, message in taken if message is not None]
        stamps = {camera.name: stamp_ns(message.header.stamp) for camera, message in messages}
        skews_s = stamp_skews_s(stamps)
        max_skew_s = self._settings.max_stamp_skew_s
        return [
            (camera, message)
            for camera, message in messages
            if camera.is_in_batch(skews_s[camera.name], max_skew_s)
        ]


def main(args: Sequence[str] | None = None) -> None:
    """Run the perception node."""
    run_node(PerceptionNode, args)
