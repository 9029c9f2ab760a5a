# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
What the words ask for, and which cells fit it.

Color and noun are read apart from each other, so a pair never asked for together is understood
as well as any other.
"""

from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_policy.nn.attention_registry import build_attention
from vla_policy.nn.grounding import CLASSES
from vla_policy.nn.grounding import COLORS
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.noun_ensemble import Heard
from vla_policy.nn.noun_ensemble import NounReader
from vla_policy.types.vocabulary import Noun

#: Target, destination.
SLOTS = 2
#: Best matches that are told of each slot: one for found, two for ambiguous.
BEST = 3
_OBJECTS = 3  # the first classes can be grasped


class Asked(NamedTuple):
    """What target and destination are called, read from the words alone."""

    colors: Tensor  # (B * K, SLOTS, COLORS + 1) logits, the last for no color
    nouns: Tensor  # (B * K, SLOTS, nouns) logits, see Noun


class Matches(NamedTuple):
    """Which cells fit what is asked, N = rows * cols."""

    cells: Tensor  # (B * K, SLOTS, N) 0 to 1
    best: Tensor  # (B * K, SLOTS, BEST) of separate things, falling


class ReferenceReader(nn.Module):
    """
    One query for each slot reads the words.

    In training it knows every noun by heart, so that all that is built on it trusts it. When a
    committee is `taught` after that, it says in use what nouns stand for.
    """

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

        self.nouns = NounReader(dim=dim, text_dim=text_dim, slots=SLOTS)
        self.register_buffer('taught', torch.zeros((), dtype=torch.bool))

    def forward(self, text: Tensor, states: Tensor, mask: Tensor) -> Asked:
        """
        Read colors and nouns.

        Parameters
        ----------
        text, states
            Words in context (B * K, L, dim) and as the text encoder gave them
            (B * K, L, text_dim).
        mask
            (B * K, L), True where a word counts.

        """
        queries = self.queries.expand(text.shape[0], -1, -1)
        read = self.attention(queries, self.norm(text), mask).values
        colors, nouns = self.layers(read).split([COLORS + 1, len(Noun)], dim=-1)
        if self.taught and not self.training:
            nouns = self.heard(text, states, mask).nouns
        return Asked(colors, nouns)

    def heard(self, text: Tensor, states: Tensor, mask: Tensor) -> Heard:
        """Return what the committee says of what `forward` takes."""
        heard: Heard = self.nouns(self.norm(text), states, mask)
        return heard


def match(asked: Asked, dense: DenseScene, rows: int) -> Matches:
    """
    Compare what is asked with what every cell says about itself.

    Parameters
    ----------
    asked
        Of K commands for each of B images.
    dense
        Of B images.
    rows
        Rows of the feature map.

    """
    images = dense.objectness.shape[0]
    color = asked.colors.softmax(-1).unflatten(0, (images, -1))  # (B, K, SLOTS, COLORS + 1)
    noun = asked.nouns.softmax(-1).unflatten(0, (images, -1))
    seen_color = dense.colors.softmax(-1)[:, None].mT  # (B, 1, COLORS, N)
    seen_class = dense.classes.softmax(-1)[:, None].mT
    fits_color = color[..., :COLORS] @ seen_color + color[..., COLORS:]
    any_object = seen_class[..., :_OBJECTS, :].sum(-2, keepdim=True)
    fits_noun = noun[..., :CLASSES] @ seen_class + noun[..., Noun.ANY, None] * any_object
    cells = (dense.objectness.sigmoid()[:, None, None] * fits_color * fits_noun).flatten(0, 1)
    # A thing is seen by several cells around its middle, of which one is the highest.
    peaks = peak_cells(dense.objectness, rows).repeat_interleave(cells.shape[0] // images, 0)
    return Matches(cells, (cells * peaks[:, None]).topk(BEST, dim=-1).values)


def peak_cells(objectness: Tensor, rows: int) -> Tensor:
    """Return True where `objectness` (B, N) is the highest around (B, N)."""
    grid = objectness.unflatten(-1, (rows, -1))[:, None]
    highest = functional.max_pool2d(grid, 3, stride=1, padding=1)
    return (grid == highest).flatten(1)
