# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Each sentence is encoded once, and its states are complete."""

from collections.abc import Sequence

from learning_samples import encode_words
import torch
from torch import Tensor
from vla_learning.training.text_cache import CachedTextEncoder

TEXTS = ['pick up the red cube', 'hello', 'push the ball left']


class CountingEncoder:
    def __init__(self) -> None:
        self.encoded: list[str] = []
        self.sizes: list[int] = []

    def __call__(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        self.encoded += texts
        self.sizes.append(len(texts))
        return encode_words(texts)


def test_states_are_those_of_the_encoder() -> None:
    states, mask = CachedTextEncoder(encode_words)(TEXTS)
    expected, expected_mask = encode_words(TEXTS)
    assert torch.equal(mask, expected_mask)
    assert torch.allclose(states, expected, atol=2e-3)
    assert not states[~mask].any()


def test_a_sentence_is_encoded_once() -> None:
    encode = CountingEncoder()
    cache = CachedTextEncoder(encode)
    cache(TEXTS)
    cache([TEXTS[1], TEXTS[1], 'dance'])
    assert sorted(encode.encoded) == sorted([*TEXTS, 'dance'])
    assert len(cache) == 4


def test_many_sentences_are_encoded_in_parts() -> None:
    encode = CountingEncoder()
    CachedTextEncoder(encode, batch_size=4)([f'number {i}' for i in range(10)])
    assert encode.sizes == [4, 4, 2]


def test_states_do_not_depend_on_earlier_sentences() -> None:
    fresh, used = CachedTextEncoder(encode_words), CachedTextEncoder(encode_words)
    used(['a much longer sentence than all of the others here'])
    for expected, actual in zip(fresh(TEXTS), used(TEXTS), strict=True):
        assert torch.equal(expected, actual)
