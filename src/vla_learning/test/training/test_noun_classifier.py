# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Classifier of nouns."""

import pytest
import torch
from vla_common.command_meaning import SHAPES
from vla_language.encoders.minilm import CHANNELS
from vla_language.meaning.tagger import WordStates
from vla_learning.language import noun_lexicon
from vla_learning.training.noun_classifier import cross_validate
from vla_learning.training.noun_classifier import fit_noun_layer
from vla_learning.training.noun_classifier import labeled_nouns
from vla_learning.training.noun_classifier import train_noun_layer


@pytest.fixture(scope='module')
def words() -> WordStates:
    """Return the inputs with the installed encoder."""
    return WordStates()


def test_labels_cover_all_shapes_and_no_held_out_noun() -> None:
    nouns = labeled_nouns()
    assert {label for _, label in nouns} == set(range(len(SHAPES) + 1))
    tables = (
        *noun_lexicon.HELD_OUT_NOUNS.values(),
        *noun_lexicon.VALIDATION_NOUNS.values(),
        noun_lexicon.HELD_OUT_UNKNOWN_NOUNS,
        noun_lexicon.VALIDATION_UNKNOWN_NOUNS,
    )
    held_out = {noun for table in tables for noun in table}
    assert not held_out & {noun for noun, _ in nouns}


def test_separable_states_are_fit() -> None:
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(120) % (len(SHAPES) + 1)
    centers = 3 * torch.randn(len(SHAPES) + 1, CHANNELS, generator=generator)
    states = 5 + centers[labels] + torch.randn(120, CHANNELS, generator=generator)
    layer = fit_noun_layer(states, labels)
    assert bool((layer(states).argmax(-1) == labels).all())
    assert not layer.weight.requires_grad


def test_layer_of_all_nouns(words: WordStates) -> None:
    layer = train_noun_layer(words)
    states = words.noun_states(['orb', 'crate', 'canister', 'giraffe'])
    scores = layer(torch.from_numpy(states)).softmax(-1)
    expected = [SHAPES.index('sphere'), SHAPES.index('cube'), SHAPES.index('cylinder'), 5]
    assert scores.argmax(-1).tolist() == expected


def test_cross_validation(words: WordStates) -> None:
    figures = cross_validate(words, least=0.7)
    assert figures['nouns_right'] > 0.5
    assert figures['nouns_wrong'] < 0.04
    assert figures['others_taken'] < 0.05
