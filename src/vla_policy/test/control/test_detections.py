# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Things are found in the cells of the map, and those that fit a name are named."""

from dataclasses import replace

import pytest
import torch
from vla_policy.control.detections import candidates
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES
from vla_policy.control.detections import naming
from vla_policy.control.detections import nearest
from vla_policy.control.detections import Seen
from vla_policy.control.detections import seen_things
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.reference_resolution import Matches

ROWS, COLS = 6, 8


def scene(*things: tuple[int, int, str, str]) -> DenseScene:
    """Return a scene with a thing, by name, in some (row, column); a cell is 0.05 m."""
    count = ROWS * COLS
    objectness = torch.full((1, count), -6.0)
    colors, classes = torch.zeros(1, count, 8), torch.zeros(1, count, 5)
    cells = torch.arange(count)
    position = 0.05 * torch.stack([cells // COLS, cells % COLS], -1)[None].float()
    for row, col, color, kind in things:
        cell = row * COLS + col
        objectness[0, cell] = 3.0
        objectness[0, cell + 1] = 1.0  # a shoulder is no second thing
        colors[0, cell, COLOR_NAMES.index(color)] = 4.0
        classes[0, cell, CLASS_NAMES.index(kind)] = 4.0
    return DenseScene(objectness, colors, classes, position, torch.zeros(1, count, 2))


def thing(name: str, x: float = 0.5, y: float = 0.0) -> Seen:
    color, kind = name.split()
    return Seen(color, kind, (x, y), 0.9)


TABLE = [
    thing('red cube'),
    thing('blue cube', 0.4),
    thing('blue sphere', 0.6),
    thing('red bowl'),
    thing('white bowl', 0.4, 0.2),
]


def test_every_peak_is_a_thing_with_name_and_place() -> None:
    found = seen_things(scene((1, 1, 'red', 'cube'), (4, 5, 'white', 'bowl')), ROWS)
    assert {t.name for t in found} == {'red cube', 'white bowl'}
    places = {t.name: t.position for t in found}
    assert places['white bowl'] == pytest.approx((0.2, 0.25))
    assert all(t.score > 0.9 for t in found)


def test_an_empty_table_has_nothing() -> None:
    assert seen_things(scene(), ROWS) == ()


def test_two_peaks_at_one_place_are_one_thing() -> None:
    seen = scene((1, 1, 'red', 'cube'), (1, 3, 'red', 'cube'))
    seen.position[0, COLS + 3] = seen.position[0, COLS + 1] + 0.01
    assert len(seen_things(seen, ROWS)) == 1


def matches(*fits: tuple[list[float], list[float]]) -> Matches:
    """Return how well the cells of TABLE's things fit target and destination."""
    cells = torch.tensor([list(fits[0])])
    return Matches(cells, cells.topk(3, -1).values)


@pytest.mark.parametrize(
    ('target', 'destination', 'names'),
    [
        ([0.9, 0.8, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.1, 0.1], ['red cube', 'blue cube']),
        ([0.9, 0.1, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.5, 0.6], ['red bowl', 'white bowl']),
        ([0.4, 0.3, 0.9, 0.0, 0.0], [0.0] * 5, []),
        ([0.1, 0.1, 0.0, 0.0, 0.0], [0.0] * 5, []),
    ],
)
def test_things_that_fit_one_name_alike_are_candidates(
    target: list[float], destination: list[float], names: list[str]
) -> None:
    things = [replace(thing, cell=cell) for cell, thing in enumerate(TABLE)]
    assert [t.name for t in candidates(things, matches((target, destination)))] == names


def test_nothing_has_no_candidates() -> None:
    assert candidates([], matches(([0.0] * 5, [0.0] * 5))) == ()


def test_the_nearest_thing_is_found_within_reach_only() -> None:
    near = nearest(TABLE, (0.41, 0.01), 0.05)
    assert near is not None
    assert near.name == 'blue cube'
    assert nearest(TABLE, (0.1, 0.4), 0.05) is None
    assert nearest([], (0.0, 0.0), 0.05) is None


@pytest.mark.parametrize(
    ('names', 'words'),
    [
        ([], ''),
        (['red cube'], 'the red cube'),
        (['red cube', 'blue cube'], 'the red cube or the blue cube'),
        (['red cube', 'blue cube', 'black bowl'], 'the red cube, the blue cube or the black bowl'),
    ],
)
def test_things_are_listed(names: list[str], words: str) -> None:
    assert naming([thing(name) for name in names], 'or') == words


def test_things_of_one_name_are_listed_with_their_places() -> None:
    words = naming([thing('red cube', 0.4, 0.1), thing('red cube', 0.5, -0.2)], 'or')
    assert words == 'the red cube at x 0.40 m, y 0.10 m or the red cube at x 0.50 m, y -0.20 m'
