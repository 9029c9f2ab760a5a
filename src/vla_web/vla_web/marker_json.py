# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Markers as RViz gets them, as plain data for the page."""

from typing import Any
from typing import Final

from visualization_msgs.msg import Marker
from visualization_msgs.msg import MarkerArray

_KINDS: Final = {
    Marker.ARROW: 'arrow',
    Marker.CUBE: 'cube',
    Marker.SPHERE: 'sphere',
    Marker.CYLINDER: 'cylinder',
    Marker.LINE_STRIP: 'line',
    Marker.SPHERE_LIST: 'spheres',
    Marker.TEXT_VIEW_FACING: 'text',
    Marker.TRIANGLE_LIST: 'triangles',
}
#: The page shows command and card as text.
_HIDDEN: Final = 'caption'


def to_scene(message: MarkerArray) -> list[dict[str, Any]]:
    """Return the shapes of a message; each message of visualization_node has all shapes."""
    return [
        _to_shape(marker)
        for marker in message.markers
        if marker.action == Marker.ADD and marker.type in _KINDS and marker.ns != _HIDDEN
    ]


def _to_shape(marker: Marker) -> dict[str, Any]:
    """Return a marker as a dictionary; lengths in m, colors r g b a within 0 .. 1."""
    pose, scale = marker.pose, marker.scale
    p, q = pose.position, pose.orientation
    shape: dict[str, Any] = {
        'kind': _KINDS[marker.type],
        'ns': marker.ns,
        'position': _rounded(p.x, p.y, p.z),
        'orientation': _rounded(q.x, q.y, q.z, q.w),
        'scale': _rounded(scale.x, scale.y, scale.z),
        'color': _color(marker.color),
    }
    if marker.text:
        shape['text'] = marker.text
    if marker.points:
        shape['points'] = [_rounded(point.x, point.y, point.z) for point in marker.points]
    if marker.colors:
        shape['colors'] = [_color(color) for color in marker.colors]
    return shape


def _color(color: Any) -> list[float]:
    return _rounded(color.r, color.g, color.b, color.a)


def _rounded(*values: float) -> list[float]:
    return [round(float(value), 4) for value in values]
