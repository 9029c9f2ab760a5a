# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the visualization node."""

from dataclasses import dataclass

from vla_common.settings import setting
from vla_visualization.attention_plane import TableBounds
from vla_visualization.projection import CameraPose


@dataclass(frozen=True)
class VisualizationSettings:
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
    camera_position_m: tuple[float, ...] = setting(
        (1.12, 0.0, 0.66), 'Position of the camera in the base frame, x y z', unit='m', length=3
    )
    camera_look_at_m: tuple[float, ...] = setting(
        (0.44, 0.0, 0.055),
        'Point in the base frame on the optical axis of an upright camera',
        unit='m',
        length=3,
    )
    camera_orientation_xyzw: tuple[float, ...] = setting(
        (0.0, 0.0, 0.0, 0.0),
        'Orientation of the optical frame in the base frame; if all 0, camera_look_at_m is used',
        length=4,
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
    def camera_pose(self) -> CameraPose:
        """Camera pose of the parameters; raises ValueError if they contradict each other."""
        if any(self.camera_orientation_xyzw):
            return CameraPose.from_quaternion(self.camera_position_m, self.camera_orientation_xyzw)
        return CameraPose.look_at(self.camera_position_m, self.camera_look_at_m)

    @property
    def bounds(self) -> TableBounds:
        """Part of the table on which attention is drawn; raises ValueError if it is empty."""
        return TableBounds(*self.table_bounds_m)
