# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes of a scene, with stable namespaces and ids."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.ascii_text import to_ascii_line
from vla_visualization.ascii_text import wrap_text
from vla_visualization.attention_plane import attention_surface
from vla_visualization.attention_plane import TableBounds
from vla_visualization.camera_markers import frustum_marker
from vla_visualization.motion_markers import FINGER_SPREAD_M
from vla_visualization.motion_markers import ghost_markers
from vla_visualization.motion_markers import trail_markers
from vla_visualization.motion_markers import workspace_markers
from vla_visualization.object_markers import is_at
from vla_visualization.object_markers import object_markers
from vla_visualization.object_markers import table_markers
from vla_visualization.observations import CommandView
from vla_visualization.observations import EndEffectorView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import SceneView
from vla_visualization.observations import StatusCard
from vla_visualization.primitives import Arrow
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Line
from vla_visualization.primitives import Points
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Text
from vla_visualization.primitives import to_vectors

LABEL_HEIGHT_M = 0.03
CAPTION_HEIGHT_M = 0.028
#: Middle of the last row. The caption grows upwards: a long reason does not cover the arm.
CAPTION_BOTTOM_M = (0.1, 0.0, 0.84)
CAPTION_WIDTH = 92
#: Rows of a caption; the reasons of refusals are shorter.
CAPTION_ROWS = 7
AXIS_LENGTH_M = 0.06
#: Middle of an object above its contact point with the table, for the way to the destination.
_ARROW_ABOVE_M = np.array([0.0, 0.0, 0.02])


def build_marker_scene(
    scene: SceneView, camera: CameraModel | None, bounds: TableBounds, lifetime_s: float
) -> list[Primitive]:
    """
    Return the shapes of `scene`; a viewer deletes them `lifetime_s` after the last update.

    Attention is drawn on the table within `bounds`. It and the frustum are drawn only if `camera`
    is given.
    """
    shapes = [
        *caption_markers(scene.command, scene.card),
        *table_markers(bounds),
        *object_markers(scene.objects, scene.path),
        *trail_markers(scene.trail),
    ]
    if scene.workspace:
        shapes += workspace_markers(scene.workspace, scene.refused)
    if scene.path:
        shapes += [
            *goal_markers(scene.path, scene.objects),
            *path_markers(scene.path),
            *ghost_markers(scene.path),
        ]
    if scene.refused:
        shapes += refused_point_markers(scene.refused)
    if scene.end_effector:
        shapes += end_effector_markers(scene.end_effector)
    if camera:
        shapes.append(frustum_marker(camera))
        for attention in scene.attention:
            shapes += attention_surface(attention, camera, bounds)
    return [replace(shape, lifetime_s=lifetime_s) for shape in shapes]


def goal_markers(path: PlannedPath, objects: Sequence[ObjectView] = ()) -> Iterator[Primitive]:
    """Yield a disc at target and destination, and their names where no object shows them."""
    if _finite(path.target_m):
        yield Disc(
            ns='target',
            color=palette.opaque(palette.TARGET, 0.55),
            center=_vector(path.target_m),
            diameter_m=0.085,
            height_m=0.006,
        )
        if not any(is_at(item, path.target_m) for item in objects):
            yield _label('target', 1, path.target_m, path.target, palette.TARGET)
    if path.destination_m is not None and _finite(path.destination_m):
        yield Disc(
            ns='destination',
            color=palette.opaque(palette.DESTINATION, 0.55),
            center=_vector(path.destination_m),
            diameter_m=0.15,
            height_m=0.006,
        )
        if not any(is_at(item, path.destination_m) for item in objects):
            name, color = path.destination, palette.DESTINATION
            yield _label('destination', 1, path.destination_m, name, color)
        if path.shows_way:
            yield Arrow(
                ns='destination',
                id=2,
                color=palette.opaque(palette.DESTINATION, 0.8),
                start=_vector(path.target_m + _ARROW_ABOVE_M),
                end=_vector(path.destination_m + _ARROW_ABOVE_M),
                shaft_diameter_m=0.006,
            )


def path_markers(path: PlannedPath) -> Iterator[Primitive]:
    """Yield the planned path of the tool, the gripper opening of each step, and gripper events."""
    finite = np.isfinite(path.positions_m).all(axis=1) & np.isfinite(path.gripper)
    positions, gripper = path.positions_m[finite], path.gripper[finite]
    if not len(positions):
        return
    if len(positions) > 1:
        color = palette.opaque(palette.path_color(path), 0.9)
        yield Line(ns='path', color=color, points=to_vectors(positions), width_m=0.006)
    colors = tuple(
        palette.opaque(
            palette.interpolate(palette.GRIPPER_CLOSED, palette.GRIPPER_OPEN, float(opening))
        )
        for opening in gripper
    )
    yield Points(
        ns='gripper_steps',
        color=colors[0],
        points=to_vectors(positions),
        colors=colors,
        diameter_m=0.014,
    )
    is_open = gripper >= 0.5
    for number, step in enumerate(np.flatnonzero(np.diff(is_open)) + 1):
        label, rgb = (
            ('open', palette.GRIPPER_OPEN) if is_open[step] else ('close', palette.GRIPPER_CLOSED)
        )
        position = positions[step] + (0.0, 0.1, -0.05)
        yield _label('gripper_steps', 1 + number, position, label, rgb)


def refused_point_markers(refused: RefusedPoints) -> Iterator[Primitive]:
    """Yield refused points, labeled with the failed checks."""
    finite = np.isfinite(refused.points_m).all(axis=1)
    points = refused.points_m[finite]
    if not len(points):
        return
    color = palette.opaque(palette.REFUSED)
    yield Points(ns='refused', color=color, points=to_vectors(points), diameter_m=0.022)
    names = dict.fromkeys(refused.checks[k] for k in np.flatnonzero(finite) if refused.checks[k])
    text = f'refused: {", ".join(names)}' if names else 'refused'
    yield _label('refused', 1, points[len(points) // 2], text, palette.REFUSED)


def end_effector_markers(tool: EndEffectorView) -> Iterator[Primitive]:
    """Yield the tool's axes (x red, y green, z blue) and its two finger tips."""
    if not _finite(tool.position_m):
        return
    start = _vector(tool.position_m)
    axes = ((1.0, 0.2, 0.2), (0.2, 1.0, 0.2), (0.3, 0.4, 1.0))
    for number, rgb in enumerate(axes):
        yield Arrow(
            ns='end_effector',
            id=number,
            color=palette.opaque(rgb),
            start=start,
            end=_vector(tool.position_m + AXIS_LENGTH_M * tool.rotation[:, number]),
            shaft_diameter_m=0.006,
        )
    half = 0.5 * FINGER_SPREAD_M * min(max(tool.gripper, 0.0), 1.0) * tool.rotation[:, 1]
    tips = to_vectors(np.stack([tool.position_m - half, tool.position_m + half]))
    color = palette.opaque((0.85, 0.85, 0.85))
    yield Points(ns='end_effector', id=len(axes), color=color, points=tips, diameter_m=0.014)


def caption_markers(command: CommandView | None, card: StatusCard | None) -> Iterator[Primitive]:
    """Yield command, state, reason and figures above the robot, from top to bottom."""
    lines = [(f'"{command.text}"', palette.LABEL)] if command else []
    if card is not None:
        color = palette.SEVERITY_COLORS[card.severity]
        lines += [
            (card.title, color),
            (card.why, palette.LABEL),
            (' | '.join(card.facts), palette.MUTED),
        ]
    x, y, z = CAPTION_BOTTOM_M
    rows_below = 0.0
    shapes = []
    for number, (line, rgb) in reversed(list(enumerate(lines))):
        text = wrap_text(line, CAPTION_WIDTH, CAPTION_ROWS)
        if not text:
            continue
        rows = 1 + text.count('\n')
        middle = rows_below + 0.6 * (rows - 1)
        shapes.append(
            Text(
                ns='caption',
                id=number,
                color=palette.opaque(rgb),
                position=(x, y, z + middle * CAPTION_HEIGHT_M),
                text=text,
                height_m=CAPTION_HEIGHT_M,
            )
        )
        rows_below += 1.4 * rows
    yield from reversed(shapes)


def _label(ns: str, number: int, position: NDArray, text: str, rgb: palette.Rgb) -> Text:
    x, y, z = _vector(position)
    return Text(
        ns=ns,
        id=number,
        color=palette.opaque(rgb),
        position=(x, y, z + 0.05),
        text=to_ascii_line(text, 60),
        height_m=LABEL_HEIGHT_M,
    )


def _vector(point: NDArray) -> tuple[float, float, float]:
    return to_vectors(point[None])[0]


def _finite(point: NDArray) -> bool:
    return bool(np.isfinite(point).all())
