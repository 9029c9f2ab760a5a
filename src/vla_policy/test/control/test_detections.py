# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detections: peaks of the feature map, their cells, and candidates of a reference."""

from dataclasses import replace

from dense_scenes import COLS
from dense_scenes import dense_scene
from dense_scenes import GRID
from dense_scenes import ROWS
import numpy as np
import pytest
from vla_common.arrays import Float32Array
from vla_common.command_meaning import COLORS
from vla_common.command_meaning import SHAPES
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import Detection
from vla_policy.control.detections import nearest_detection
from vla_policy.control.detections import object_cells
from vla_policy.control.object_selection import SceneItem
from vla_policy.types.network_types import DenseScene


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
    found = detect_objects(dense_scene((1, 1, 'red', 'cube'), (4, 5, 'white', 'bowl')), GRID)
    assert {d.name for d in found} == {'red cube', 'white bowl'}
    positions = {d.name: d.position for d in found}
    assert positions['white bowl'] == pytest.approx((0.2, 0.25))
    assert all(d.score > 0.9 for d in found)
    assert all(sum(d.kind_scores) == pytest.approx(1.0) for d in found)
    assert found[0].kind_scores[CLASS_NAMES.index(found[0].kind)] == max(found[0].kind_scores)


def test_an_empty_table_has_no_detections() -> None:
    assert detect_objects(dense_scene(), GRID) == ()


def test_two_peaks_at_one_position_are_one_object() -> None:
    double = dense_scene((1, 1, 'red', 'cube'), (1, 3, 'red', 'cube'))
    double.position[0, COLS + 3] = double.position[0, COLS + 1] + 0.01
    assert len(detect_objects(double, GRID)) == 1


def test_the_nearest_detection_is_within_the_distance() -> None:
    near = nearest_detection(TABLE, (0.41, 0.01), 0.05)
    assert near is not None
    assert near.name == 'blue cube'
    assert nearest_detection(TABLE, (0.1, 0.4), 0.05) is None
    assert nearest_detection([], (0.0, 0.0), 0.05) is None


def test_the_cells_of_a_detection_are_near_its_peak_and_have_its_color_and_class() -> None:
    dense = dense_scene((2, 3, 'red', 'cube'), (2, 6, 'white', 'bowl'))
    peak = 2 * COLS + 3
    own, other_class, elsewhere = peak + 1, peak - 1, 0
    for cell in (own, other_class, elsewhere):
        for level in (dense.objectness, dense.colors, dense.classes):
            level[0, cell] = level[0, peak]
        dense.position[0, cell] = dense.position[0, peak] + 0.01
    dense.classes[0, other_class] = (0.0, 9.0, 0.0, 0.0, 0.0)
    (cube,) = (d for d in detect_objects(dense, GRID) if d.name == 'red cube')
    cells = object_cells(dense, replace(cube, cell=peak), GRID)
    assert cells.shape == (ROWS * COLS,)
    # `elsewhere` predicts the position from another part of the image: another object.
    assert np.flatnonzero(cells > 0.01).tolist() == [peak, own]
    assert cells[peak] == pytest.approx(0.95 * 0.886 * 0.932, abs=0.01)


def test_a_detection_is_an_item_of_a_symbolic_scene() -> None:
    found = replace(detection('red cube', 0.4, 0.1), kind_scores=(0.9, 0.1, 0.0, 0.0, 0.0))
    assert found.item == SceneItem('red', 'cube', (0.4, 0.1), found.kind_scores)


def test_names_are_those_of_meanings() -> None:
    assert COLOR_NAMES == COLORS
    assert CLASS_NAMES == SHAPES


def two_layers(*objects: tuple[int, int, str, str]) -> DenseScene[Float32Array]:
    """Return a scene with a red sphere in the first layer and `objects` in the second."""
    layers = [dense_scene((2, 3, 'red', 'sphere')), dense_scene(*objects)]
    cells = [
        np.concatenate(parts, axis=1) for parts in zip(*(s[:-2] for s in layers), strict=True)
    ]
    return DenseScene(*cells, *layers[0][-2:])


def test_an_object_and_the_receptacle_below_it_are_two_detections() -> None:
    scene = two_layers((2, 3, 'white', 'bowl'))
    found = detect_objects(scene, GRID)
    assert {d.name: d.cell for d in found} == {'red sphere': 19, 'white bowl': 48 + 19}
    cells = object_cells(scene, next(d for d in found if d.kind == 'bowl'), GRID)
    assert np.flatnonzero(cells > 0.5).tolist() == [48 + 19]


def test_the_layers_do_not_share_peaks() -> None:
    scene = two_layers((5, 0, 'white', 'plate'), (0, 7, 'blue', 'bowl'))
    assert {d.name for d in detect_objects(scene, GRID)} == {
        'red sphere',
        'white plate',
        'blue bowl',
    }
