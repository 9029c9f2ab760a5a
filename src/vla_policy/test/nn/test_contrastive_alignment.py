# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Contrastive alignment: unit vectors, masks and the InfoNCE loss."""

import pytest
import torch
from torch.nn.functional import normalize
from vla_policy.nn.contrastive_alignment import ContrastiveAlignment
from vla_policy.types.network_types import DenseScene

ROWS, COLS, DIM, CHANNELS, SPACE = 3, 4, 16, 8, 12


def alignment(seed: int = 0) -> ContrastiveAlignment:
    torch.manual_seed(seed)
    return ContrastiveAlignment(dim=DIM, channels=CHANNELS, steps=5, space=SPACE)


def dense(batch: int) -> DenseScene:
    cells = ROWS * COLS
    return DenseScene(
        torch.randn(batch, cells),
        torch.randn(batch, cells, 8),
        torch.randn(batch, cells, 5),
        torch.randn(batch, cells, 2),
        torch.randn(batch, cells, 2),
        torch.randn(batch, 6),
        torch.randn(batch, 6),
    )


def test_all_embeddings_are_unit_vectors_of_one_space() -> None:
    align = alignment()
    every = (
        align.embed_scene(torch.randn(3, CHANNELS, ROWS, COLS), dense(3)),
        align.embed_text(torch.randn(3, 6, DIM), torch.ones(3, 6, dtype=torch.bool)),
        align.embed_command(torch.randn(3, DIM)),
        align.embed_actions(torch.randn(3, 5, 3), torch.rand(3, 5)),
    )
    for embedding in every:
        assert embedding.shape == (3, SPACE)
        torch.testing.assert_close(embedding.norm(dim=-1), torch.ones(3))


def test_padding_does_not_change_a_text() -> None:
    align, words = alignment(), torch.randn(2, 6, DIM)
    mask = torch.arange(6)[None] < torch.tensor([[4], [6]])
    other = words.clone()
    other[0, 4:] = 7.0
    torch.testing.assert_close(align.embed_text(words, mask), align.embed_text(other, mask))


def test_a_text_without_words_gives_zeros() -> None:
    empty = alignment().embed_text(torch.randn(1, 3, DIM), torch.zeros(1, 3, dtype=torch.bool))
    assert torch.equal(empty, torch.zeros(1, SPACE))


def test_only_peaks_contribute_to_a_scene() -> None:
    align, scene = alignment(), dense(1)
    scene.objectness.fill_(-30.0)
    scene.objectness[0, 5] = 8.0
    picture = torch.randn(1, CHANNELS, ROWS, COLS)
    other = picture.clone()
    other[0, :, 0, 0] = 5.0
    torch.testing.assert_close(align.embed_scene(picture, scene), align.embed_scene(other, scene))


def test_the_loss_is_small_for_matching_pairs_only() -> None:
    align, a = alignment(), normalize(torch.randn(8, SPACE), dim=-1)
    right, wrong = align.loss(a, a), align.loss(a, a.roll(1, 0))
    assert right.item() < 0.1 < 2.0 < wrong.item()


def test_rows_marked_as_same_are_not_negatives() -> None:
    align, a = alignment(), normalize(torch.randn(4, SPACE), dim=-1)
    twice = torch.cat([a, a])
    same = torch.eye(4).bool().repeat(2, 2)
    assert align.loss(twice, twice, same).item() < align.loss(twice, twice).item() + 1e-3


def test_the_temperature_is_learned_and_bounded() -> None:
    align, a = alignment(), normalize(torch.randn(4, SPACE), dim=-1)
    align.loss(a, a.roll(1, 0)).backward()
    assert align.log_scale.grad is not None
    assert align.log_scale.grad.item() > 0  # a wrong match lowers the scale
    with torch.no_grad():
        align.log_scale.fill_(50.0)
    assert align.loss(a, a.roll(1, 0)).isfinite()


def test_different_shapes_are_named() -> None:
    with pytest.raises(ValueError, match=r'one shape, got \(4, 12\), \(3, 12\)'):
        alignment().loss(torch.randn(4, SPACE), torch.randn(3, SPACE))


def test_every_cell_has_an_embedding() -> None:
    align, feature_map = alignment(), torch.randn(2, CHANNELS, ROWS, COLS)
    cells = align.embed_cells(feature_map)
    assert cells.shape == (2, ROWS * COLS, SPACE)
    torch.testing.assert_close(cells[1, COLS + 2], align.thing(feature_map[1, :, 1, 2]))
