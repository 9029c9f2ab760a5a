# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Names tell detected objects apart in words that a person can answer with."""

from itertools import product

import numpy as np
import pytest
from vla_policy.control.detections import Detection
from vla_policy.control.distinct_names import distinct_names
from vla_policy.control.distinct_names import join_names


def detection(name: str, x: float = 0.5, y: float = 0.0) -> Detection:
    color, kind = name.split()
    return Detection(color, kind, (x, y), 0.9)


def red_cubes(*positions: tuple[float, float]) -> list[Detection]:
    return [detection('red cube', *position) for position in positions]


@pytest.mark.parametrize(
    ('objects', 'names'),
    [
        ([], []),
        ([detection('red cube')], ['the red cube']),
        (
            [detection('red cube'), detection('blue cube'), detection('red sphere')],
            ['the red cube', 'the blue cube', 'the red sphere'],
        ),
        (red_cubes((0.4, -0.1), (0.4, 0.1)), ['the right red cube', 'the left red cube']),
        (
            red_cubes((0.4, 0.0), (0.5, 0.2), (0.4, -0.2)),
            ['the middle red cube', 'the left red cube', 'the right red cube'],
        ),
        (
            red_cubes((0.4, 0.2), (0.4, 0.1), (0.4, 0.0), (0.4, -0.1)),
            [
                'the first red cube from the left',
                'the second red cube from the left',
                'the third red cube from the left',
                'the fourth red cube from the left',
            ],
        ),
        (red_cubes((0.6, 0.01), (0.4, 0.0)), ['the farthest red cube', 'the nearest red cube']),
        (
            red_cubes((0.6, 0.0), (0.4, 0.0), (0.5, 0.0)),
            ['the farthest red cube', 'the nearest red cube', 'the second nearest red cube'],
        ),
        (
            red_cubes((0.6, 0.2), (0.4, 0.2), (0.5, -0.2)),
            [
                'the farthest red cube on the left',
                'the nearest red cube on the left',
                'the right red cube',
            ],
        ),
        (
            [*red_cubes((0.4, 0.2), (0.4, -0.2)), detection('blue cube', 0.4, 0.3)],
            ['the left red cube', 'the right red cube', 'the blue cube'],
        ),
    ],
)
def test_names(objects: list[Detection], names: list[str]) -> None:
    assert distinct_names(objects, objects) == names


def test_an_object_in_a_receptacle_is_named_by_it() -> None:
    cubes = red_cubes((0.4, 0.2), (0.5, -0.2))
    scene = [*cubes, detection('white bowl', 0.51, -0.19)]
    assert distinct_names(cubes, scene) == ['the left red cube', 'the red cube in the white bowl']


def test_objects_in_one_receptacle_or_in_equal_ones_are_named_by_their_side() -> None:
    cubes = red_cubes((0.5, -0.17), (0.5, -0.22))
    scene = [*cubes, detection('white bowl', 0.5, -0.2)]
    expected = ['the left red cube', 'the right red cube']
    assert distinct_names(cubes, scene) == expected
    cubes = red_cubes((0.5, 0.2), (0.5, -0.2))
    bowls = [detection('white bowl', 0.5, 0.2), detection('white bowl', 0.5, -0.2)]
    assert distinct_names(cubes, [*cubes, *bowls]) == expected


def test_names_tell_objects_apart_from_those_that_are_not_asked_about() -> None:
    scene = red_cubes((0.4, 0.2), (0.4, 0.0), (0.4, -0.2))
    assert distinct_names(scene[1:], scene) == ['the middle red cube', 'the right red cube']
    assert distinct_names(scene[1:2], []) == ['the red cube']


def test_names_of_separate_objects_differ() -> None:
    rng = np.random.default_rng(0)
    grid = list(product(np.arange(0.3, 0.65, 0.05), np.arange(-0.3, 0.35, 0.05)))
    for _ in range(300):
        chosen = rng.choice(len(grid), rng.integers(2, 10), replace=False)
        objects = red_cubes(*(grid[i] for i in chosen))
        names = distinct_names(objects, objects)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ('names', 'text'),
    [
        ([], ''),
        (['the cube'], 'the cube'),
        (['the cube', 'the bowl'], 'the cube or the bowl'),
        (['the cube', 'the bowl', 'the plate'], 'the cube, the bowl or the plate'),
    ],
)
def test_join_names(names: list[str], text: str) -> None:
    assert join_names(names, 'or') == text
