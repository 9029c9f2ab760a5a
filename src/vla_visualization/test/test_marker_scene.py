# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes of a scene."""

from collections import Counter
from dataclasses import replace
import math

import numpy as np
import pytest
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.attention_plane import TableBounds
from vla_visualization.marker_scene import build_marker_scene
from vla_visualization.marker_scene import caption_markers
from vla_visualization.marker_scene import CAPTION_ROWS
from vla_visualization.marker_scene import end_effector_markers
from vla_visualization.marker_scene import goal_markers
from vla_visualization.marker_scene import path_markers
from vla_visualization.marker_scene import refused_point_markers
from vla_visualization.observations import CardIcon
from vla_visualization.observations import CommandView
from vla_visualization.observations import EndEffectorView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import SceneView
from vla_visualization.observations import Severity
from vla_visualization.observations import StatusCard
from vla_visualization.primitives import Arrow
from vla_visualization.primitives import Line
from vla_visualization.primitives import Points
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Text

NAMES = {
    'caption',
    'target',
    'destination',
    'path',
    'gripper_steps',
    'refused',
    'end_effector',
    'attention_target',
    'attention_destination',
    'camera',
    'table',
    'objects',
    'object_names',
    'workspace',
    'workspace_refused',
    'ghost',
    'trail',
}


def texts(shapes: list[Primitive]) -> list[str]:
    return [shape.text for shape in shapes if isinstance(shape, Text)]


def test_every_shape_has_its_own_key(
    scene: SceneView, camera: CameraModel, bounds: TableBounds
) -> None:
    shapes = build_marker_scene(scene, camera, bounds, 0.3)
    assert {shape.ns for shape in shapes} == NAMES
    assert max(Counter(shape.key for shape in shapes).values()) == 1
    assert {shape.lifetime_s for shape in shapes} == {0.3}


def test_keys_stay_when_positions_change(
    scene: SceneView, camera: CameraModel, bounds: TableBounds
) -> None:
    assert scene.path
    moved = replace(scene, path=replace(scene.path, positions_m=scene.path.positions_m + 0.01))
    before, after = (build_marker_scene(s, camera, bounds, 0.3) for s in (scene, moved))
    assert [shape.key for shape in before] == [shape.key for shape in after]
    assert before != after


def test_an_empty_scene_has_only_table_and_camera(
    camera: CameraModel, bounds: TableBounds
) -> None:
    shapes = build_marker_scene(SceneView(), camera, bounds, 0.3)
    assert [shape.ns for shape in shapes] == ['table', 'camera']


def test_without_a_camera_its_shapes_are_omitted(scene: SceneView, bounds: TableBounds) -> None:
    shapes = build_marker_scene(scene, None, bounds, 0.3)
    of_camera = {'camera', 'attention_target', 'attention_destination'}
    assert {shape.ns for shape in shapes} == NAMES - of_camera


def test_an_arrow_shows_what_follows_the_grasp(path: PlannedPath) -> None:
    (arrow,) = [shape for shape in goal_markers(path) if isinstance(shape, Arrow)]
    assert arrow.ns == 'destination'
    assert arrow.start[:2] == pytest.approx(path.target_m[:2])
    assert arrow.end[:2] == pytest.approx((0.45, -0.2))
    held = goal_markers(replace(path, target_is_held=True))
    assert not [shape for shape in held if isinstance(shape, Arrow)]


def test_a_path_without_destination(path: PlannedPath) -> None:
    assert {shape.ns for shape in goal_markers(replace(path, destination_m=None))} == {'target'}


def test_goals_are_named_where_no_object_is(scene: SceneView, path: PlannedPath) -> None:
    named = replace(path, target='red cube', destination='left of the bowl')
    assert texts(list(goal_markers(named))) == ['red cube', 'left of the bowl']
    # The first object is at the target and has its name already.
    assert texts(list(goal_markers(named, scene.objects))) == ['left of the bowl']


def test_the_line_connects_the_steps_and_labels_the_grasp(path: PlannedPath) -> None:
    line, points, label = path_markers(path)
    assert isinstance(line, Line)
    assert isinstance(points, Points)
    assert isinstance(label, Text)
    np.testing.assert_allclose(line.points, path.positions_m)
    assert points.colors[11] != points.colors[12]
    assert label.text == 'close'
    assert math.dist(label.position, path.positions_m[12]) < 0.12


@pytest.mark.parametrize('change', [{'pending': True}, {'refused': True}])
def test_a_path_that_is_not_executed_has_another_color(
    path: PlannedPath, change: dict[str, bool]
) -> None:
    assert next(path_markers(replace(path, **change))).color != next(path_markers(path)).color


def test_steps_that_are_not_finite_are_omitted(path: PlannedPath) -> None:
    broken = path.positions_m.copy()
    broken[3] = math.nan
    line, *_ = path_markers(replace(path, positions_m=broken))
    assert isinstance(line, Line)
    assert len(line.points) == 15
    assert not list(path_markers(replace(path, positions_m=np.full((16, 3), np.inf))))
    assert not list(goal_markers(replace(path, target_m=broken[3], destination_m=broken[3])))


def test_a_single_step_is_a_point_without_a_line() -> None:
    path = PlannedPath(np.array([[0.4, 0.0, 0.1]]), np.ones(1), np.array([0.4, 0.0, 0.0]))
    assert [shape.ns for shape in path_markers(path)] == ['gripper_steps']


def test_the_label_of_refused_points_names_each_check_once() -> None:
    checks = ('speed', 'workspace', 'workspace', '')
    shapes = list(refused_point_markers(RefusedPoints(np.full((4, 3), 0.5), checks)))
    assert texts(shapes) == ['refused: speed, workspace']
    assert isinstance(shapes[0], Points)
    assert len(shapes[0].points) == 4
    assert texts(list(refused_point_markers(RefusedPoints(np.zeros((1, 3)), ('',))))) == [
        'refused'
    ]


def test_refused_points_that_are_not_finite_are_omitted() -> None:
    points = np.array([[math.nan, 0, 0], [0.5, 0.5, 0.2]])
    marks, label = refused_point_markers(RefusedPoints(points, ('finite', 'workspace')))
    assert isinstance(marks, Points)
    assert marks.points == ((0.5, 0.5, 0.2),)
    assert texts([label]) == ['refused: workspace']
    assert not list(refused_point_markers(RefusedPoints(points[:1], ('finite',))))


@pytest.mark.parametrize(
    ('gripper', 'spread_m'), [(1.0, 0.08), (0.5, 0.04), (0.0, 0.0), (7.0, 0.08)]
)
def test_the_distance_of_the_finger_tips_is_the_gripper_opening(
    gripper: float, spread_m: float
) -> None:
    *axes, tips = end_effector_markers(
        EndEffectorView(np.array([0.4, 0.0, 0.2]), np.diag([1.0, -1.0, -1.0]), gripper)
    )
    assert len(axes) == 3
    assert isinstance(tips, Points)
    left, right = tips.points
    assert math.dist(left, right) == pytest.approx(spread_m)
    assert left[0] == right[0]


def test_captions_are_stacked_and_long_reasons_are_whole() -> None:
    why = 'word ' * 60
    card = StatusCard(CardIcon.REFUSED, Severity.ERROR, 'Refused', why, ('gate idle', '90 ms'))
    shapes = list(caption_markers(CommandView('pick it'), card))
    words = texts(shapes)
    assert [words[0], words[1], words[3]] == ['"pick it"', 'Refused', 'gate idle | 90 ms']
    assert words[2].split() == why.split()
    heights = [shape.position[2] for shape in shapes if isinstance(shape, Text)]
    assert heights == sorted(heights, reverse=True)
    assert shapes[1].color[:3] == palette.SEVERITY_COLORS[Severity.ERROR]
    assert not list(caption_markers(None, None))
    endless = StatusCard(CardIcon.IDLE, Severity.INFO, 'word ' * 300)
    (text,) = texts(list(caption_markers(None, endless)))
    assert text.count('\n') == CAPTION_ROWS - 1 and text.endswith('...')
