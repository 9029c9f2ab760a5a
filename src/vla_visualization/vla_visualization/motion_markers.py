# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes of the workspace, of the gripper along the plan, and of the path that was executed."""

from collections.abc import Iterator

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import rotation_matrix
from vla_visualization import palette
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import TrailPoint
from vla_visualization.observations import Workspace
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Line
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import to_vectors
from vla_visualization.primitives import Triangles
from vla_visualization.trail import TRAIL_S

#: Number of grippers along the plan.
GHOSTS = 3
#: Distance of the finger tips of an open gripper.
FINGER_SPREAD_M = 0.08
_FINGER_SIZE_M = (0.014, 0.008, 0.04)
_PALM_SIZE_M = (0.03, 0.1, 0.016)
# Corners of a box by (x, y, z) of the lower (0) or upper (1) side, along one line over all edges.
_EDGES = (
    (0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1), (1, 0, 1), (1, 0, 0),
    (1, 0, 1), (1, 1, 1), (1, 1, 0), (1, 1, 1), (0, 1, 1), (0, 1, 0), (0, 1, 1), (0, 0, 1),
)  # fmt: skip


def workspace_markers(workspace: Workspace, refused: RefusedPoints | None) -> Iterator[Primitive]:
    """Yield the edges of the workspace, and each side beyond which a step was refused."""
    corners = np.stack([workspace.low_m, workspace.high_m])
    edges = np.array([[corners[side, axis] for axis, side in enumerate(e)] for e in _EDGES])
    color = palette.opaque(palette.WORKSPACE, 0.4)
    yield Line(ns='workspace', color=color, points=to_vectors(edges), width_m=0.003)
    if refused is None:
        return
    points = refused.points_m[np.isfinite(refused.points_m).all(axis=1)]
    outside = np.stack([points < workspace.low_m, points > workspace.high_m])  # (2, N, 3)
    for side, axis in np.argwhere(outside.any(axis=1)):
        face = corners[[0, 1, 1, 0]].copy()
        first, second = (other for other in range(3) if other != axis)
        face[:, axis] = corners[side, axis]
        face[:, first] = corners[(0, 1, 1, 0), first]
        face[:, second] = corners[(0, 0, 1, 1), second]
        # Both directions: viewers shade the back of a triangle dark.
        triangles = face[[0, 1, 2, 0, 2, 3, 2, 1, 0, 3, 2, 0]]
        yield Triangles(
            ns='workspace_refused',
            id=int(2 * axis + side),
            color=palette.opaque(palette.REFUSED, 0.25),
            points=to_vectors(triangles),
        )


def ghost_markers(path: PlannedPath) -> Iterator[Primitive]:
    """Yield the gripper at some steps of the plan, the later the more opaque."""
    if path.quaternions is None:
        return
    usable = (
        np.isfinite(path.positions_m).all(axis=1)
        & (np.abs(np.linalg.norm(path.quaternions, axis=1) - 1) < 1e-3)
        & np.isfinite(path.gripper)
    )
    steps = np.flatnonzero(usable)
    chosen = np.unique(np.linspace(0, len(steps) - 1, GHOSTS + 1).round().astype(int)[1:])
    for number, step in enumerate(steps[chosen] if len(steps) > 1 else ()):
        opening = min(max(float(path.gripper[step]), 0.0), 1.0)
        rotation = rotation_matrix(path.quaternions[step])
        x, y, z, w = (float(part) for part in path.quaternions[step])
        # Parts of the gripper in its own frame: z points to the finger tips.
        spread = FINGER_SPREAD_M / 2 * opening + _FINGER_SIZE_M[1] / 2
        parts: list[tuple[FloatArray, tuple[float, float, float]]] = [
            (np.array((0.0, 0.0, -0.048)), _PALM_SIZE_M),
            (np.array((0.0, spread, -0.02)), _FINGER_SIZE_M),
            (np.array((0.0, -spread, -0.02)), _FINGER_SIZE_M),
        ]
        for part, (offset, size) in enumerate(parts):
            yield Cube(
                ns='ghost',
                id=len(parts) * number + part,
                color=palette.opaque(palette.path_color(path), 0.15 + 0.12 * (number + 1)),
                center=to_vectors((path.positions_m[step] + rotation @ offset)[None])[0],
                size_m=size,
                orientation_xyzw=(x, y, z, w),
            )


def trail_markers(trail: tuple[TrailPoint, ...]) -> Iterator[Primitive]:
    """Yield the path that the tool has moved along; older parts are fainter."""
    if len(trail) < 2:
        return
    colors = tuple(
        palette.opaque(palette.TRAIL, max(0.05, 1 - point.age_s / TRAIL_S)) for point in trail
    )
    points = np.array([point.position_m for point in trail])
    yield Line(
        ns='trail', color=colors[-1], points=to_vectors(points), colors=colors, width_m=0.005
    )
