# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Network of the tagger: the upper layers of MiniLM, trained for tags, with features of the words.

The lower layers are those of the frozen text encoder. The scores of a word are those of the mean
state of its pieces, and the classes of the sentence are read from its first token, as in Devlin et
al., "BERT", NAACL 2019. A linear layer on MiniLM classifies nouns.
"""

from torch import nn
from torch import Tensor
from vla_common.command_meaning import SHAPES
from vla_language.encoders.bert import transformer_layer
from vla_language.encoders.minilm import CHANNELS
from vla_language.encoders.minilm import LAYERS
from vla_language.encoders.minilm import MIDDLE_LAYER
from vla_language.meaning.tagger_classes import ACTS
from vla_language.meaning.tagger_classes import ENTITIES
from vla_language.meaning.tagger_classes import KINDS
from vla_language.meaning.tagger_classes import STEPS
from vla_language.meaning.tagger_classes import TASKS
from vla_language.meaning.word_features import FEATURES


class TaggerNetwork(nn.Module):
    """Network from states of word pieces and features of words to scores."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(transformer_layer() for _ in range(LAYERS - MIDDLE_LAYER))
        self.features = nn.Linear(FEATURES, CHANNELS)
        self.entities = nn.Linear(CHANNELS, len(ENTITIES))
        self.kinds = nn.Linear(CHANNELS, len(KINDS))
        self.steps = nn.Linear(CHANNELS, len(STEPS))
        self.task = nn.Linear(CHANNELS, len(TASKS))
        self.speech_act = nn.Linear(CHANNELS, len(ACTS))
        # At the start of the training the layers see the states that they are made for.
        nn.init.zeros_(self.features.weight)
        nn.init.zeros_(self.features.bias)

    def forward(
        self, states: Tensor, mask: Tensor, words: Tensor, features: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """
        Return scores of entities, kinds and steps (B, W, classes), task and act (B, classes).

        Parameters
        ----------
        states, mask
            States (B, L, CHANNELS) of the pieces after the middle layer of the text encoder, and
            mask (B, L), False at padding.
        words
            (B, W, L), 1 where a piece belongs to a word, else 0.
        features
            Features (B, W, FEATURES) of the words.

        """
        states = states + words.transpose(1, 2) @ self.features(features)
        for layer in self.layers:
            states = layer(states, src_key_padding_mask=~mask)
        means = words @ states / words.sum(-1, keepdim=True).clamp(min=1)
        sentence = states[:, 0]
        return (
            self.entities(means),
            self.kinds(means),
            self.steps(means),
            self.task(sentence),
            self.speech_act(sentence),
        )


def noun_layer() -> nn.Linear:
    """Return the classifier of nouns: scores of SHAPES, then of any other object."""
    return nn.Linear(CHANNELS, len(SHAPES) + 1)
