# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Network of the tagger.

States of the frozen MiniLM (middle and last layer, averaged to words) and features of the words
are projected and pass two transformer layers, as in Devlin et al., "BERT", NAACL 2019, with one
learned query for each class of the sentence. A linear layer on MiniLM classifies nouns.
"""

import torch
from torch import nn
from torch import Tensor
from vla_common.command_meaning import SHAPES
from vla_language.encoders.minilm import CHANNELS
from vla_language.meaning.tagger_classes import ACTS
from vla_language.meaning.tagger_classes import ENTITIES
from vla_language.meaning.tagger_classes import KINDS
from vla_language.meaning.tagger_classes import LAYERS
from vla_language.meaning.tagger_classes import MAX_WORDS
from vla_language.meaning.tagger_classes import STATES
from vla_language.meaning.tagger_classes import TASKS
from vla_language.meaning.word_features import FEATURES


class TaggerNetwork(nn.Module):
    """
    Network from word states and features to scores of tags and sentence classes.

    Parameters
    ----------
    dim, layers, heads
        Width, depth and attention heads of the transformer.
    dropout
        Dropout of the inputs; half of it in the transformer.
    noise
        Standard deviation of the noise on normalized word states in training.

    """

    def __init__(
        self,
        *,
        dim: int = 192,
        layers: int = LAYERS,
        heads: int = 4,
        dropout: float = 0.1,
        noise: float = 0.1,
    ) -> None:
        super().__init__()
        self._noise = noise
        self.norm = nn.LayerNorm(STATES, elementwise_affine=False)
        self.dropout = nn.Dropout(dropout)
        self.project = nn.Linear(STATES + FEATURES, dim)
        self.positions = nn.Parameter(0.02 * torch.randn(MAX_WORDS, dim))
        self.queries = nn.Parameter(0.5 * torch.randn(2, dim))
        layer = nn.TransformerEncoderLayer(
            dim, heads, 2 * dim, dropout / 2, 'gelu', batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.output_norm = nn.LayerNorm(dim)
        self.entities = nn.Linear(dim, len(ENTITIES))
        self.kinds = nn.Linear(dim, len(KINDS))
        self.task = nn.Linear(dim, len(TASKS))
        self.speech_act = nn.Linear(dim, len(ACTS))

    def forward(
        self, states: Tensor, features: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """
        Return scores of entities and kinds (B, L, classes), task and speech act (B, classes).

        Parameters
        ----------
        states, features
            States (B, L, STATES) and features (B, L, FEATURES) of the words.
        mask
            (B, L), False at padding.

        """
        normal = self.norm(states)
        if self.training:
            normal = normal + self._noise * torch.randn_like(normal)
        inputs = self.project(self.dropout(torch.cat([normal, features], -1)))
        inputs = inputs + self.positions[: states.shape[1]]
        batch, queries = len(states), len(self.queries)
        hidden = torch.cat([self.queries.expand(batch, -1, -1), inputs], 1)
        padding = torch.cat([mask.new_zeros(batch, queries), ~mask], 1)
        hidden = self.output_norm(self.layers(hidden, src_key_padding_mask=padding))
        words = hidden[:, queries:]
        return (
            self.entities(words),
            self.kinds(words),
            self.task(hidden[:, 0]),
            self.speech_act(hidden[:, 1]),
        )


def noun_layer() -> nn.Linear:
    """Return the classifier of nouns: scores of SHAPES, then of any other object."""
    return nn.Linear(CHANNELS, len(SHAPES) + 1)
