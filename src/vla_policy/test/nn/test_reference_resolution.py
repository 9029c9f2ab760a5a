# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reference resolution: matching of cells, and the reference head."""

import pytest
import torch
from torch import Tensor
from vla_policy.nn.dense_head import CLASSES
from vla_policy.nn.dense_head import COLORS
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.reference_resolution import match_cells
from vla_policy.nn.reference_resolution import ReferenceHead
from vla_policy.nn.reference_resolution import ReferencePrediction
from vla_policy.nn.reference_resolution import TOP_MATCHES
from vla_policy.types.vocabulary import Noun

ROWS, COLS = 6, 8
RED, GREEN, BLUE = 0, 1, 2
ANY_COLOR = COLORS


def scene(*objects: tuple[int, int, int]) -> DenseScene:
    """Return one image with objects (cell, color, class)."""
    cells = ROWS * COLS
    objectness = torch.full((1, cells), -12.0)
    colors, classes = torch.zeros(1, cells, COLORS), torch.zeros(1, cells, CLASSES)
    for cell, color, kind in objects:
        objectness[0, cell] = 12.0
        colors[0, cell, color] = classes[0, cell, kind] = 20.0
    return DenseScene(
        objectness, colors, classes, torch.zeros(1, cells, 2), torch.zeros(1, cells, 2)
    )


def reference(color: int, noun: Noun) -> ReferencePrediction:
    """Return a reference to one target without a destination."""
    colors, nouns = torch.zeros(1, 2, COLORS + 1), torch.zeros(1, 2, len(Noun))
    colors[0, 0, color] = nouns[0, 0, noun] = 20.0
    colors[0, 1, ANY_COLOR] = nouns[0, 1, Noun.NONE] = 20.0
    return ReferencePrediction(colors, nouns)


SCENE = scene(
    (10, RED, Noun.CUBE), (20, RED, Noun.SPHERE), (33, BLUE, Noun.CUBE), (45, RED, Noun.BOWL)
)


@pytest.mark.parametrize(
    ('color', 'noun', 'cells'),
    [
        (RED, Noun.CUBE, {10}),
        (BLUE, Noun.CUBE, {33}),
        (ANY_COLOR, Noun.SPHERE, {20}),
        (RED, Noun.ANY, {10, 20}),
        (ANY_COLOR, Noun.CUBE, {10, 33}),
        (RED, Noun.BOWL, {45}),
        (GREEN, Noun.CUBE, set()),
        (RED, Noun.UNKNOWN, set()),
    ],
)
def test_matching_objects_are_found_and_counted(color: int, noun: Noun, cells: set[int]) -> None:
    matches = match_cells(reference(color, noun), SCENE, ROWS)
    assert set(torch.nonzero(matches.cells[0, 0] > 0.5)[:, 0].tolist()) == cells
    assert (matches.best[0, 0] > 0.5).sum() == len(cells)
    assert matches.best.shape == (1, 2, TOP_MATCHES)


def test_no_cell_matches_a_destination_that_is_not_named() -> None:
    assert match_cells(reference(RED, Noun.CUBE), SCENE, ROWS).cells[0, 1].max() < 0.01


def test_cells_of_one_object_count_once() -> None:
    single = scene((10, RED, Noun.CUBE))
    single.objectness[0, [9, 11, 18]] = 5.0
    for part, index in ((single.colors, RED), (single.classes, int(Noun.CUBE))):
        part[0, [9, 11, 18], index] = 20.0
    best = match_cells(reference(RED, Noun.CUBE), single, ROWS).best[0, 0]
    assert best[0] > 0.9
    assert best[1] < 0.1


def test_commands_are_matched_only_with_their_own_image() -> None:
    two = DenseScene(
        *(torch.cat([a, b]) for a, b in zip(SCENE, scene((5, GREEN, Noun.CUBE)), strict=True))
    )
    every = [reference(RED, Noun.CUBE), reference(GREEN, Noun.CUBE)] * 2
    both = ReferencePrediction(*(torch.cat(parts) for parts in zip(*every, strict=True)))
    found = match_cells(both, two, ROWS).best[:, 0, 0] > 0.5
    assert found.tolist() == [True, False, False, True]


def head() -> ReferenceHead:
    torch.manual_seed(0)
    return ReferenceHead(dim=16, text_dim=12, heads=2).eval()


@pytest.mark.parametrize('taught', [False, True])
def test_predictions_ignore_padding(taught: bool) -> None:
    text, states = torch.randn(3, 5, 16), torch.randn(3, 5, 12)
    mask = torch.ones(3, 5, dtype=torch.bool)
    mask[:, 3:] = False
    other, others = text.clone(), states.clone()
    other[:, 3:], others[:, 3:] = 9.0, -9.0
    model = head()
    model.taught.fill_(taught)
    first, second = model(text, states, mask), model(other, others, mask)
    assert first.colors.shape == (3, 2, COLORS + 1)
    assert first.nouns.shape == (3, 2, len(Noun))
    torch.testing.assert_close(first, second)


def test_the_trained_ensemble_replaces_the_classifier_in_use() -> None:
    model, mask = head(), torch.ones(2, 4, dtype=torch.bool)
    words = torch.randn(2, 4, 16), torch.randn(2, 4, 12)
    classifier, ensemble = model(*words, mask).nouns, model.predict_nouns(*words, mask).nouns
    assert not torch.allclose(classifier, ensemble)
    model.taught.fill_(True)
    assert torch.equal(model(*words, mask).nouns, ensemble)
    assert torch.equal(model.train()(*words, mask).nouns, classifier)


def test_a_fully_masked_text_is_finite_and_all_weights_get_gradients() -> None:
    model, mask = head(), torch.zeros(2, 4, dtype=torch.bool)
    words = torch.randn(2, 4, 16), torch.randn(2, 4, 12)
    empty = model(*words, mask)
    assert all(bool(x.isfinite().all()) for x in empty)
    full, ensemble = model(*words, ~mask), model.predict_nouns(*words, ~mask)
    total: Tensor = (
        full.colors.square().sum()
        + full.nouns.square().sum()
        + ensemble.member_logits.square().sum()
    )
    total.backward()
    for name, weight in model.named_parameters():
        assert weight.grad is not None, name
