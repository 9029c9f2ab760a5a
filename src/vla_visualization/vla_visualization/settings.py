# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the visualization node."""

from dataclasses import dataclass

from vla_common.settings import setting
from vla_perception.camera_settings import CameraPoseSettings
from vla_visualization.attention_plane import TableBounds


@dataclass(frozen=True)
class VisualizationSettings(CameraPoseSettings):
    """Parameters of the visualization node."""

    rate_hz: float = setting(
        10.0, 'Rate of markers and overlay', unit='Hz', minimum=1.0, maximum=30.0, change='any'
    )
    stale_after_s: float = setting(
        2.0,
        'Age above which path, attention, end effector and image are not shown',
        unit='s',
        minimum=0.2,
        maximum=60.0,
        change='any',
    )
    base_frame: str = setting('base_link', 'Frame of the markers; required frame_id of messages')
    use_tf: bool = setting(
        False, 'Get the camera pose from tf2; the camera_* parameters are used until tf2 has it'
    )
    show_camera: bool = setting(
        False,
        'Draw the overlay on the camera image; if false, on a coarse mosaic of it',
        change='any',
    )
    blur_faces: bool = setting(
        True, 'Blur faces in the overlay; used only if show_camera is true', change='any'
    )
    table_bounds_m: tuple[float, ...] = setting(
        (0.1, 0.95, -0.55, 0.55),
        'Part of the table on which attention is drawn, x_min x_max y_min y_max',
        unit='m',
        length=4,
        change='any',
    )

    @property
    def bounds(self) -> TableBounds:
        """Part of the table on which attention is drawn; raises ValueError if it is empty."""
        return TableBounds(*self.table_bounds_m)
