# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that is known in; markers for RViz and an annotated image out."""

from collections.abc import Sequence
import time
from typing import Any

from numpy.typing import NDArray
from rclpy.clock import Clock
from rclpy.clock import ClockType
from sensor_msgs.msg import Image
from std_msgs.msg import Header
from visualization_msgs.msg import MarkerArray
from vla_common import qos
from vla_common.conversions import to_array
from vla_common.health import Health
from vla_common.health import Level
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_visualization.face_privacy import FaceHider
from vla_visualization.face_privacy import veil
from vla_visualization.marker_messages import to_marker_array
from vla_visualization.marker_registry import Ledger
from vla_visualization.marker_scene import build_scene
from vla_visualization.observations import Scene
from vla_visualization.overlay import draw_overlay
from vla_visualization.projection import Camera
from vla_visualization.settings import VisualizationSettings
from vla_visualization.subscriptions import Inputs

#: Periods after which a viewer drops what the node no longer renews.
LIFETIME_PERIODS = 3


class VisualizationNode(VlaNode):
    """Show what the model saw, what it plans and what was refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('visualization_node', **kwargs)
        self._settings = declare_settings(self, VisualizationSettings)
        self._due_s = 0.0
        self._drawn: tuple[Header, NDArray] | None = None

    def configure(self) -> None:
        """Create the topics."""
        settings = self._settings
        self._bounds = settings.bounds
        self._inputs = Inputs(self, settings)
        hides = settings.show_camera and settings.blur_faces
        self._faces = FaceHider() if hides else None
        self._markers = self.create_lifecycle_publisher(
            MarkerArray, 'multimodal_viz', qos.RELIABLE_LATEST
        )
        self._overlay = self.create_lifecycle_publisher(
            Image, 'attention_overlay', qos.BEST_EFFORT_LATEST
        )

    def activate(self) -> None:
        """Start to show."""
        self._ledger, self._fresh = Ledger(), True
        self._watch = self.create_timer(
            0.2, self._watch_image, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )
        self.start_worker('visualization', self._step)

    def deactivate(self) -> None:
        """Let go of the camera."""
        self.destroy_timer(self._watch)
        self._inputs.watch_image(False)

    def cleanup(self) -> None:
        """Destroy the topics."""
        self._inputs.close()
        self.destroy_lifecycle_publisher(self._markers)
        self.destroy_lifecycle_publisher(self._overlay)

    def diagnose(self) -> Health:
        """Name what cannot be shown."""
        problems = self._inputs.problems()
        level = Level.WARN if problems else Level.OK
        values = {
            'marker_subscribers': self._markers.get_subscription_count(),
            'overlay_subscribers': self._overlay.get_subscription_count(),
        }
        return Health(level, '; '.join(problems) or 'running', values)

    def _watch_image(self) -> None:
        self._inputs.watch_image(self._overlay.get_subscription_count() > 0)

    def _step(self) -> None:
        self._pace()
        scene, camera = self._inputs.scene(), self._inputs.camera()
        if self._markers.get_subscription_count():
            self._publish_markers(scene, camera)
        if self._overlay.get_subscription_count():
            self._publish_overlay(scene, camera)
        for problem in self._inputs.problems():
            self.get_logger().warning(problem, throttle_duration_sec=5.0)

    def _pace(self) -> None:
        now_s = time.monotonic()
        self._due_s = max(self._due_s + 1 / self._settings.rate_hz, now_s)
        time.sleep(self._due_s - now_s)

    def _publish_markers(self, scene: Scene, camera: Camera | None) -> None:
        lifetime_s = LIFETIME_PERIODS / self._settings.rate_hz
        shapes = build_scene(scene, camera, self._bounds, lifetime_s)
        gone = self._ledger.update(shapes)
        base_frame = self._settings.base_frame
        self._markers.publish(to_marker_array(shapes, gone, base_frame, fresh=self._fresh))
        self._fresh = False

    def _publish_overlay(self, scene: Scene, camera: Camera | None) -> None:
        framed = self._inputs.image()
        if framed is None or framed is self._drawn:
            return
        self._drawn = framed
        header, pixels = framed
        picture = draw_overlay(self._private(pixels), scene, camera)
        height, width, channels = picture.shape
        self._overlay.publish(
            Image(
                header=header,
                height=height,
                width=width,
                encoding='rgb8',
                step=width * channels,
                data=to_array(picture),
            )
        )

    def _private(self, pixels: NDArray) -> NDArray:
        if not self._settings.show_camera:
            return veil(pixels)
        return self._faces.hide(pixels, time.monotonic()) if self._faces else pixels


def main(args: Sequence[str] | None = None) -> None:
    """Run the visualization node."""
    run_node(VisualizationNode, args)


if __name__ == '__main__':
    main()
