# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Deep ensemble that classifies nouns, including nouns that are not in the training data."""

import math
from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention import masked_softmax
from vla_policy.nn.text_adapter import FeatureNoise
from vla_policy.types.vocabulary import Noun

#: Members of the ensemble; each was trained without its own share of the nouns.
ENSEMBLE_SIZE = 24
_HIDDEN = 32
# For states of unit variance: words of similar meaning must give similar outputs.
_DROPOUT, _NOISE = 0.3, 0.6
_MIN_SHARE = 1e-6
# Chosen on the nouns held out for validation. The ensemble is less confident than the single
# classifier that the verdict was trained with; therefore its output is sharpened. A motion
# to a wrong object is worse than a question; therefore Noun.UNKNOWN has a higher weight.
_SHARPNESS, _UNKNOWN_WEIGHT = 2.0, 2.0


class NounPrediction(NamedTuple):
    """Class of the noun of each slot."""

    nouns: Tensor  # (B * K, slots, nouns) log-probabilities
    member_logits: Tensor  # (B * K, slots, ENSEMBLE_SIZE, nouns)


class NounEnsemble(nn.Module):
    """
    Ensemble of noun classifiers with calibrated uncertainty.

    A single network that was trained on all nouns is confident for every noun, new ones too.
    Here each member lacks a share of the nouns: the members agree about known nouns and differ
    about new ones, and their mean is the probability of each class. Lakshminarayanan, Pritzel and
    Blundell, Simple and Scalable Predictive Uncertainty Estimation using Deep Ensembles,
    NeurIPS 2017.
    """

    def __init__(self, *, dim: int, text_dim: int, slots: int) -> None:
        super().__init__()
        nouns = len(Noun)
        self.queries = nn.Parameter(torch.randn(slots, dim) * 0.5)
        self.key = nn.Linear(dim, dim)
        self.prepare = nn.LayerNorm(text_dim, elementwise_affine=False)
        self.blur = FeatureNoise(dropout=_DROPOUT, noise=_NOISE)
        self.inner = nn.Parameter(torch.randn(ENSEMBLE_SIZE, text_dim, _HIDDEN) * text_dim**-0.5)
        self.inner_bias = nn.Parameter(torch.zeros(ENSEMBLE_SIZE, _HIDDEN))
        self.outer = nn.Parameter(torch.randn(ENSEMBLE_SIZE, _HIDDEN, nouns) * _HIDDEN**-0.5)
        self.outer_bias = nn.Parameter(torch.zeros(ENSEMBLE_SIZE, nouns))

    def forward(self, text: Tensor, states: Tensor, mask: Tensor) -> NounPrediction:
        """
        Classify the noun of each slot.

        Parameters
        ----------
        text
            Word features (B * K, L, dim), which select the noun.
        states
            Token states of the frozen text encoder (B * K, L, text_dim), which are classified.
        mask
            (B * K, L), True for valid words.

        """
        scores = self.queries @ self.key(text).mT / text.shape[-1] ** 0.5  # (B * K, slots, L)
        share = masked_softmax(scores, mask[:, None])  # (B * K, slots, L)
        noun = self.blur(share @ self.prepare(states))  # (B * K, slots, text_dim)
        hidden = torch.einsum('bsd,vdh->bsvh', noun, self.inner) + self.inner_bias
        logits = torch.einsum('bsvh,vhn->bsvn', nn.functional.gelu(hidden), self.outer)
        logits = logits + self.outer_bias  # (B * K, slots, ENSEMBLE_SIZE, nouns)
        combined = _SHARPNESS * (logits.softmax(-1).mean(2) + _MIN_SHARE).log()
        combined[..., Noun.UNKNOWN] += math.log(_UNKNOWN_WEIGHT)
        return NounPrediction(combined.log_softmax(-1), logits)
