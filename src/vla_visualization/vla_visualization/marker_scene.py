# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A scene as shapes with stable name spaces and ids."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from vla_visualization import palette
from vla_visualization.ascii_text import printable
from vla_visualization.ascii_text import wrapped
from vla_visualization.attention_plane import attention_cells
from vla_visualization.attention_plane import Bounds
from vla_visualization.observations import Caption
from vla_visualization.observations import Hand
from vla_visualization.observations import Plan
from vla_visualization.observations import Refusal
from vla_visualization.observations import Scene
from vla_visualization.observations import Tone
from vla_visualization.primitives import Arrow
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Line
from vla_visualization.primitives import Points
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Sphere
from vla_visualization.primitives import Text
from vla_visualization.primitives import to_vectors
from vla_visualization.projection import Camera

LABEL_HEIGHT_M = 0.03
CAPTION_HEIGHT_M = 0.035
CAPTION_TOP_M = (0.1, 0.0, 0.86)
CAPTION_WIDTH = 60
AXIS_LENGTH_M = 0.06
FINGER_SPREAD_M = 0.08

TONES = {
    Tone.NEUTRAL: palette.NEUTRAL,
    Tone.GOOD: palette.GOOD,
    Tone.WARNING: palette.WARNING,
    Tone.BAD: palette.BAD,
}


def build_scene(
    scene: Scene, camera: Camera | None, bounds: Bounds, lifetime_s: float
) -> list[Primitive]:
    """
    Return the shapes of `scene`; the viewer drops them `lifetime_s` after the last renewal.

    Attention is laid on the part of the table within `bounds`; without a `camera`, nowhere.
    """
    shapes = [*captions(scene.captions)]
    if scene.plan:
        shapes += [*goals(scene.plan), *path(scene.plan), *pending(scene.plan)]
    if scene.refusal:
        shapes += refused(scene.refusal)
    if scene.hand:
        shapes += hand(scene.hand)
    if camera:
        for attention in scene.attention:
            shapes += attention_cells(attention, camera, bounds)
    return [replace(shape, lifetime_s=lifetime_s) for shape in shapes]


def goals(plan: Plan) -> Iterator[Primitive]:
    """Yield the thing that is meant and the place where it goes."""
    if _finite(plan.target_m):
        color = palette.opaque(palette.TARGET, 0.55)
        yield Sphere(ns='target', color=color, center=_vector(plan.target_m), diameter_m=0.06)
        yield _label('target', 1, plan.target_m, 'target', palette.TARGET)
    if plan.destination_m is not None and _finite(plan.destination_m):
        color = palette.opaque(palette.DESTINATION, 0.55)
        yield Disc(
            ns='destination',
            color=color,
            center=_vector(plan.destination_m),
            diameter_m=0.12,
            height_m=0.006,
        )
        yield _label('destination', 1, plan.destination_m, 'destination', palette.DESTINATION)


def pending(plan: Plan) -> Iterator[Primitive]:
    """Yield what a person is asked before the plan may run."""
    finite = plan.positions_m[np.isfinite(plan.positions_m).all(axis=1)]
    if plan.pending and len(finite):
        text = 'waits for approval: call approve, or stop'
        yield _label('pending', 0, finite[-1] + (0.0, 0.0, 0.06), text, palette.PENDING)


def path(plan: Plan) -> Iterator[Primitive]:
    """Yield the planned way of the tool and what the gripper does on it."""
    good = np.isfinite(plan.positions_m).all(axis=1) & np.isfinite(plan.gripper)
    positions, gripper = plan.positions_m[good], plan.gripper[good]
    if not len(positions):
        return
    if len(positions) > 1:
        color = palette.opaque(palette.PENDING if plan.pending else palette.PATH, 0.9)
        yield Line(ns='path', color=color, points=to_vectors(positions), width_m=0.006)
    colors = tuple(
        palette.opaque(palette.mix(palette.GRIPPER_CLOSED, palette.GRIPPER_OPEN, float(opening)))
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
        word, rgb = (
            ('open', palette.GRIPPER_OPEN) if is_open[step] else ('close', palette.GRIPPER_CLOSED)
        )
        beside = positions[step] + (0.0, 0.1, -0.05)
        yield _label('gripper_steps', 1 + number, beside, word, rgb)


def refused(refusal: Refusal) -> Iterator[Primitive]:
    """Yield refused points and the names of the checks that they failed."""
    good = np.isfinite(refusal.points_m).all(axis=1)
    points = refusal.points_m[good]
    if not len(points):
        return
    color = palette.opaque(palette.REFUSED)
    yield Points(ns='refused', color=color, points=to_vectors(points), diameter_m=0.022)
    names = dict.fromkeys(refusal.checks[k] for k in np.flatnonzero(good) if refusal.checks[k])
    text = f'refused: {", ".join(names)}' if names else 'refused'
    yield _label('refused', 1, points[len(points) // 2], text, palette.REFUSED)


def hand(tool: Hand) -> Iterator[Primitive]:
    """Yield the tool's axes in red, green, blue and its two finger tips."""
    if not _finite(tool.position_m):
        return
    start = _vector(tool.position_m)
    axes = ((1.0, 0.2, 0.2), (0.2, 1.0, 0.2), (0.3, 0.4, 1.0))
    for number, rgb in enumerate(axes):
        yield Arrow(
            ns='hand',
            id=number,
            color=palette.opaque(rgb),
            start=start,
            end=_vector(tool.position_m + AXIS_LENGTH_M * tool.rotation[:, number]),
            shaft_diameter_m=0.006,
        )
    half = 0.5 * FINGER_SPREAD_M * min(max(tool.gripper, 0.0), 1.0) * tool.rotation[:, 1]
    tips = to_vectors(np.stack([tool.position_m - half, tool.position_m + half]))
    color = palette.opaque((0.85, 0.85, 0.85))
    yield Points(ns='hand', id=len(axes), color=color, points=tips, diameter_m=0.014)


def captions(lines: tuple[Caption, ...]) -> Iterator[Primitive]:
    """Yield lines of text above the robot, from top to bottom."""
    x, y, z = CAPTION_TOP_M
    for number, line in enumerate(lines):
        text = wrapped(printable(line.text, 3 * CAPTION_WIDTH), CAPTION_WIDTH, 2)
        if not text:
            continue
        rows = 1 + text.count('\n')
        yield Text(
            ns='caption',
            id=number,
            color=palette.opaque(TONES[line.tone]),
            position=(x, y, z - 0.5 * (rows - 1) * 1.2 * CAPTION_HEIGHT_M),
            text=text,
            height_m=CAPTION_HEIGHT_M,
        )
        z -= 1.4 * CAPTION_HEIGHT_M * rows


def _label(ns: str, number: int, position: NDArray, text: str, rgb: palette.Rgb) -> Text:
    x, y, z = _vector(position)
    return Text(
        ns=ns,
        id=number,
        color=palette.opaque(rgb),
        position=(x, y, z + 0.05),
        text=printable(text, 60),
        height_m=LABEL_HEIGHT_M,
    )


def _vector(point: NDArray) -> tuple[float, float, float]:
    return to_vectors(point[None])[0]


def _finite(point: NDArray) -> bool:
    return bool(np.isfinite(point).all())
