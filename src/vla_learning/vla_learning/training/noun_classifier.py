# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Fit of the classifier of nouns: logistic regression on the states of MiniLM.

No held-out or validation noun of the lexicon is used. The inputs are standardized during the fit;
the returned layer takes plain states.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch import Tensor
from torch.nn.functional import cross_entropy
from vla_common.command_meaning import SHAPES
from vla_language.meaning.tagger import WordStates
from vla_language.meaning.tagger_network import noun_layer
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_learning.language.noun_lexicon import TRAIN_UNKNOWN_NOUNS

_DECAY = 0.02
_ITERATIONS = 60
#: Receptacles in addition to those of the lexicon.
_MORE_NOUNS = {
    'bowl': (
        'soup bowl', 'salad bowl', 'fruit bowl', 'porringer', 'punch bowl', 'finger bowl',
        'cereal bowl', 'washbasin', 'wok', 'ramekin', 'tureen', 'serving bowl', 'rice bowl',
        'dog bowl',
    ),
    'plate': (
        'saucer', 'salad plate', 'side plate', 'serving tray', 'paper plate', 'coaster', 'salver',
        'charger plate', 'dessert plate', 'tea tray', 'serving platter', 'trencher', 'pie plate',
        'disk', 'flat dish',
    ),
}  # fmt: skip


def labeled_nouns() -> list[tuple[str, int]]:
    """Return nouns with the index of their shape; the last index are other objects."""
    nouns = [
        (noun, index)
        for index, shape in enumerate(SHAPES)
        for noun in dict.fromkeys((*TRAIN_NOUNS[shape], *_MORE_NOUNS.get(shape, ())))
    ]
    return nouns + [(noun, len(SHAPES)) for noun in TRAIN_UNKNOWN_NOUNS]


def fit_noun_layer(states: Tensor, labels: Tensor) -> nn.Linear:
    """Return the layer of logistic regression with weight decay for states (nouns, CHANNELS)."""
    mean, deviation = states.mean(0), states.std(0).clamp(min=1e-6)
    normal = (states - mean) / deviation
    layer = noun_layer()
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=_ITERATIONS)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = cross_entropy(layer(normal), labels) + _DECAY * layer.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    with torch.no_grad():
        layer.weight.div_(deviation)
        layer.bias.sub_(layer.weight @ mean)
    return layer.requires_grad_(False).eval()


def train_noun_layer(words: WordStates) -> nn.Linear:
    """Return the layer fit to all nouns of the training tables."""
    nouns = labeled_nouns()
    states = _states(words, [noun for noun, _ in nouns])
    return fit_noun_layer(states, torch.tensor([label for _, label in nouns]))


def cross_validate(words: WordStates, least: float, folds: int = 5) -> dict[str, float]:
    """Return shares of right and wrong shapes, and of other objects taken for a shape."""
    nouns = labeled_nouns()
    states, labels = _states(words, [n for n, _ in nouns]), torch.tensor([i for _, i in nouns])
    order = torch.randperm(len(nouns), generator=torch.Generator().manual_seed(0))
    scores = torch.zeros(len(nouns), len(SHAPES) + 1)
    for fold in range(folds):
        test = order[fold::folds]
        train = torch.ones(len(nouns), dtype=torch.bool)
        train[test] = False
        scores[test] = fit_noun_layer(states[train], labels[train])(states[test]).softmax(-1)
    best, found = scores[:, : len(SHAPES)].max(1)
    taken, is_shape = best >= least, labels < len(SHAPES)
    right = found == labels
    return {
        'nouns_right': float((taken & right)[is_shape].float().mean()),
        'nouns_wrong': float((taken & ~right)[is_shape].float().mean()),
        'others_taken': float(taken[~is_shape].float().mean()),
    }


def _states(words: WordStates, nouns: Sequence[str]) -> Tensor:
    batches = [words.noun_states(nouns[i : i + 64]) for i in range(0, len(nouns), 64)]
    return torch.from_numpy(np.concatenate(batches))
