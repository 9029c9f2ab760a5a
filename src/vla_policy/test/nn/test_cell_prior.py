# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Prior of the location: cells whose color and class fit a reference."""

from collections.abc import Collection

from dense_scenes import dense_scene
from dense_scenes import GRID
import numpy as np
import pytest
import torch
from vla_policy.control.detections import CLASS_NAMES
from vla_policy.control.detections import COLOR_NAMES
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import object_cells
from vla_policy.nn.cell_prior import match_cells
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.torch_networks import to_tensors
from vla_policy.types.network_types import DenseScene

OBJECTS = CLASS_NAMES[:3]
#: Peaks of the objects: cells 9, 13, 24 and 42.
ARRAYS = dense_scene(
    (1, 1, 'red', 'cube'), (1, 5, 'red', 'sphere'), (3, 0, 'blue', 'cube'), (5, 2, 'red', 'bowl')
)
SCENE = to_tensors(ARRAYS)


def reference(colors: Collection[str], classes: Collection[str]) -> ReferenceLabels:
    """Return a reference to one target; the command names no destination."""
    fits_color = [[name in colors for name in COLOR_NAMES], [True] * len(COLOR_NAMES)]
    fits_class = [[name in classes for name in CLASS_NAMES], [False] * len(CLASS_NAMES)]
    return ReferenceLabels(torch.tensor([fits_color]).float(), torch.tensor([fits_class]).float())


@pytest.mark.parametrize(
    ('colors', 'classes', 'cells'),
    [
        (['red'], ['cube'], [9]),
        (['blue'], ['cube'], [24]),
        (COLOR_NAMES, ['sphere'], [13]),
        (['red'], OBJECTS, [9, 13]),
        (COLOR_NAMES, ['cube'], [9, 24]),
        (['red'], ['bowl'], [42]),
        (['green'], ['cube'], []),
        (['red'], [], []),
    ],
)
def test_cells_that_fit_have_a_high_probability(
    colors: Collection[str], classes: Collection[str], cells: list[int]
) -> None:
    prior = match_cells(reference(colors, classes), SCENE)
    assert prior.shape == (1, 2, SCENE.objectness.shape[-1])
    assert (prior[0, 0] > 0.5).nonzero().flatten().tolist() == cells


def test_no_cell_fits_a_destination_that_is_not_named() -> None:
    assert (match_cells(reference(['red'], ['cube']), SCENE)[0, 1] == 0).all()


def test_around_an_object_it_equals_the_prior_of_a_selected_detection() -> None:
    for detection in detect_objects(ARRAYS, GRID):
        prior = match_cells(reference([detection.color], [detection.kind]), SCENE)[0, 0]
        cells = object_cells(ARRAYS, detection, GRID)
        assert cells[detection.cell] > 0.5
        np.testing.assert_allclose(prior.numpy()[cells > 0], cells[cells > 0], rtol=1e-5)


def test_commands_are_matched_only_with_their_own_image() -> None:
    other = to_tensors(dense_scene((0, 5, 'green', 'cube')))
    two = DenseScene(*(torch.cat(pair) for pair in zip(SCENE, other, strict=True)))
    commands = [reference(['red'], ['cube']), reference(['green'], ['cube'])] * 2
    references = ReferenceLabels(*(torch.cat(parts) for parts in zip(*commands, strict=True)))
    found = [row.nonzero().flatten().tolist() for row in match_cells(references, two)[:, 0] > 0.5]
    assert found == [[9], [], [], [5]]
