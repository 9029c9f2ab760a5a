# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Conversion of shapes to RViz markers.

Markers have stamp 0 and are locked to their frame: RViz then uses the latest transform and does
not wait for the transform of a certain time.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from builtin_interfaces.msg import Duration
from geometry_msgs.msg import Point
from geometry_msgs.msg import Quaternion
from geometry_msgs.msg import Vector3
from std_msgs.msg import ColorRGBA
from visualization_msgs.msg import Marker
from visualization_msgs.msg import MarkerArray
from vla_visualization.primitives import Arrow
from vla_visualization.primitives import Color
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Line
from vla_visualization.primitives import MarkerKey
from vla_visualization.primitives import Points
from vla_visualization.primitives import PointSet
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Sphere
from vla_visualization.primitives import Squares
from vla_visualization.primitives import Text
from vla_visualization.primitives import Triangles
from vla_visualization.primitives import Vector

#: Points and colors that are kept: most are those of the last update, as in the image of the
#: camera. Publishing does not change them.
_KEPT: Final = 8192


def to_marker_array(
    primitives: Sequence[Primitive],
    removed: Iterable[MarkerKey],
    frame_id: str,
    *,
    clear_first: bool = False,
) -> MarkerArray:
    """
    Return deletions of the `removed` markers, followed by the markers of `primitives`.

    With `clear_first`, the viewer deletes all markers first, also those of an earlier run.
    """
    markers = [_delete_all(frame_id)] if clear_first else []
    markers += [_delete(key, frame_id) for key in removed]
    markers += [to_marker(primitive, frame_id) for primitive in primitives]
    return MarkerArray(markers=markers)


def to_marker(primitive: Primitive, frame_id: str) -> Marker:
    """Convert one shape to a marker."""
    marker = Marker(ns=primitive.ns, id=primitive.id, action=Marker.ADD, frame_locked=True)
    marker.header.frame_id = frame_id
    marker.color = _color(primitive.color)
    marker.lifetime = _duration(primitive.lifetime_s)
    _set_geometry(marker, primitive)
    if isinstance(primitive, PointSet):
        marker.points = [_point(point) for point in primitive.points]
        marker.colors = [_color(color) for color in primitive.colors]
    return marker


def _set_geometry(marker: Marker, primitive: Primitive) -> None:
    match primitive:
        case Sphere(center=center, diameter_m=d):
            _set_solid(marker, Marker.SPHERE, center, (d, d, d))
        case Disc(center=center, diameter_m=d, height_m=h):
            _set_solid(marker, Marker.CYLINDER, center, (d, d, h))
        case Cube(center=center, size_m=size):
            _set_solid(marker, Marker.CUBE, center, size)
            x, y, z, w = primitive.orientation_xyzw
            marker.pose.orientation = Quaternion(x=x, y=y, z=z, w=w)
        case Text(position=position, text=text, height_m=h):
            _set_solid(marker, Marker.TEXT_VIEW_FACING, position, (0.0, 0.0, h))
            marker.text = text
        case Arrow(start=start, end=end, shaft_diameter_m=d):
            marker.type, marker.scale = Marker.ARROW, Vector3(x=d, y=2 * d, z=0.0)
            marker.points = [_point(start), _point(end)]
        case Line(width_m=width):
            marker.type, marker.scale = Marker.LINE_STRIP, Vector3(x=width, y=0.0, z=0.0)
        case Points(diameter_m=d):
            marker.type, marker.scale = Marker.SPHERE_LIST, Vector3(x=d, y=d, z=d)
        case Squares(width_m=width):
            marker.type, marker.scale = Marker.POINTS, Vector3(x=width, y=width, z=0.0)
        case Triangles():
            marker.type, marker.scale = Marker.TRIANGLE_LIST, Vector3(x=1.0, y=1.0, z=1.0)
        case _:
            raise TypeError(f'no marker for {type(primitive).__name__}; add a case to {__name__}')


def _set_solid(marker: Marker, kind: int, center: Vector, size: Vector) -> None:
    marker.type = kind
    marker.pose.position = _point(center)
    x, y, z = size
    marker.scale = Vector3(x=x, y=y, z=z)


def _delete(key: MarkerKey, frame_id: str) -> Marker:
    marker = Marker(ns=key[0], id=key[1], action=Marker.DELETE)
    marker.header.frame_id = frame_id
    return marker


def _delete_all(frame_id: str) -> Marker:
    marker = Marker(action=Marker.DELETEALL)
    marker.header.frame_id = frame_id
    return marker


@lru_cache(_KEPT)
def _point(vector: Vector) -> Point:
    x, y, z = vector
    return Point(x=x, y=y, z=z)


@lru_cache(_KEPT)
def _color(color: Color) -> ColorRGBA:
    r, g, b, a = color
    return ColorRGBA(r=r, g=g, b=b, a=a)


def _duration(seconds: float) -> Duration:
    sec, nanosec = divmod(round(seconds * 1e9), 1_000_000_000)
    return Duration(sec=sec, nanosec=nanosec)
