# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Network of the tagger: padding, words without pieces, features."""

import torch
from torch import Tensor
from vla_language.encoders.minilm import CHANNELS
from vla_language.meaning.tagger_network import TaggerNetwork
from vla_language.meaning.word_features import FEATURES


def inputs(*, pieces: int, words: int, padding: int = 0) -> list[Tensor]:
    """Return the inputs of a sentence whose word i is the piece i + 1."""
    torch.manual_seed(0)
    of_words = torch.zeros(1, words, pieces)
    of_words[0].diagonal(1).fill_(1)
    states = torch.randn(1, pieces, CHANNELS)
    features = torch.rand(1, words, FEATURES)
    mask = torch.ones(1, pieces, dtype=torch.bool)
    pad = torch.nn.functional.pad
    return [
        pad(states, (0, 0, 0, padding), value=7.0),
        pad(mask, (0, padding)),
        pad(of_words, (0, padding, 0, padding)),
        pad(features, (0, 0, 0, padding), value=7.0),
    ]


def test_padding_does_not_change_scores() -> None:
    network = TaggerNetwork().eval()
    plain = network(*inputs(pieces=5, words=3))
    padded = network(*inputs(pieces=5, words=3, padding=2))
    for long, short in zip(padded[:3], plain[:3], strict=True):
        torch.testing.assert_close(long[:, :3], short)
    for long, short in zip(padded[3:], plain[3:], strict=True):
        torch.testing.assert_close(long, short)


def test_a_word_without_pieces_has_finite_scores() -> None:
    scores = TaggerNetwork().eval()(*inputs(pieces=3, words=4))
    assert all(bool(part.isfinite().all()) for part in scores)


def test_features_matter_once_they_are_trained() -> None:
    network = TaggerNetwork().eval()
    states, mask, words, features = inputs(pieces=5, words=3)
    before = network(states, mask, words, features)[1]
    assert torch.equal(network(states, mask, words, 1 - features)[1], before)
    torch.nn.init.normal_(network.features.weight, std=0.1)
    first, second = (network(states, mask, words, x)[1] for x in (features, 1 - features))
    assert not torch.allclose(first, second)
