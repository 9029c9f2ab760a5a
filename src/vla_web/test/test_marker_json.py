# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Markers as data of the page."""

import json

from vla_visualization.marker_messages import to_marker_array
from vla_visualization.primitives import Arrow
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Line
from vla_visualization.primitives import Points
from vla_visualization.primitives import Sphere
from vla_visualization.primitives import Text
from vla_visualization.primitives import Triangles
from vla_web.marker_json import to_scene

WHITE = (1.0, 1.0, 1.0, 0.5)
A, B, C = (0.1, 0.0, 0.0), (0.0, 0.2, 0.0), (0.0, 0.0, 0.3)


def test_every_shape_of_the_visualization_is_converted() -> None:
    shapes = [
        Cube(ns='a', color=WHITE, center=A, size_m=(0.1, 0.2, 0.3)),
        Sphere(ns='b', color=WHITE, center=A, diameter_m=0.1),
        Disc(ns='c', color=WHITE, center=A, diameter_m=0.1, height_m=0.2),
        Arrow(ns='d', color=WHITE, start=A, end=B, shaft_diameter_m=0.01),
        Line(ns='e', color=WHITE, points=(A, B), width_m=0.01),
        Points(ns='f', color=WHITE, points=(A, B), diameter_m=0.01, colors=(WHITE, WHITE)),
        Triangles(ns='g', color=WHITE, points=(A, B, C)),
        Text(ns='h', color=WHITE, position=A, text='red cube', height_m=0.03),
    ]
    scene = to_scene(to_marker_array(shapes, [('old', 0)], 'base_link', clear_first=True))
    kinds = ['cube', 'sphere', 'cylinder', 'arrow', 'line', 'spheres', 'triangles', 'text']
    assert [shape['kind'] for shape in scene] == kinds
    assert scene[0]['scale'] == [0.1, 0.2, 0.3]
    assert scene[0]['orientation'] == [0.0, 0.0, 0.0, 1.0]
    assert scene[4]['points'] == [[0.1, 0.0, 0.0], [0.0, 0.2, 0.0]]
    assert scene[5]['colors'] == [[1.0, 1.0, 1.0, 0.5]] * 2
    assert scene[7]['text'] == 'red cube'
    assert json.loads(json.dumps(scene)) == scene


def test_command_and_card_are_not_in_the_scene() -> None:
    caption = Text(ns='caption', color=WHITE, position=A, text='Ready', height_m=0.03)
    assert to_scene(to_marker_array([caption], [], 'base_link')) == []
