# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that publishes RViz markers and an annotated camera image."""

from collections.abc import Sequence
import time
from typing import Any

from numpy.typing import NDArray
from rclpy.clock import Clock
from rclpy.clock import ClockType
from rclpy.publisher import Publisher
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from std_msgs.msg import Header
from visualization_msgs.msg import MarkerArray
from vla_common import qos
from vla_common.background_process import run_in_background
from vla_common.health import Health
from vla_common.health import Level
from vla_common.node import VlaNode
from vla_common.rate import SteadyRate
from vla_common.runner import run_node
from vla_perception.problem_log import ProblemLog
from vla_perception.projection import CameraModel
from vla_visualization.camera_markers import image_marker
from vla_visualization.face_privacy import FaceBlurrer
from vla_visualization.face_privacy import find_detector_model
from vla_visualization.face_privacy import pixelate
from vla_visualization.marker_messages import to_marker_array
from vla_visualization.marker_registry import MarkerRegistry
from vla_visualization.marker_scene import build_marker_scene
from vla_visualization.observations import SceneView
from vla_visualization.overlay import draw_overlay
from vla_visualization.overlay_messages import to_image
from vla_visualization.overlay_messages import to_jpeg
from vla_visualization.settings import VisualizationSettings
from vla_visualization.subscriptions import VisualizationSubscriptions

#: Number of periods after which a viewer deletes markers that are not updated, and the minimum of
#: that time: on a busy computer they would flicker. What is no longer shown is deleted by its key.
LIFETIME_PERIODS = 3
MIN_LIFETIME_S = 1.0
_CHECK_VIEWERS_S = 0.5


class VisualizationNode(VlaNode):
    """Publish attention, planned path, refusals and status as markers and as an image overlay."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('visualization_node', **kwargs)

    def configure(self) -> None:
        """Create publishers and subscriptions."""
        self._face_blurrer: FaceBlurrer | None = None
        self._settings = settings = self.declare_dynamic(
            VisualizationSettings, self._apply_settings, check=_check
        )
        self._bounds = settings.bounds
        self._inputs = VisualizationSubscriptions(self, settings)
        self._warnings = ProblemLog(self.get_logger().warning)
        self._markers = self.create_lifecycle_publisher(
            MarkerArray, 'multimodal_viz', qos.RELIABLE_LATEST
        )
        self._overlay = self.create_lifecycle_publisher(
            Image, 'attention_overlay', qos.BEST_EFFORT_LATEST
        )
        # The name of image_transport, whose viewers offer it.
        self._compressed_overlay = self.create_lifecycle_publisher(
            CompressedImage, 'attention_overlay/compressed', qos.BEST_EFFORT_LATEST
        )
        # Apart from the other markers: most of their bytes, for viewers without an image panel.
        self._image_markers = self.create_lifecycle_publisher(
            MarkerArray, 'camera_image_markers', qos.RELIABLE_LATEST
        )

    def activate(self) -> None:
        """Start to publish."""
        self._registry, self._clear_first = MarkerRegistry(), True
        self._drawn: tuple[Header, NDArray] | None = None
        self._rate = SteadyRate(1 / self._settings.rate_hz)
        self._viewer_timer = self.create_timer(
            _CHECK_VIEWERS_S, self._check_viewers, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )
        self.start_worker('visualization', self._step)

    def _apply_settings(self, settings: VisualizationSettings) -> None:
        self._settings, self._bounds = settings, settings.bounds
        self._inputs.set_max_age(settings.stale_after_s)
        if self.is_active:
            self._rate.period_s = 1 / settings.rate_hz

    def deactivate(self) -> None:
        """Unsubscribe from images and live data."""
        self.destroy_timer(self._viewer_timer)
        self._inputs.subscribe_images(False)
        self._inputs.subscribe_live(False)

    def cleanup(self) -> None:
        """Destroy publishers and subscriptions."""
        self._inputs.close()
        self.destroy_lifecycle_publisher(self._markers)
        self.destroy_lifecycle_publisher(self._overlay)
        self.destroy_lifecycle_publisher(self._compressed_overlay)
        self.destroy_lifecycle_publisher(self._image_markers)

    def diagnose(self) -> Health:
        """Return the problems of invalid messages and the numbers of viewers."""
        problems = self._inputs.problems()
        level = Level.WARN if problems else Level.OK
        values = {
            'marker_subscribers': self._markers.get_subscription_count(),
            'overlay_subscribers': self._overlay.get_subscription_count(),
            'compressed_overlay_subscribers': self._compressed_overlay.get_subscription_count(),
            'camera_image_marker_subscribers': self._image_markers.get_subscription_count(),
        }
        return Health(level, '; '.join(problems) or 'running', values)

    def _check_viewers(self) -> None:
        image_publishers = (self._overlay, self._compressed_overlay, self._image_markers)
        has_image_viewer = any(map(_is_viewed, image_publishers))
        self._inputs.subscribe_images(has_image_viewer)
        self._inputs.subscribe_live(has_image_viewer or _is_viewed(self._markers))

    def _step(self) -> None:
        self._rate.wait()
        overlay = _is_viewed(self._overlay) or _is_viewed(self._compressed_overlay)
        markers, image_markers = _is_viewed(self._markers), _is_viewed(self._image_markers)
        if not (markers or overlay or image_markers):
            return
        scene, camera = self._inputs.scene(), self._inputs.camera()
        if markers:
            self._publish_markers(scene, camera)
        image = self._inputs.image()
        if image is not None and image is not self._drawn:
            self._drawn = image
            if overlay:
                self._publish_overlay(image, scene, camera)
            if image_markers and camera:
                self._publish_image_markers(image, camera)
        for problem in self._inputs.problems():
            self._warnings.put(problem.partition(' ')[0], problem, time.monotonic())

    def _publish_markers(self, scene: SceneView, camera: CameraModel | None) -> None:
        lifetime_s = max(LIFETIME_PERIODS / self._settings.rate_hz, MIN_LIFETIME_S)
        shapes = build_marker_scene(scene, camera, self._bounds, lifetime_s)
        removed = self._registry.update(shapes)
        self._markers.publish(
            to_marker_array(
                shapes, removed, self._settings.base_frame, clear_first=self._clear_first
            )
        )
        self._clear_first = False

    def _publish_image_markers(self, image: tuple[Header, NDArray], camera: CameraModel) -> None:
        shape = image_marker(camera, image[1], self._settings.stale_after_s)
        self._image_markers.publish(to_marker_array([shape], (), self._settings.base_frame))

    def _publish_overlay(
        self, image: tuple[Header, NDArray], scene: SceneView, camera: CameraModel | None
    ) -> None:
        header, pixels = image
        picture = draw_overlay(self._anonymize(pixels), scene, camera)
        if _is_viewed(self._overlay):
            self._overlay.publish(to_image(header, picture))
        if _is_viewed(self._compressed_overlay):
            self._compressed_overlay.publish(to_jpeg(header, picture))

    def _anonymize(self, pixels: NDArray) -> NDArray:
        if not self._settings.show_camera:
            return pixelate(pixels)
        if not self._settings.blur_faces:
            return pixels
        if self._face_blurrer is None:
            self._face_blurrer = FaceBlurrer()
        return self._face_blurrer.blur(pixels, time.monotonic())


def _is_viewed(publisher: Publisher) -> bool:
    return bool(publisher.get_subscription_count())


def _check(settings: VisualizationSettings) -> None:
    """Raise ValueError if parameters contradict each other, or faces cannot be blurred."""
    _ = settings.camera_pose, settings.bounds
    if settings.show_camera and settings.blur_faces:
        try:
            find_detector_model()
        except FileNotFoundError as error:
            raise ValueError(str(error)) from error


def main(args: Sequence[str] | None = None) -> None:
    """Run the visualization node."""
    run_in_background()
    run_node(VisualizationNode, args)


if __name__ == '__main__':
    main()
