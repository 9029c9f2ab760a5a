# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detections: peaks of the feature map, candidates of a reference, and their names."""

from dataclasses import replace

import pytest
import torch
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES
from vla_policy.control.detections import describe_detections
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import Detection
from vla_policy.control.detections import find_candidates
from vla_policy.control.detections import nearest_detection
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.reference_resolution import CellMatches

ROWS, COLS = 6, 8


def scene(*objects: tuple[int, int, str, str]) -> DenseScene:
    """Return a scene with objects (row, column, color, class); a cell is 0.05 m."""
    count = ROWS * COLS
    objectness = torch.full((1, count), -6.0)
    colors, classes = torch.zeros(1, count, 8), torch.zeros(1, count, 5)
    cells = torch.arange(count)
    position = 0.05 * torch.stack([cells // COLS, cells % COLS], -1)[None].float()
    for row, col, color, kind in objects:
        cell = row * COLS + col
        objectness[0, cell] = 3.0
        objectness[0, cell + 1] = 1.0  # not a second peak
        colors[0, cell, COLOR_NAMES.index(color)] = 4.0
        classes[0, cell, CLASS_NAMES.index(kind)] = 4.0
    return DenseScene(objectness, colors, classes, position, torch.zeros(1, count, 2))


def detection(name: str, x: float = 0.5, y: float = 0.0) -> Detection:
    color, kind = name.split()
    return Detection(color, kind, (x, y), 0.9)


TABLE = [
    detection('red cube'),
    detection('blue cube', 0.4),
    detection('blue sphere', 0.6),
    detection('red bowl'),
    detection('white bowl', 0.4, 0.2),
]


def test_every_peak_is_a_detection_with_name_and_position() -> None:
    found = detect_objects(scene((1, 1, 'red', 'cube'), (4, 5, 'white', 'bowl')), ROWS)
    assert {d.name for d in found} == {'red cube', 'white bowl'}
    positions = {d.name: d.position for d in found}
    assert positions['white bowl'] == pytest.approx((0.2, 0.25))
    assert all(d.score > 0.9 for d in found)


def test_an_empty_table_has_no_detections() -> None:
    assert detect_objects(scene(), ROWS) == ()


def test_two_peaks_at_one_position_are_one_object() -> None:
    double = scene((1, 1, 'red', 'cube'), (1, 3, 'red', 'cube'))
    double.position[0, COLS + 3] = double.position[0, COLS + 1] + 0.01
    assert len(detect_objects(double, ROWS)) == 1


def matches(*scores: tuple[list[float], list[float]]) -> CellMatches:
    """Return the matches of the detections of TABLE with target and destination."""
    cells = torch.tensor([list(scores[0])])
    return CellMatches(cells, cells.topk(3, -1).values)


@pytest.mark.parametrize(
    ('target', 'destination', 'names'),
    [
        ([0.9, 0.8, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.1, 0.1], ['red cube', 'blue cube']),
        ([0.9, 0.1, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.5, 0.6], ['red bowl', 'white bowl']),
        ([0.4, 0.3, 0.9, 0.0, 0.0], [0.0] * 5, []),
        ([0.1, 0.1, 0.0, 0.0, 0.0], [0.0] * 5, []),
    ],
)
def test_detections_that_match_a_reference_equally_are_candidates(
    target: list[float], destination: list[float], names: list[str]
) -> None:
    detections = [replace(d, cell=cell) for cell, d in enumerate(TABLE)]
    assert [d.name for d in find_candidates(detections, matches((target, destination)))] == names


def test_no_detections_give_no_candidates() -> None:
    assert find_candidates([], matches(([0.0] * 5, [0.0] * 5))) == ()


def test_the_nearest_detection_is_within_the_distance() -> None:
    near = nearest_detection(TABLE, (0.41, 0.01), 0.05)
    assert near is not None
    assert near.name == 'blue cube'
    assert nearest_detection(TABLE, (0.1, 0.4), 0.05) is None
    assert nearest_detection([], (0.0, 0.0), 0.05) is None


@pytest.mark.parametrize(
    ('names', 'text'),
    [
        ([], ''),
        (['red cube'], 'the red cube'),
        (['red cube', 'blue cube'], 'the red cube or the blue cube'),
        (['red cube', 'blue cube', 'black bowl'], 'the red cube, the blue cube or the black bowl'),
    ],
)
def test_detections_are_listed(names: list[str], text: str) -> None:
    assert describe_detections([detection(name) for name in names], 'or') == text


def test_detections_of_one_name_are_listed_with_their_positions() -> None:
    cubes = [detection('red cube', 0.4, 0.1), detection('red cube', 0.5, -0.2)]
    assert (
        describe_detections(cubes, 'or')
        == 'the red cube at x 0.40 m, y 0.10 m or the red cube at x 0.50 m, y -0.20 m'
    )
