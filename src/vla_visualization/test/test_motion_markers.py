# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Workspace, gripper along the plan, executed path."""

from dataclasses import replace
import math

import numpy as np
import pytest
from vla_visualization.motion_markers import ghost_markers
from vla_visualization.motion_markers import GHOSTS
from vla_visualization.motion_markers import trail_markers
from vla_visualization.motion_markers import workspace_markers
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import TrailPoint
from vla_visualization.observations import Workspace
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Line
from vla_visualization.primitives import Triangles

BOX = Workspace(np.array([0.2, -0.4, 0.0]), np.array([0.8, 0.4, 0.6]))


def test_the_line_runs_along_all_edges_of_the_workspace() -> None:
    (line,) = workspace_markers(BOX, None)
    assert isinstance(line, Line)
    pairs = list(zip(line.points, line.points[1:], strict=False))
    edges = {frozenset(pair) for pair in pairs}
    assert len(edges) == 12
    assert all(sum(a != b for a, b in zip(*pair, strict=True)) == 1 for pair in pairs)


@pytest.mark.parametrize(
    ('point', 'axis', 'value'),
    [((0.9, 0.0, 0.2), 0, 0.8), ((0.5, -0.5, 0.2), 1, -0.4), ((0.5, 0.0, 0.7), 2, 0.6)],
)
def test_the_side_beyond_which_a_step_was_refused_is_marked(
    point: tuple[float, ...], axis: int, value: float
) -> None:
    points = np.array([point, (0.5, 0.0, 0.2), (np.nan,) * 3])
    _, side = workspace_markers(BOX, RefusedPoints(points, ('workspace',) * 3))
    assert isinstance(side, Triangles)
    assert {p[axis] for p in side.points} == {value}
    others = [other for other in range(3) if other != axis]
    spans = np.ptp(np.array(side.points), axis=0)[others]
    np.testing.assert_allclose(spans, (BOX.high_m - BOX.low_m)[others])


def test_a_point_inside_marks_no_side() -> None:
    refused = RefusedPoints(np.array([[0.5, 0.0, 0.2]]), ('speed',))
    assert len(list(workspace_markers(BOX, refused))) == 1


def test_grippers_along_the_plan(path: PlannedPath) -> None:
    shapes = list(ghost_markers(path))
    assert len(shapes) == 3 * GHOSTS
    assert len({shape.key for shape in shapes}) == len(shapes)
    palm, left, right = shapes[-3:]
    assert isinstance(palm, Cube) and isinstance(left, Cube) and isinstance(right, Cube)
    # The tool points down: the palm is above the tool centre point. The gripper is closed.
    assert palm.center[2] - path.positions_m[-1][2] == pytest.approx(0.048)
    assert math.dist(left.center, right.center) == pytest.approx(0.008)
    first, second = shapes[1:3]
    assert isinstance(first, Cube) and isinstance(second, Cube)
    assert math.dist(first.center, second.center) == pytest.approx(0.088)


def test_steps_without_a_usable_pose_have_no_gripper(path: PlannedPath) -> None:
    assert path.quaternions is not None
    assert not list(ghost_markers(replace(path, quaternions=None)))
    assert not list(ghost_markers(replace(path, quaternions=np.zeros((16, 4)))))
    assert not list(ghost_markers(replace(path, positions_m=np.full((16, 3), np.nan))))
    empty = PlannedPath(np.zeros((0, 3)), np.zeros(0), np.zeros(3), quaternions=np.zeros((0, 4)))
    assert not list(ghost_markers(empty))


def test_the_trail_fades() -> None:
    trail = tuple(TrailPoint(np.array([0.1 * i, 0.0, 0.2]), 5.0 - 2 * i) for i in range(3))
    (line,) = trail_markers(trail)
    opacities = [color[3] for color in line.colors]  # type: ignore[attr-defined]
    assert opacities == sorted(opacities)
    assert opacities[0] < 0.3 < 0.8 < opacities[-1]
    assert not list(trail_markers(trail[:1]))
