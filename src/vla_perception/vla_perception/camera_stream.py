# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One camera of the perception node: its images, checks, statistics and features."""

from collections.abc import Sequence
from dataclasses import dataclass
import time

from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from std_msgs.msg import Header
from vla_common import qos
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_common.conversions import stamp_ns
from vla_common.latency_window import LatencyWindow
from vla_common.latest_value import LatestValue
from vla_common.node import VlaNode
from vla_interfaces.msg import VisualFeatures
from vla_perception.camera_problems import CameraProblem
from vla_perception.camera_problems import find_camera_problems
from vla_perception.camera_rectifier import CalibrationError
from vla_perception.camera_rectifier import CameraRectifier
from vla_perception.camera_statistics import CameraStatistics
from vla_perception.conversions import to_features
from vla_perception.frame_check import Exposure
from vla_perception.frame_check import FrameCheck
from vla_perception.frame_check import measure_exposure
from vla_perception.frame_counter import FrameCounter
from vla_perception.image_decoding import ImageError
from vla_perception.image_decoding import RgbImage
from vla_perception.image_message import decode_message
from vla_perception.image_message import image_format
from vla_perception.image_subscriptions import ImageSubscriptions
from vla_perception.preprocess import resize_image
from vla_perception.problem_log import ProblemLog
from vla_perception.shared_memory import SharedMemoryProfile
from vla_perception.stamp_check import StampCheck
from vla_perception.table_rectification import TRAINING_CAMERA_FRAME
from vla_perception.table_rectification import TRAINING_POSITION_M


@dataclass(frozen=True)
class PreparedImage:
    """An image with the input size of the encoder, and what its features tell about it."""

    header: Header
    height_px: int
    width_px: int
    camera_m: Sequence[float] | FloatArray
    resized: RgbImage
    exposure: Exposure


class CameraStream:
    """
    One camera: the executor puts its images, the worker thread of the node takes them.

    Parameters
    ----------
    node
        Node for subscriptions and publisher.
    name
        Name of the camera, prefix of its topics.
    topic
        Topic of its features.
    rectifier
        Warps its images, see `CameraRectifier`; None: they are used as they are.
    label
        Begin of its lines in the log.

    """

    def __init__(
        self,
        node: VlaNode,
        name: str,
        topic: str,
        rectifier: CameraRectifier | None = None,
        label: str = '',
    ) -> None:
        self.name, self._label = name, label
        self._node, self._rectifier = node, rectifier
        self._image = LatestValue[Image | CompressedImage]()
        self._publisher = node.create_lifecycle_publisher(
            VisualFeatures, topic, qos.RELIABLE_LATEST
        )
        self._images = ImageSubscriptions(node, self._on_image, self._on_lost, camera=name)
        self._errors = ProblemLog(node.get_logger().error)
        self._warnings = ProblemLog(node.get_logger().warning)

    def start(self, frozen_after_s: float) -> None:
        """Discard images and statistics of an earlier activation."""
        self._image.clear()
        self.statistics = CameraStatistics()
        self._frame_check = FrameCheck(frozen_after_s=frozen_after_s)
        self._stamp_check = StampCheck()
        self._received, self._lost, self._sent = FrameCounter(), FrameCounter(), FrameCounter()
        self.latency = LatencyWindow('image_to_features')

    def set_frozen_after_s(self, frozen_after_s: float) -> None:
        """Change the time after which identical images are those of a frozen camera."""
        self._frame_check.frozen_after_s = frozen_after_s

    def update(self) -> None:
        """Adapt the subscriptions to the publishers; call it repeatedly."""
        self._images.update()

    def close(self) -> None:
        """Destroy publisher and subscriptions."""
        self._node.destroy_lifecycle_publisher(self._publisher)
        self._images.close()
        if self._rectifier:
            self._rectifier.close()

    def take(self, timeout_s: float = 0.0) -> Image | CompressedImage | None:
        """Wait for a new image; None if there is none, or if it was received before."""
        message = self._image.take(timeout_s)
        if message is None:
            return None
        stamp, statistics = stamp_ns(message.header.stamp), self.statistics
        is_duplicate = self._stamp_check.is_duplicate(stamp)
        statistics.stamp_s, statistics.stamp_repeats = stamp * 1e-9, self._stamp_check.repeats
        statistics.image_format, statistics.image_bytes = image_format(message), len(message.data)
        statistics.images_skipped += is_duplicate
        return None if is_duplicate else message

    def is_in_batch(self, skew_s: float, max_skew_s: float) -> bool:
        """Return whether the skew of the latest stamp is in the bound; count the image if not."""
        self.statistics.stamp_skew_s, self.statistics.max_stamp_skew_s = skew_s, max_skew_s
        is_late = abs(skew_s) > max_skew_s
        self.statistics.images_skipped += is_late
        return not is_late

    def prepare(self, message: Image | CompressedImage) -> PreparedImage | None:
        """Decode and resize an image; None, with an error in the statistics, if it is invalid."""
        try:
            image = self._rectified(message.header, decode_message(message))
        except (ImageError, CalibrationError) as error:
            self.statistics.images_bad += 1
            prefix = 'invalid image: ' if isinstance(error, ImageError) else ''
            self.statistics.new_error = f'{prefix}{error}'
            text = f'{self._label}{self.statistics.new_error}'
            self._errors.put('image', text, time.monotonic())
            return None
        resized = resize_image(image)
        exposure = measure_exposure(resized)
        self.statistics.frame = self._frame_check.update(resized, exposure, time.monotonic())
        is_gray16 = isinstance(message, Image) and message.encoding == 'mono16'
        self.statistics.gray16_max = 257 * int(resized.max()) if is_gray16 else None
        height_px, width_px = image.shape[:2]
        camera_m = self._rectifier.position_m if self._rectifier else TRAINING_POSITION_M
        return PreparedImage(message.header, height_px, width_px, camera_m, resized, exposure)

    def publish(
        self, image: PreparedImage, levels: Sequence[Float32Array], encoder_id: str
    ) -> None:
        """Publish the features of an image."""
        stamp = stamp_ns(image.header.stamp)
        latency_s = (self._node.get_clock().now().nanoseconds - stamp) * 1e-9
        features = to_features(
            levels,
            header=image.header,
            camera=self.name,
            height_px=image.height_px,
            width_px=image.width_px,
            camera_m=image.camera_m,
            encoder_id=encoder_id,
            latency_s=latency_s,
            exposure=image.exposure,
        )
        self._publisher.publish(features)
        self.statistics.images_encoded += 1
        self.statistics.latency_ms = latency_s * 1e3
        self.latency.add(latency_s)

    def find_problems(
        self, expected_rate_hz: float, profile: SharedMemoryProfile
    ) -> list[CameraProblem]:
        """Update the statistics; return the rules that the camera violates, and log them."""
        statistics, time_s = self.statistics, time.monotonic()
        statistics.rate_hz = self._received.rate_hz(time_s)
        statistics.images_received = self._received.total
        statistics.images_replaced = self._image.dropped
        statistics.images_lost = self._lost.total
        statistics.sent_hz = self._sent.rate_hz(time_s)
        statistics.sent_span_s = self._sent.span_s(time_s)
        statistics.recent_received = self._received.recent(time_s)
        statistics.recent_lost = self._lost.recent(time_s)
        statistics.publishers = self._images.publishers()
        problems = find_camera_problems(statistics, expected_rate_hz, profile)
        for rule, text in problems:
            self._warnings.put(rule, f'{self._label}{text}', time_s)
        return problems

    def _rectified(self, header: Header, image: RgbImage) -> RgbImage:
        if self._rectifier is None:
            return image
        rectified = self._rectifier.rectify(image, header.frame_id)
        self.statistics.visible_share = self._rectifier.visible_share
        # The features are those of the training camera; only the frame of the image differs.
        header.frame_id = TRAINING_CAMERA_FRAME
        return rectified

    def _on_image(self, message: Image | CompressedImage) -> None:
        if self._node.is_active:
            self._count(self._received, 1)
            self._image.put(message)

    def _on_lost(self, count: int) -> None:
        if self._node.is_active:
            self._count(self._lost, count)

    def _count(self, counter: FrameCounter, count: int) -> None:
        time_s = time.monotonic()
        counter.add(time_s, count)
        self._sent.add(time_s, count)
