# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked is compared with what is seen, color and noun apart."""

import pytest
import torch
from torch import Tensor
from vla_policy.nn.grounding import CLASSES
from vla_policy.nn.grounding import COLORS
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.reference_resolution import Asked
from vla_policy.nn.reference_resolution import BEST
from vla_policy.nn.reference_resolution import match
from vla_policy.nn.reference_resolution import peak_cells
from vla_policy.nn.reference_resolution import ReferenceReader
from vla_policy.types.vocabulary import Noun

ROWS, COLS = 6, 8
RED, GREEN, BLUE = 0, 1, 2
ANY_COLOR = COLORS


def seen(*things: tuple[int, int, int]) -> DenseScene:
    """Return one image with things of (cell, color, class)."""
    cells = ROWS * COLS
    objectness = torch.full((1, cells), -12.0)
    colors, classes = torch.zeros(1, cells, COLORS), torch.zeros(1, cells, CLASSES)
    for cell, color, kind in things:
        objectness[0, cell] = 12.0
        colors[0, cell, color] = classes[0, cell, kind] = 20.0
    return DenseScene(
        objectness, colors, classes, torch.zeros(1, cells, 2), torch.zeros(1, cells, 2)
    )


def asked(color: int, noun: Noun) -> Asked:
    """Return what asks for one target and no destination."""
    colors, nouns = torch.zeros(1, 2, COLORS + 1), torch.zeros(1, 2, len(Noun))
    colors[0, 0, color] = nouns[0, 0, noun] = 20.0
    colors[0, 1, ANY_COLOR] = nouns[0, 1, Noun.NONE] = 20.0
    return Asked(colors, nouns)


SCENE = seen(
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
        (RED, Noun.STRANGER, set()),
    ],
)
def test_what_fits_is_matched_and_counted(color: int, noun: Noun, cells: set[int]) -> None:
    matches = match(asked(color, noun), SCENE, ROWS)
    assert set(torch.nonzero(matches.cells[0, 0] > 0.5)[:, 0].tolist()) == cells
    assert (matches.best[0, 0] > 0.5).sum() == len(cells)
    assert matches.best.shape == (1, 2, BEST)


def test_no_destination_fits_when_none_is_named() -> None:
    assert match(asked(RED, Noun.CUBE), SCENE, ROWS).cells[0, 1].max() < 0.01


def test_cells_of_one_thing_count_once() -> None:
    scene = seen((10, RED, Noun.CUBE))
    scene.objectness[0, [9, 11, 18]] = 5.0
    for part, index in ((scene.colors, RED), (scene.classes, int(Noun.CUBE))):
        part[0, [9, 11, 18], index] = 20.0
    best = match(asked(RED, Noun.CUBE), scene, ROWS).best[0, 0]
    assert best[0] > 0.9
    assert best[1] < 0.1


def test_commands_of_several_images_keep_to_their_image() -> None:
    two = DenseScene(
        *(torch.cat([a, b]) for a, b in zip(SCENE, seen((5, GREEN, Noun.CUBE)), strict=True))
    )
    every = [asked(RED, Noun.CUBE), asked(GREEN, Noun.CUBE)] * 2
    both = Asked(*(torch.cat(parts) for parts in zip(*every, strict=True)))
    found = match(both, two, ROWS).best[:, 0, 0] > 0.5
    assert found.tolist() == [True, False, False, True]


def test_peaks_are_the_highest_of_their_neighbors() -> None:
    grid = torch.zeros(1, ROWS * COLS)
    grid[0, [9, 10]] = torch.tensor((1.0, 2.0))
    peaks = peak_cells(grid, ROWS)
    assert peaks[0, 10]
    assert not peaks[0, 9]


def reader() -> ReferenceReader:
    torch.manual_seed(0)
    return ReferenceReader(dim=16, text_dim=12, heads=2).eval()


@pytest.mark.parametrize('taught', [False, True])
def test_reading_has_a_shape_and_ignores_padding(taught: bool) -> None:
    text, states = torch.randn(3, 5, 16), torch.randn(3, 5, 12)
    mask = torch.ones(3, 5, dtype=torch.bool)
    mask[:, 3:] = False
    other, others = text.clone(), states.clone()
    other[:, 3:], others[:, 3:] = 9.0, -9.0
    model = reader()
    model.taught.fill_(taught)
    first, second = model(text, states, mask), model(other, others, mask)
    assert first.colors.shape == (3, 2, COLORS + 1)
    assert first.nouns.shape == (3, 2, len(Noun))
    torch.testing.assert_close(first, second)


def test_the_committee_speaks_in_use_once_it_was_taught() -> None:
    model, mask = reader(), torch.ones(2, 4, dtype=torch.bool)
    words = torch.randn(2, 4, 16), torch.randn(2, 4, 12)
    heart, committee = model(*words, mask).nouns, model.heard(*words, mask).nouns
    assert not torch.allclose(heart, committee)
    model.taught.fill_(True)
    assert torch.equal(model(*words, mask).nouns, committee)
    assert torch.equal(model.train()(*words, mask).nouns, heart)


def test_a_text_without_words_is_finite_and_every_weight_learns() -> None:
    model, mask = reader(), torch.zeros(2, 4, dtype=torch.bool)
    words = torch.randn(2, 4, 16), torch.randn(2, 4, 12)
    empty = model(*words, mask)
    assert all(bool(x.isfinite().all()) for x in empty)
    full, heard = model(*words, ~mask), model.heard(*words, ~mask)
    total: Tensor = (
        full.colors.square().sum() + full.nouns.square().sum() + heard.votes.square().sum()
    )
    total.backward()
    for name, weight in model.named_parameters():
        assert weight.grad is not None, name
