# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of shapes to RViz markers."""

from collections.abc import Callable
from dataclasses import dataclass
import math

import pytest
from visualization_msgs.msg import Marker
from visualization_msgs.msg import MarkerArray
from vla_perception.projection import CameraModel
from vla_visualization.attention_plane import TableBounds
from vla_visualization.marker_messages import to_marker
from vla_visualization.marker_messages import to_marker_array
from vla_visualization.marker_scene import build_marker_scene
from vla_visualization.observations import SceneView
from vla_visualization.primitives import Arrow
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Line
from vla_visualization.primitives import Points
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Sphere
from vla_visualization.primitives import Squares
from vla_visualization.primitives import Text
from vla_visualization.primitives import Triangles

Rules = Callable[[MarkerArray], list[str]]
COLOR = (1.0, 0.5, 0.25, 0.75)
A, B, C = (0.1, 0.2, 0.3), (0.4, 0.5, 0.6), (0.7, 0.8, 0.9)

CASES: list[tuple[Primitive, int, tuple[float, float, float], int]] = [
    (Sphere(ns='n', color=COLOR, center=A, diameter_m=0.1), Marker.SPHERE, (0.1, 0.1, 0.1), 0),
    (
        Disc(ns='n', color=COLOR, center=A, diameter_m=0.2, height_m=0.1),
        Marker.CYLINDER,
        (0.2, 0.2, 0.1),
        0,
    ),
    (Cube(ns='n', color=COLOR, center=A, size_m=(1.0, 2.0, 3.0)), Marker.CUBE, (1, 2, 3), 0),
    (
        Text(ns='n', color=COLOR, position=A, text='hi', height_m=0.1),
        Marker.TEXT_VIEW_FACING,
        (0, 0, 0.1),
        0,
    ),
    (
        Arrow(ns='n', color=COLOR, start=A, end=B, shaft_diameter_m=0.01),
        Marker.ARROW,
        (0.01, 0.02, 0),
        2,
    ),
    (Line(ns='n', color=COLOR, points=(A, B), width_m=0.1), Marker.LINE_STRIP, (0.1, 0, 0), 2),
    (
        Points(ns='n', color=COLOR, points=(A, B, C), diameter_m=0.1),
        Marker.SPHERE_LIST,
        (0.1, 0.1, 0.1),
        3,
    ),
    (Squares(ns='n', color=COLOR, points=(A, B), width_m=0.1), Marker.POINTS, (0.1, 0.1, 0), 2),
    (Triangles(ns='n', color=COLOR, points=(A, B, C)), Marker.TRIANGLE_LIST, (1, 1, 1), 3),
]


@pytest.mark.parametrize(
    ('shape', 'kind', 'scale', 'points'), CASES, ids=lambda x: type(x).__name__
)
def test_each_shape_becomes_its_marker(
    shape: Primitive, kind: int, scale: tuple[float, float, float], points: int
) -> None:
    marker = to_marker(shape, 'base_link')
    assert (marker.type, marker.action, marker.ns) == (kind, Marker.ADD, 'n')
    assert (marker.scale.x, marker.scale.y, marker.scale.z) == scale
    assert len(marker.points) == points
    assert marker.color.a == 0.75
    assert marker.pose.orientation.w == 1.0
    assert (marker.pose.position.x == 0.1) is (points == 0)


def test_a_rotated_cube_keeps_its_orientation() -> None:
    half = math.sqrt(0.5)
    rotation, size_m = (0.0, 0.0, half, half), (1.0, 1.0, 1.0)
    cube = Cube(ns='n', color=COLOR, center=A, size_m=size_m, orientation_xyzw=rotation)
    q = to_marker(cube, 'base_link').pose.orientation
    assert (q.x, q.y, q.z, q.w) == (0.0, 0.0, half, half)


def test_markers_are_locked_to_their_frame_with_stamp_zero() -> None:
    marker = to_marker(CASES[0][0], 'robot1/base_link')
    assert marker.header.frame_id == 'robot1/base_link'
    assert (marker.header.stamp.sec, marker.header.stamp.nanosec) == (0, 0)
    assert marker.frame_locked


@pytest.mark.parametrize(
    ('lifetime_s', 'expected'), [(0.0, (0, 0)), (0.3, (0, 300_000_000)), (2.5, (2, 500_000_000))]
)
def test_lifetime(lifetime_s: float, expected: tuple[int, int]) -> None:
    ball = Sphere(ns='n', color=COLOR, center=A, diameter_m=1.0, lifetime_s=lifetime_s)
    lifetime = to_marker(ball, 'base_link').lifetime
    assert (lifetime.sec, lifetime.nanosec) == expected


def test_deletions_come_first() -> None:
    array = to_marker_array([CASES[0][0]], [('old', 3)], 'base_link', clear_first=True)
    actions = [(m.action, m.ns, m.id) for m in array.markers]
    assert actions == [(Marker.DELETEALL, '', 0), (Marker.DELETE, 'old', 3), (Marker.ADD, 'n', 0)]
    assert {m.header.frame_id for m in array.markers} == {'base_link'}


def test_a_complete_scene_satisfies_the_rules_of_rviz(
    scene: SceneView, camera: CameraModel, bounds: TableBounds, broken_rules: Rules
) -> None:
    array = to_marker_array(build_marker_scene(scene, camera, bounds, 0.3), [], 'base_link')
    assert len(array.markers) > 10
    assert broken_rules(array) == []


def test_an_unknown_shape_is_an_error() -> None:
    @dataclass(frozen=True, kw_only=True)
    class UnknownShape(Primitive):
        pass

    with pytest.raises(TypeError, match='no marker for UnknownShape'):
        to_marker(UnknownShape(ns='n', color=COLOR), 'base_link')
