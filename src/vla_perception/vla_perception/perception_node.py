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
from std_msgs.msg import Header
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.engine import ENGINE_DESCRIPTION
from vla_common.engine import ENGINES
from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import use_one_thread
from vla_common.health import Health
from vla_common.latency_window import LatencyWindow
from vla_common.latest_value import LatestValue
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import setting
from vla_interfaces.msg import VisualFeatures
from vla_perception.camera_health import evaluate_camera_health
from vla_perception.camera_problems import find_camera_problems
from vla_perception.camera_rectifier import CalibrationError
from vla_perception.camera_rectifier import CameraRectifier
from vla_perception.camera_settings import RectificationSettings
from vla_perception.camera_statistics import CameraStatistics
from vla_perception.conversions import to_features
from vla_perception.encoder_protocol import VisualEncoder
from vla_perception.encoder_registry import load_visual_encoder
from vla_perception.encoder_registry import VISUAL_ENCODERS
from vla_perception.frame_check import FrameCheck
from vla_perception.frame_check import measure_exposure
from vla_perception.frame_counter import FrameCounter
from vla_perception.image_decoding import ImageError
from vla_perception.image_decoding import RgbImage
from vla_perception.image_message import decode_message
from vla_perception.image_message import image_format
from vla_perception.image_subscriptions import ImageSubscriptions
from vla_perception.preprocess import resize_image
from vla_perception.preprocess import to_unit_range
from vla_perception.problem_log import ProblemLog
from vla_perception.rate_limit import RateLimit
from vla_perception.shared_memory import read_profile
from vla_perception.stamp_check import StampCheck
from vla_perception.table_rectification import TRAINING_CAMERA_FRAME

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
        'Rate of the camera; diagnostics warn below 80 percent of it, 0 disables the warning',
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


class PerceptionNode(VlaNode):
    """Encode the latest camera image at a limited rate."""

    def __init__(self, encoder: VisualEncoder | None = None, **kwargs: Any) -> None:
        super().__init__('perception_node', **kwargs)
        self._given_encoder = encoder
        self._image = LatestValue[Image | CompressedImage]()

    def configure(self) -> None:
        """Load the encoder, then create publishers and subscriptions."""
        self._settings = self.declare_dynamic(PerceptionSettings, self._apply_settings)
        use_one_thread(self._settings.engine)
        self._encoder = self._given_encoder or load_visual_encoder(
            self._settings.encoder, self._settings.checkpoint, self._settings.engine
        )
        self._publisher = self.create_lifecycle_publisher(
            VisualFeatures, 'visual_features', qos.RELIABLE_LATEST
        )
        self._images = ImageSubscriptions(self, self._on_image, self._on_lost)
        self._publishers_timer = self.create_timer(
            _CHECK_PUBLISHERS_S, self._images.update, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )
        self._rectifier = (
            None
            if self._settings.camera_pose_source == 'training'
            else CameraRectifier(self, self._settings)
        )
        self._profile = read_profile(os.environ)
        self._warnings = ProblemLog(self.get_logger().warning)
        self._errors = ProblemLog(self.get_logger().error)

    def activate(self) -> None:
        """Start to encode images."""
        self._image.clear()
        self._statistics = CameraStatistics()
        self._frame_check = FrameCheck(frozen_after_s=self._settings.frozen_after_s)
        self._stamp_check = StampCheck()
        self._received, self._lost, self._sent = FrameCounter(), FrameCounter(), FrameCounter()
        self._rate_limit, self._latency = RateLimit(), LatencyWindow('image_to_features')
        self.start_worker('perception', self._step)

    def _apply_settings(self, settings: PerceptionSettings) -> None:
        self._settings = settings
        if self.is_active:
            self._frame_check.frozen_after_s = settings.frozen_after_s

    def cleanup(self) -> None:
        """Destroy publishers and subscriptions, and release the encoder."""
        self.destroy_lifecycle_publisher(self._publisher)
        self.destroy_timer(self._publishers_timer)
        self._images.close()
        if self._rectifier:
            self._rectifier.close()
        del self._encoder

    def diagnose(self) -> Health:
        """Return the health of the camera."""
        statistics, time_s = self._statistics, time.monotonic()
        statistics.rate_hz = self._received.rate_hz(time_s)
        statistics.images_received = self._received.total
        statistics.images_replaced = self._image.dropped
        statistics.images_lost = self._lost.total
        statistics.sent_hz = self._sent.rate_hz(time_s)
        statistics.sent_span_s = self._sent.span_s(time_s)
        statistics.recent_received = self._received.recent(time_s)
        statistics.recent_lost = self._lost.recent(time_s)
        statistics.publishers = self._images.publishers()
        statistics.is_starting = self.is_starting
        problems = find_camera_problems(statistics, self._settings.expected_rate_hz, self._profile)
        for rule, text in problems:
            self._warnings.put(rule, text, time_s)
        health = evaluate_camera_health(statistics, problems)
        statistics.new_error = ''
        return health.with_values(self._latency.values())

    def _on_image(self, message: Image | CompressedImage) -> None:
        if self.is_active:
            self._count(self._received, 1)
            self._image.put(message)

    def _on_lost(self, count: int) -> None:
        if self.is_active:
            self._count(self._lost, count)

    def _count(self, counter: FrameCounter, count: int) -> None:
        time_s = time.monotonic()
        counter.add(time_s, count)
        self._sent.add(time_s, count)

    def _step(self) -> None:
        wait_s = self._rate_limit.wait_s(time.monotonic())
        if wait_s > 0:
            time.sleep(min(wait_s, _MAX_WAIT_S))
            return
        message = self._image.take(_MAX_WAIT_S)
        if message is None:
            return
        self._rate_limit.start(time.monotonic(), self._settings.max_rate_hz)
        if self._is_duplicate(message):
            self._statistics.images_skipped += 1
            return
        try:
            self._encode(message, self._rectified(message.header, decode_message(message)))
        except (ImageError, CalibrationError) as error:
            self._statistics.images_bad += 1
            prefix = 'invalid image: ' if isinstance(error, ImageError) else ''
            self._statistics.new_error = f'{prefix}{error}'
            self._errors.put('image', self._statistics.new_error, time.monotonic())

    def _rectified(self, header: Header, image: RgbImage) -> RgbImage:
        if self._rectifier is None:
            return image
        rectified = self._rectifier.rectify(image, header.frame_id)
        self._statistics.visible_share = self._rectifier.visible_share
        # The features are those of the training camera; only the frame of the image differs.
        header.frame_id = TRAINING_CAMERA_FRAME
        return rectified

    def _is_duplicate(self, message: Image | CompressedImage) -> bool:
        stamp, statistics = stamp_ns(message.header.stamp), self._statistics
        is_duplicate = self._stamp_check.is_duplicate(stamp)
        statistics.stamp_s, statistics.stamp_repeats = stamp * 1e-9, self._stamp_check.repeats
        statistics.image_format, statistics.image_bytes = image_format(message), len(message.data)
        return is_duplicate

    def _encode(self, message: Image | CompressedImage, image: RgbImage) -> None:
        start_s = time.monotonic()
        resized = resize_image(image)
        exposure = measure_exposure(resized)
        self._statistics.frame = self._frame_check.update(resized, exposure, start_s)
        is_gray16 = isinstance(message, Image) and message.encoding == 'mono16'
        self._statistics.gray16_max = 257 * int(resized.max()) if is_gray16 else None
        levels = self._encoder.encode(to_unit_range(resized))
        stamp = stamp_ns(message.header.stamp)
        latency_s = (self.get_clock().now().nanoseconds - stamp) * 1e-9
        features = to_features(
            levels,
            header=message.header,
            height_px=image.shape[0],
            width_px=image.shape[1],
            encoder_id=self._encoder.encoder_id,
            latency_s=latency_s,
            exposure=exposure,
        )
        self._publisher.publish(features)
        self._statistics.images_encoded += 1
        self._statistics.latency_ms = latency_s * 1e3
        self._latency.add(latency_s)
        self._statistics.encode_ms = (time.monotonic() - start_s) * 1e3


def main(args: Sequence[str] | None = None) -> None:
    """Run the perception node."""
    run_node(PerceptionNode, args)
