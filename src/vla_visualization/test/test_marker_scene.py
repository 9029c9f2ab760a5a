# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A scene as shapes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
import math

import numpy as np
import pytest
from vla_visualization.attention_plane import Bounds
from vla_visualization.marker_scene import build_scene
from vla_visualization.marker_scene import captions
from vla_visualization.marker_scene import goals
from vla_visualization.marker_scene import hand
from vla_visualization.marker_scene import path
from vla_visualization.marker_scene import pending
from vla_visualization.marker_scene import refused
from vla_visualization.observations import Caption
from vla_visualization.observations import Hand
from vla_visualization.observations import Plan
from vla_visualization.observations import Refusal
from vla_visualization.observations import Scene
from vla_visualization.primitives import Line
from vla_visualization.primitives import Points
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Text
from vla_visualization.projection import Camera

NAMES = {
    'caption',
    'target',
    'destination',
    'path',
    'gripper_steps',
    'refused',
    'hand',
    'attention_target',
    'attention_destination',
}


def texts(shapes: list[Primitive]) -> list[str]:
    return [shape.text for shape in shapes if isinstance(shape, Text)]


def test_everything_has_its_own_key(scene: Scene, camera: Camera, bounds: Bounds) -> None:
    shapes = build_scene(scene, camera, bounds, 0.3)
    assert {shape.ns for shape in shapes} == NAMES
    assert max(Counter(shape.key for shape in shapes).values()) == 1
    assert {shape.lifetime_s for shape in shapes} == {0.3}


def test_keys_stay_when_positions_change(scene: Scene, camera: Camera, bounds: Bounds) -> None:
    assert scene.plan
    moved = replace(scene, plan=replace(scene.plan, positions_m=scene.plan.positions_m + 0.01))
    before, after = (build_scene(s, camera, bounds, 0.3) for s in (scene, moved))
    assert [shape.key for shape in before] == [shape.key for shape in after]
    assert before != after


def test_nothing_known_shows_nothing(camera: Camera, bounds: Bounds) -> None:
    assert build_scene(Scene(), camera, bounds, 0.3) == []


def test_without_a_camera_only_attention_is_missing(scene: Scene, bounds: Bounds) -> None:
    shapes = build_scene(scene, None, bounds, 0.3)
    assert {shape.ns for shape in shapes} == {n for n in NAMES if not n.startswith('attention')}


def test_a_plan_without_destination(plan: Plan) -> None:
    assert {shape.ns for shape in goals(replace(plan, destination_m=None))} == {'target'}


def test_the_path_goes_through_the_steps_and_marks_the_grasp(plan: Plan) -> None:
    line, points, label = path(plan)
    assert isinstance(line, Line)
    assert isinstance(points, Points)
    assert isinstance(label, Text)
    np.testing.assert_allclose(line.points, plan.positions_m)
    assert points.colors[11] != points.colors[12]
    assert label.text == 'close'
    assert math.dist(label.position, plan.positions_m[12]) < 0.12


def test_a_plan_that_waits_for_approval_says_so(plan: Plan) -> None:
    assert not list(pending(plan))
    waiting = replace(plan, pending=True)
    (label,) = pending(waiting)
    assert isinstance(label, Text)
    assert 'call approve' in label.text
    assert next(path(waiting)).color != next(path(plan)).color
    assert not list(pending(replace(waiting, positions_m=np.full((16, 3), np.nan))))


def test_steps_that_are_not_finite_are_left_out(plan: Plan) -> None:
    broken = plan.positions_m.copy()
    broken[3] = math.nan
    line, *_ = path(replace(plan, positions_m=broken))
    assert isinstance(line, Line)
    assert len(line.points) == 15
    assert not list(path(replace(plan, positions_m=np.full((16, 3), np.inf))))
    assert not list(goals(replace(plan, target_m=broken[3], destination_m=broken[3])))


def test_one_step_is_a_point_and_no_line() -> None:
    plan = Plan(np.array([[0.4, 0.0, 0.1]]), np.ones(1), np.array([0.4, 0.0, 0.0]))
    assert [shape.ns for shape in path(plan)] == ['gripper_steps']


def test_refused_points_name_each_check_once() -> None:
    checks = ('speed', 'workspace', 'workspace', '')
    shapes = list(refused(Refusal(np.full((4, 3), 0.5), checks)))
    assert texts(shapes) == ['refused: speed, workspace']
    assert isinstance(shapes[0], Points)
    assert len(shapes[0].points) == 4
    assert texts(list(refused(Refusal(np.zeros((1, 3)), ('',))))) == ['refused']


def test_refused_points_that_are_not_finite_still_have_no_place() -> None:
    points = np.array([[math.nan, 0, 0], [0.5, 0.5, 0.2]])
    marks, label = refused(Refusal(points, ('finite', 'workspace')))
    assert isinstance(marks, Points)
    assert marks.points == ((0.5, 0.5, 0.2),)
    assert texts([label]) == ['refused: workspace']
    assert not list(refused(Refusal(points[:1], ('finite',))))


@pytest.mark.parametrize(
    ('gripper', 'spread_m'), [(1.0, 0.08), (0.5, 0.04), (0.0, 0.0), (7.0, 0.08)]
)
def test_finger_tips_are_apart_as_the_gripper_is_open(gripper: float, spread_m: float) -> None:
    *axes, tips = hand(Hand(np.array([0.4, 0.0, 0.2]), np.diag([1.0, -1.0, -1.0]), gripper))
    assert len(axes) == 3
    assert isinstance(tips, Points)
    left, right = tips.points
    assert math.dist(left, right) == pytest.approx(spread_m)
    assert left[0] == right[0]


def test_captions_stand_below_one_another_and_long_ones_are_wrapped() -> None:
    long = Caption('safety: ' + 'word ' * 60)
    shapes = list(captions((Caption('a'), long, Caption(''), Caption('b'))))
    words = texts(shapes)
    assert words[0] == 'a'
    assert words[1].count('\n') == 1
    assert words[1].endswith('...')
    heights = [shape.position[2] for shape in shapes if isinstance(shape, Text)]
    assert heights == sorted(heights, reverse=True)
    assert [shape.id for shape in shapes] == [0, 1, 3]


@pytest.mark.parametrize(
    ('make', 'rule'),
    [
        (lambda: Plan(np.zeros((3, 2)), np.zeros(3), np.zeros(3)), r'\(3, 2\)'),
        (lambda: Plan(np.zeros((3, 3)), np.zeros(2), np.zeros(3)), r'\(3, 3\) and \(2,\)'),
        (lambda: Refusal(np.zeros((2, 3)), ('speed',)), 'got .* and 1 names'),
    ],
)
def test_contradicting_shapes_are_refused(make: Callable[[], object], rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        make()
