# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Labels that do not cover each other."""

from itertools import combinations

import pytest
from vla_visualization.labels import Box
from vla_visualization.labels import Label
from vla_visualization.labels import place_labels


def label(u: float, v: float) -> tuple[Label, float, float]:
    return Label('text', (u, v), 10.0, (0, 0, 0)), 60.0, 20.0


def test_a_label_is_below_its_point() -> None:
    assert place_labels([label(100, 100)], 640, 480) == [Box(70, 110, 130, 130)]


@pytest.mark.parametrize('point', [(100.0, 475.0), (5.0, 100.0), (635.0, 5.0)])
def test_a_label_is_inside_of_the_image(point: tuple[float, float]) -> None:
    (box,) = place_labels([label(*point)], 640, 480)
    assert box is not None
    assert box.is_within(640, 480)


def test_labels_of_near_points_do_not_overlap() -> None:
    boxes = place_labels([label(100 + 5 * i, 100) for i in range(4)], 640, 480)
    placed = [box for box in boxes if box]
    assert len(placed) == 4
    assert not any(a.overlaps(b) for a, b in combinations(placed, 2))


def test_a_label_without_a_free_place_is_omitted() -> None:
    assert place_labels([label(100, 100)] * 5, 640, 480)[4] is None


def test_objects_are_covered_only_if_no_other_place_is_free() -> None:
    below = (100.0, 120.0)
    (box,) = place_labels([label(100, 100)], 640, 480, [below])
    assert box == Box(70, 70, 130, 90)
    around = [below, (100.0, 80.0), (120.0, 100.0), (80.0, 100.0)]
    assert place_labels([label(100, 100)], 640, 480, around) == [Box(70, 110, 130, 130)]
