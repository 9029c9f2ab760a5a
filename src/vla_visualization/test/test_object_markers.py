# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Table and detected objects."""

from dataclasses import replace

import numpy as np
import pytest
from vla_visualization import palette
from vla_visualization.attention_plane import TableBounds
from vla_visualization.object_markers import is_at
from vla_visualization.object_markers import name_heights
from vla_visualization.object_markers import NAME_STEP_M
from vla_visualization.object_markers import object_markers
from vla_visualization.object_markers import table_markers
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Sphere
from vla_visualization.primitives import Text

CUBE = ObjectView('red cube', 'red', 'cube', np.array([0.5, 0.1, 0.0]), 0.9)


def test_the_surface_of_the_table_is_at_zero(bounds: TableBounds) -> None:
    (table,) = table_markers(bounds)
    assert isinstance(table, Cube)
    assert table.center[2] + table.size_m[2] / 2 == pytest.approx(0.0)
    assert table.size_m[:2] == pytest.approx((0.85, 1.1))


@pytest.mark.parametrize(
    ('shape', 'kind'),
    [('cube', Cube), ('sphere', Sphere), ('cylinder', Disc), ('bowl', Disc), ('other', Disc)],
)
def test_shape_color_and_name(shape: str, kind: type) -> None:
    body, name = object_markers([replace(CUBE, shape=shape)])
    assert isinstance(body, kind)
    assert body.color[:3] == palette.OBJECT_COLORS['red']
    assert isinstance(name, Text)
    assert name.text == 'red cube 90%'
    assert name.position[2] > 0.05


def test_an_uncertain_object_is_paler_and_an_unknown_color_gray() -> None:
    certain, _ = object_markers([replace(CUBE, confidence=1.0)])
    doubtful, _ = object_markers([replace(CUBE, confidence=0.1, color='pink')])
    assert doubtful.color[3] < certain.color[3]
    assert doubtful.color[:3] == palette.UNKNOWN_OBJECT


@pytest.mark.parametrize(
    ('changes', 'text'),
    [({'is_held': True}, 'red cube, held 90%'), ({'is_candidate': True}, 'red cube? 90%')],
)
def test_the_name_has_the_state(changes: dict[str, bool], text: str) -> None:
    _, name = object_markers([replace(CUBE, **changes)])
    assert isinstance(name, Text)
    assert name.text == text


def test_names_of_goals_have_their_colors(path: PlannedPath) -> None:
    bowl = ObjectView('bowl', 'white', 'bowl', np.array([0.45, -0.2, 0.0]))
    other = ObjectView('ball', 'white', 'sphere', np.array([0.7, 0.3, 0.0]))
    shapes = list(object_markers([CUBE, bowl, other], path))
    assert [shape.color[:3] for shape in shapes if isinstance(shape, Text)] == [
        palette.TARGET,
        palette.DESTINATION,
        palette.LABEL,
    ]
    assert is_at(CUBE, path.target_m)
    assert not is_at(CUBE, None)


def test_a_destination_below_the_carried_target_keeps_its_color(path: PlannedPath) -> None:
    bowl = ObjectView('bowl', 'white', 'bowl', path.destination_m)
    held = replace(CUBE, position_m=path.destination_m, is_held=True)
    shapes = object_markers([held, bowl], replace(path, target_m=path.destination_m))
    assert [shape.color[:3] for shape in shapes if isinstance(shape, Text)] == [
        palette.TARGET,
        palette.DESTINATION,
    ]


def test_names_of_near_objects_are_at_different_heights() -> None:
    points = [np.array([0.5, 0.02 * i, 0.0]) for i in range(4)] + [np.array([0.5, 0.5, 0.0])]
    heights = name_heights(points)
    assert np.diff(sorted(heights[:4])).min() >= NAME_STEP_M - 1e-9
    assert heights[4] == heights[0]
