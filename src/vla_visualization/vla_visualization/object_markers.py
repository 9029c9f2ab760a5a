# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes of the table and the detected objects, with names that do not cover each other."""

from collections.abc import Iterator
from collections.abc import Sequence

import numpy as np
from vla_common.arrays import FloatArray
from vla_visualization import palette
from vla_visualization.ascii_text import to_ascii_line
from vla_visualization.attention_plane import TableBounds
from vla_visualization.observations import OBJECT_HEIGHT_M
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.primitives import Color
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Sphere
from vla_visualization.primitives import Text

#: Height of a name above its object, of its letters, and between names at one place.
NAME_ABOVE_M, NAME_HEIGHT_M, NAME_STEP_M = 0.05, 0.022, 0.028
#: Names of objects closer than this are placed one above the other.
_NEAR_M = 0.15
#: An object within this distance of a goal is that goal.
_SAME_PLACE_M = 0.05
_TABLE_THICKNESS_M = 0.02
# Diameter and height of receptacles.
_RECEPTACLES_M = {'bowl': (0.13, 0.03), 'plate': (0.14, 0.01)}


def table_markers(bounds: TableBounds) -> Iterator[Primitive]:
    """Yield the table within `bounds`; its surface is z = 0."""
    size = (bounds.x_max_m - bounds.x_min_m, bounds.y_max_m - bounds.y_min_m, _TABLE_THICKNESS_M)
    x, y = (bounds.x_min_m + bounds.x_max_m) / 2, (bounds.y_min_m + bounds.y_max_m) / 2
    color = palette.opaque(palette.TABLE)
    # Below the surface, so that flat shapes on it do not flicker.
    yield Cube(ns='table', color=color, center=(x, y, -_TABLE_THICKNESS_M / 2), size_m=size)


def object_markers(
    objects: Sequence[ObjectView], path: PlannedPath | None = None
) -> Iterator[Primitive]:
    """Yield each object in its color and shape, and its name with the confidence."""
    heights_m = name_heights([item.center_m for item in objects])
    is_carrying = any(item.is_held for item in objects)
    for number, (item, height_m) in enumerate(zip(objects, heights_m, strict=True)):
        # An uncertain detection is paler; one in doubt stays visible.
        opacity = 0.35 + 0.6 * min(max(item.confidence, 0.0), 1.0)
        yield _shape(item, number, palette.opaque(palette.object_color(item.color), opacity))
        x, y, _ = (float(part) for part in item.center_m)
        rgb = palette.PENDING if item.is_candidate else _name_color(item, path, is_carrying)
        state = ', held' if item.is_held else '?' if item.is_candidate else ''
        yield Text(
            ns='object_names',
            id=number,
            color=palette.opaque(rgb),
            position=(x, y, height_m),
            text=to_ascii_line(f'{item.name}{state} {item.confidence:.0%}', 60),
            height_m=NAME_HEIGHT_M,
        )


def name_heights(centers_m: Sequence[FloatArray]) -> list[float]:
    """Return a height for the name above each point (3,), higher where others are near."""
    heights: list[float] = []
    for number, center in enumerate(centers_m):
        height = float(center[2]) + NAME_ABOVE_M
        near = sorted(
            heights[other]
            for other in range(number)
            if np.linalg.norm(centers_m[other][:2] - center[:2]) < _NEAR_M
        )
        for taken in near:
            if abs(height - taken) < NAME_STEP_M:
                height = taken + NAME_STEP_M
        heights.append(height)
    return heights


def is_at(item: ObjectView, point_m: FloatArray | None) -> bool:
    """Return whether an object is at a goal (3,) of the plan."""
    if point_m is None:
        return False
    return bool(np.linalg.norm(item.position_m[:2] - point_m[:2]) < _SAME_PLACE_M)


def _name_color(item: ObjectView, path: PlannedPath | None, is_carrying: bool) -> palette.Rgb:
    if path is None:
        return palette.LABEL
    # A carried target comes close to its destination.
    if item.is_held if is_carrying else is_at(item, path.target_m):
        return palette.TARGET
    return palette.DESTINATION if is_at(item, path.destination_m) else palette.LABEL


def _shape(item: ObjectView, number: int, color: Color) -> Primitive:
    x, y, z = (float(part) for part in item.center_m)
    width = height = OBJECT_HEIGHT_M
    if item.shape == 'sphere':
        return Sphere(ns='objects', id=number, color=color, center=(x, y, z), diameter_m=width)
    if item.shape == 'cube':
        size = (width, width, height)
        return Cube(ns='objects', id=number, color=color, center=(x, y, z), size_m=size)
    if item.shape in _RECEPTACLES_M:
        width, height = _RECEPTACLES_M[item.shape]
        z = float(item.position_m[2]) + height / 2
    return Disc(
        ns='objects', id=number, color=color, center=(x, y, z), diameter_m=width, height_m=height
    )
