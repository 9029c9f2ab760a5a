# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One space: unit vectors, padding ignored, the contrast rewards what belongs together."""

import pytest
import torch
from torch.nn.functional import normalize
from vla_policy.nn.contrastive_alignment import Alignment
from vla_policy.nn.grounding import DenseScene

ROWS, COLS, DIM, CHANNELS, SPACE = 3, 4, 16, 8, 12


def alignment(seed: int = 0) -> Alignment:
    torch.manual_seed(seed)
    return Alignment(dim=DIM, channels=CHANNELS, steps=5, space=SPACE)


def dense(batch: int) -> DenseScene:
    cells = ROWS * COLS
    return DenseScene(
        torch.randn(batch, cells),
        torch.randn(batch, cells, 8),
        torch.randn(batch, cells, 5),
        torch.randn(batch, cells, 2),
        torch.randn(batch, cells, 2),
    )


def test_all_embeddings_are_unit_vectors_of_one_space() -> None:
    align = alignment()
    every = (
        align.scene(torch.randn(3, CHANNELS, ROWS, COLS), dense(3)),
        align.text(torch.randn(3, 6, DIM), torch.ones(3, 6, dtype=torch.bool)),
        align.command(torch.randn(3, DIM)),
        align.action(torch.randn(3, 5, 3), torch.rand(3, 5)),
    )
    for embedding in every:
        assert embedding.shape == (3, SPACE)
        torch.testing.assert_close(embedding.norm(dim=-1), torch.ones(3))


def test_padding_changes_no_text() -> None:
    align, words = alignment(), torch.randn(2, 6, DIM)
    mask = torch.arange(6)[None] < torch.tensor([[4], [6]])
    other = words.clone()
    other[0, 4:] = 7.0
    torch.testing.assert_close(align.text(words, mask), align.text(other, mask))


def test_no_word_gives_zeros_not_nan() -> None:
    empty = alignment().text(torch.randn(1, 3, DIM), torch.zeros(1, 3, dtype=torch.bool))
    assert torch.equal(empty, torch.zeros(1, SPACE))


def test_only_what_stands_out_makes_a_scene() -> None:
    align, scene = alignment(), dense(1)
    scene.objectness.fill_(-30.0)
    scene.objectness[0, 5] = 8.0
    picture = torch.randn(1, CHANNELS, ROWS, COLS)
    other = picture.clone()
    other[0, :, 0, 0] = 5.0
    torch.testing.assert_close(align.scene(picture, scene), align.scene(other, scene))


def test_the_loss_is_small_for_pairs_and_large_for_others() -> None:
    align, a = alignment(), normalize(torch.randn(8, SPACE), dim=-1)
    right, wrong = align.loss(a, a), align.loss(a, a.roll(1, 0))
    assert right.item() < 0.1 < 2.0 < wrong.item()


def test_rows_that_belong_together_are_no_negatives() -> None:
    align, a = alignment(), normalize(torch.randn(4, SPACE), dim=-1)
    twice = torch.cat([a, a])
    same = torch.eye(4).bool().repeat(2, 2)
    assert align.loss(twice, twice, same).item() < align.loss(twice, twice).item() + 1e-3


def test_the_temperature_is_learned_and_bounded() -> None:
    align, a = alignment(), normalize(torch.randn(4, SPACE), dim=-1)
    align.loss(a, a.roll(1, 0)).backward()
    assert align.log_scale.grad is not None
    assert align.log_scale.grad.item() > 0  # a wrong match asks for a softer comparison
    with torch.no_grad():
        align.log_scale.fill_(50.0)
    assert align.loss(a, a.roll(1, 0)).isfinite()


def test_shapes_that_differ_are_told() -> None:
    with pytest.raises(ValueError, match=r'one shape, got \(4, 12\), \(3, 12\)'):
        alignment().loss(torch.randn(4, SPACE), torch.randn(3, SPACE))
