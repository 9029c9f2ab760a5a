# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Reference resolution: color and noun of target and destination, and the cells that match them.

Color and noun are predicted separately, so that a pair that never occurred in training is
resolved as well as any other.
"""

from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.dense_head import CLASSES
from vla_policy.nn.dense_head import COLORS
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.dense_head import peak_cells
from vla_policy.nn.noun_ensemble import NounEnsemble
from vla_policy.nn.noun_ensemble import NounPrediction
from vla_policy.types.vocabulary import Noun

#: Target, destination.
SLOTS = 2
#: Number of best matches per slot: one for found, two for ambiguous.
TOP_MATCHES = 3
_OBJECTS = 3  # the first classes can be grasped


class ReferencePrediction(NamedTuple):
    """Color and noun of target and destination, predicted from the words alone."""

    colors: Tensor  # (B * K, SLOTS, COLORS + 1) logits, the last for no color
    nouns: Tensor  # (B * K, SLOTS, nouns) logits, see Noun


class CellMatches(NamedTuple):
    """Match of the N = rows * cols cells with the reference."""

    cells: Tensor  # (B * K, SLOTS, N) 0 to 1
    best: Tensor  # (B * K, SLOTS, TOP_MATCHES) of separate objects, falling


class ReferenceHead(nn.Module):
    """
    Predict color and noun of each slot by one attention query per slot.

    In training, a single classifier predicts the nouns, because the verdict is trained on its
    confident outputs. In inference, the ensemble replaces it once `taught` is set.
    """

    #: Whether the ensemble is trained; the name is a key of the checkpoints.
    taught: Tensor

    def __init__(
        self, *, dim: int, text_dim: int, heads: int, attention: str = 'scaled_dot_product'
    ) -> None:
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, SLOTS, dim) * 0.5)
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(attention, dim=dim, heads=heads)
        self.layers = nn.Sequential(
            nn.LayerNorm(dim),
            nn.Linear(dim, 2 * dim),
            nn.GELU(),
            nn.Linear(2 * dim, COLORS + 1 + len(Noun)),
        )

        self.nouns = NounEnsemble(dim=dim, text_dim=text_dim, slots=SLOTS)
        self.register_buffer('taught', torch.zeros((), dtype=torch.bool))

    def forward(self, text: Tensor, states: Tensor, mask: Tensor) -> ReferencePrediction:
        """
        Predict colors and nouns.

        Parameters
        ----------
        text
            Word features (B * K, L, dim).
        states
            Token states of the text encoder (B * K, L, text_dim).
        mask
            (B * K, L), True for valid words.

        """
        queries = self.queries.expand(text.shape[0], -1, -1)
        slots = self.attention(queries, self.norm(text), mask).values  # (B * K, SLOTS, dim)
        colors, nouns = self.layers(slots).split([COLORS + 1, len(Noun)], dim=-1)
        if self.taught and not self.training:
            nouns = self.predict_nouns(text, states, mask).nouns
        return ReferencePrediction(colors, nouns)

    def predict_nouns(self, text: Tensor, states: Tensor, mask: Tensor) -> NounPrediction:
        """Return the prediction of the ensemble; parameters as in `forward`."""
        prediction: NounPrediction = self.nouns(self.norm(text), states, mask)
        return prediction


def match_cells(reference: ReferencePrediction, dense: DenseScene, rows: int) -> CellMatches:
    """
    Compare the reference with the color and class of every cell.

    Parameters
    ----------
    reference
        Of K commands for each of B images.
    dense
        Of B images.
    rows
        Rows of the feature map.

    """
    images = dense.objectness.shape[0]
    color = reference.colors.softmax(-1).unflatten(0, (images, -1))  # (B, K, SLOTS, COLORS + 1)
    noun = reference.nouns.softmax(-1).unflatten(0, (images, -1))  # (B, K, SLOTS, nouns)
    cell_color = dense.colors.softmax(-1)[:, None].mT  # (B, 1, COLORS, N)
    cell_class = dense.classes.softmax(-1)[:, None].mT  # (B, 1, CLASSES, N)
    color_match = color[..., :COLORS] @ cell_color + color[..., COLORS:]  # (B, K, SLOTS, N)
    any_object = cell_class[..., :_OBJECTS, :].sum(-2, keepdim=True)
    noun_match = noun[..., :CLASSES] @ cell_class + noun[..., Noun.ANY, None] * any_object
    objectness = dense.objectness.sigmoid()[:, None, None]
    cells = (objectness * color_match * noun_match).flatten(0, 1)  # (B * K, SLOTS, N)
    # Several cells detect the same object; only the peak among them counts.
    peaks = peak_cells(dense.objectness, rows).repeat_interleave(cells.shape[0] // images, 0)
    return CellMatches(cells, (cells * peaks[:, None]).topk(TOP_MATCHES, dim=-1).values)
