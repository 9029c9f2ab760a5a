# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures: a camera, a small scene, and the rules that RViz requires of markers."""

from collections.abc import Callable
import math

import numpy as np
from numpy.typing import NDArray
import pytest
from visualization_msgs.msg import Marker
from visualization_msgs.msg import MarkerArray
from vla_common.testing import ros
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_perception.projection import CameraPose
from vla_visualization.attention_plane import TableBounds
from vla_visualization.observations import CardIcon
from vla_visualization.observations import CommandView
from vla_visualization.observations import EndEffectorView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import QueryWord
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import SceneView
from vla_visualization.observations import Severity
from vla_visualization.observations import StatusCard
from vla_visualization.observations import TrailPoint
from vla_visualization.observations import Workspace

__all__ = ['ros']


def camera_matrix() -> NDArray[np.float64]:
    focal = 240 / math.tan(math.radians(21))
    return np.array([[focal, 0, 319.5], [0, focal, 239.5], [0, 0, 1]])


@pytest.fixture
def camera() -> CameraModel:
    """Return a camera opposite the robot, pointed at the table."""
    pose = CameraPose.look_at((1.12, 0.0, 0.62), (0.47, 0.0, 0.0))
    return CameraModel(CameraIntrinsics(640, 480, camera_matrix(), np.zeros(0)), pose)


@pytest.fixture
def bounds() -> TableBounds:
    return TableBounds(0.1, 0.95, -0.55, 0.55)


@pytest.fixture
def path() -> PlannedPath:
    """Return a path down to the target; the gripper is open, then closed."""
    line = np.linspace((0.35, 0.0, 0.30), (0.5, 0.1, 0.02), 16)
    gripper = np.where(np.arange(16) < 12, 1.0, 0.0)
    return PlannedPath(
        line,
        gripper,
        np.array([0.5, 0.1, 0.02]),
        np.array([0.45, -0.2, 0.0]),
        quaternions=np.tile((1.0, 0.0, 0.0, 0.0), (16, 1)),
    )


@pytest.fixture
def scene(path: PlannedPath) -> SceneView:
    """Return a scene that contains every kind of data."""
    weights = np.zeros((24, 32))
    weights[12, 16], weights[12, 17] = 0.75, 0.25
    return SceneView(
        path=path,
        refused=RefusedPoints(
            np.array([[0.5, 0.5, 0.2], [0.5, 0.6, 0.2]]), ('workspace', 'speed')
        ),
        end_effector=EndEffectorView(np.array([0.35, 0.0, 0.3]), np.diag([1.0, -1.0, -1.0]), 0.5),
        attention=(
            QueryAttention('target', weights),
            QueryAttention('destination', weights[::-1]),
        ),
        command=CommandView(
            'grab the red box',
            (QueryWord('pick'), QueryWord('red', {'target': 1.0}), QueryWord('cube')),
        ),
        card=StatusCard(
            CardIcon.RUNNING, Severity.SUCCESS, 'Executing: pick, approach', 'Red cube', ('gate',)
        ),
        objects=(
            ObjectView('red cube', 'red', 'cube', np.array([0.5, 0.1, 0.0]), 0.9),
            ObjectView('white bowl', 'white', 'bowl', np.array([0.6, -0.3, 0.0]), 0.8),
        ),
        workspace=Workspace(np.array([0.2, -0.45, 0.005]), np.array([0.8, 0.45, 0.6])),
        trail=tuple(TrailPoint(np.array([0.3, 0.0, 0.1 * i]), 2.0 - i) for i in range(3)),
    )


@pytest.fixture
def broken_rules() -> Callable[[MarkerArray], list[str]]:
    """Return a function that lists the markers that RViz would draw wrongly or not at all."""
    return _broken_rules


def _broken_rules(array: MarkerArray) -> list[str]:
    added = [m for m in array.markers if m.action == Marker.ADD]
    found = ['duplicate key'] if len({(m.ns, m.id) for m in added}) < len(added) else []
    for m in added:
        q, scale = m.pose.orientation, (m.scale.x, m.scale.y, m.scale.z)
        used = {Marker.TEXT_VIEW_FACING: scale[2:], Marker.LINE_STRIP: scale[:1]}
        used[Marker.ARROW] = used[Marker.POINTS] = scale[:2]
        rules = {
            'frame': m.header.frame_id == 'base_link',
            'scale': all(part > 0 for part in used.get(m.type, scale)),
            'quaternion': math.isclose(math.hypot(q.x, q.y, q.z, q.w), 1.0, abs_tol=1e-6),
            'alpha': m.color.a > 0 and all(color.a > 0 for color in m.colors),
            'colors': len(m.colors) in (0, len(m.points)),
            'finite': all(math.isfinite(v) for p in m.points for v in (p.x, p.y, p.z)),
            'text': m.type != Marker.TEXT_VIEW_FACING or bool(m.text),
            'lifetime': m.lifetime.sec + m.lifetime.nanosec > 0,
        }
        found += [f'{m.ns}/{m.id}: {rule}' for rule, holds in rules.items() if not holds]
    return found
