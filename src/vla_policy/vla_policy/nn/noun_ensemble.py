# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What nouns stand for, those too that training never had."""

import math
from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention import masked_softmax
from vla_policy.nn.fusion import Blur
from vla_policy.types.vocabulary import Noun

#: Voices of the committee; each was trained without its own share of the nouns.
VOICES = 24
_HIDDEN = 32
# Of word states with unit variance: words of like meaning must sound alike to a small network.
_DROPOUT, _NOISE = 0.3, 0.6
_LEAST_SHARE = 1e-6
# Chosen by the words kept for validation. A committee is less sure than all that was built on a
# reader without doubts expects, and to act on a word that means nothing here is worse than to ask.
_SHARPNESS, _CAUTION = 2.0, 2.0


class Heard(NamedTuple):
    """What the nouns of each slot stand for."""

    nouns: Tensor  # (B * K, slots, nouns) logarithms of shares that sum to 1
    votes: Tensor  # (B * K, slots, VOICES, nouns) logits of each voice


class NounReader(nn.Module):
    """
    A committee that knows how little it knows.

    A network that was trained on every noun is sure of each, of new ones too. Here every voice
    lacks a share of the nouns. About a known noun nearly all agree; about a new one they differ,
    and their mean says how likely each meaning is. Lakshminarayanan, Pritzel and Blundell, Simple
    and Scalable Predictive Uncertainty Estimation using Deep Ensembles, NeurIPS 2017.
    """

    def __init__(self, *, dim: int, text_dim: int, slots: int) -> None:
        super().__init__()
        nouns = len(Noun)
        self.queries = nn.Parameter(torch.randn(slots, dim) * 0.5)
        self.key = nn.Linear(dim, dim)
        self.prepare = nn.LayerNorm(text_dim, elementwise_affine=False)
        self.blur = Blur(dropout=_DROPOUT, noise=_NOISE)
        self.inner = nn.Parameter(torch.randn(VOICES, text_dim, _HIDDEN) * text_dim**-0.5)
        self.inner_bias = nn.Parameter(torch.zeros(VOICES, _HIDDEN))
        self.outer = nn.Parameter(torch.randn(VOICES, _HIDDEN, nouns) * _HIDDEN**-0.5)
        self.outer_bias = nn.Parameter(torch.zeros(VOICES, nouns))

    def forward(self, text: Tensor, states: Tensor, mask: Tensor) -> Heard:
        """
        Read the noun of each slot.

        Parameters
        ----------
        text
            Words in context (B * K, L, dim), by which the noun is found.
        states
            Frozen word states (B * K, L, text_dim), by which it is read.
        mask
            (B * K, L), True where a word counts.

        """
        scores = self.queries @ self.key(text).mT / text.shape[-1] ** 0.5
        share = masked_softmax(scores, mask[:, None])  # (B * K, slots, L)
        noun = self.blur(share @ self.prepare(states))  # (B * K, slots, text_dim)
        hidden = torch.einsum('bsd,vdh->bsvh', noun, self.inner) + self.inner_bias
        votes = torch.einsum('bsvh,vhn->bsvn', nn.functional.gelu(hidden), self.outer)
        votes = votes + self.outer_bias
        shares = _SHARPNESS * (votes.softmax(-1).mean(2) + _LEAST_SHARE).log()
        shares[..., Noun.STRANGER] += math.log(_CAUTION)
        return Heard(shares.log_softmax(-1), votes)
