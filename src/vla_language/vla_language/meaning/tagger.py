# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Tagger of the words of a command, and classifier of nouns.

States of the frozen MiniLM (middle and last layer, averaged to words) and features of the words
are projected and pass two transformer layers, as in Devlin et al., "BERT", NAACL 2019, with one
learned query for each class of the sentence. A linear layer on MiniLM classifies nouns.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from torch import Tensor
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.command_meaning import SpeechAct
from vla_language.encoders.minilm import CHANNELS
from vla_language.encoders.minilm import MiniLM
from vla_language.meaning.meaning_parser import SentenceTags
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.word_features import FEATURES
from vla_language.meaning.word_features import WordFeatures

WEIGHTS = Path(__file__).parents[1] / 'weights' / 'tagger.safetensors'
#: Longer sentences have no tags behind this word.
MAX_WORDS = 40
#: Prefixes of the tensors in the file of the weights.
TAGGER_PREFIX, NOUNS_PREFIX = 'tagger.', 'nouns.'
STATES = 2 * CHANNELS
_LAYERS = 2
_KINDS, _ENTITIES = tuple(WordKind), tuple(Entity)
_TASKS, _ACTS = tuple(RequestedTask), tuple(SpeechAct)
#: Classes in the order of the outputs; stored in the header of the weights.
CLASSES = {
    'entities': [*_ENTITIES],
    'kinds': [*_KINDS],
    'tasks': [*_TASKS],
    'speech_acts': [*_ACTS],
    'shapes': [*SHAPES],
}
_REMEDY = 'Restore both files of the weights, or run python -m vla_learning.training.train_tagger'


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
        layers: int = _LAYERS,
        heads: int = 4,
        dropout: float = 0.3,
        noise: float = 0.25,
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
        self.entities = nn.Linear(dim, len(_ENTITIES))
        self.kinds = nn.Linear(dim, len(_KINDS))
        self.task = nn.Linear(dim, len(_TASKS))
        self.speech_act = nn.Linear(dim, len(_ACTS))

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


class WordStates:
    """
    Inputs of the tagger.

    Parameters
    ----------
    encoder
        Frozen text encoder.
    features
        Features of words.

    """

    def __init__(
        self, encoder: MiniLM | None = None, features: WordFeatures | None = None
    ) -> None:
        self._encoder = encoder or MiniLM()
        self.features_of = features or WordFeatures()

    def states(self, sentences: Sequence[Sequence[str]]) -> list[Tensor]:
        """Encode the words of each sentence as (words, STATES); see `MiniLM.encode_words`."""
        return self._encoder.encode_words(sentences)

    def features(self, words: Sequence[str]) -> Tensor:
        """Compute the features of words (words, FEATURES)."""
        rows = [torch.from_numpy(self.features_of(word)) for word in words]
        return torch.stack(rows) if rows else torch.zeros(0, FEATURES)

    def noun_states(self, nouns: Sequence[str]) -> Tensor:
        """Return the mean states (nouns, CHANNELS) of the words of each noun, in "the NOUN."."""
        sentences = [['the', *noun.split(), '.'] for noun in nouns]
        rows = [states[1:-1, CHANNELS:].mean(0) for states in self.states(sentences)]
        return torch.stack(rows)


class Tagger:
    """
    Tag the words of sentences, and classify nouns.

    Parameters
    ----------
    weights
        Checkpoint file with both networks.
    word_states
        Inputs of the networks; `WordStates()` if None.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of other classes, or has values that are not finite.

    """

    def __init__(self, weights: Path = WEIGHTS, word_states: WordStates | None = None) -> None:
        self._network, self._nouns = _load(weights)
        self._states = word_states or WordStates()

    @torch.inference_mode()
    def tag(self, words: Sequence[str]) -> SentenceTags:
        """Return the tags of a sentence; words that no state was computed for are unaccounted."""
        states = self._states.states([words[:MAX_WORDS]])[0]
        tagged, rest = words[: len(states)], len(words) - len(states)
        entities, kinds, task, act = self._network(
            states[None], self._states.features(tagged)[None], torch.ones(1, len(states)).bool()
        )
        scores = torch.full((len(words), len(_ENTITIES)), -1e9)
        scores[:, 0] = 0.0
        scores[: len(states)] = entities[0].log_softmax(-1)
        found = [_KINDS[i] for i in kinds[0].argmax(-1).tolist()]
        return SentenceTags(
            (*found, *[WordKind.UNACCOUNTED] * rest),
            scores.double().numpy(),
            _TASKS[int(task[0].argmax())],
            _ACTS[int(act[0].argmax())],
        )

    @torch.inference_mode()
    def classify_noun(self, noun: str) -> dict[str, float]:
        """Return the probability of each of SHAPES; the rest is the one of other objects."""
        scores = self._nouns(self._states.noun_states([noun]))[0].softmax(-1)
        return dict(zip(SHAPES, scores.tolist(), strict=False))


def noun_layer() -> nn.Linear:
    """Return the classifier of nouns: scores of SHAPES, then of any other object."""
    return nn.Linear(CHANNELS, len(SHAPES) + 1)


def _load(path: Path) -> tuple[TaggerNetwork, nn.Linear]:
    """Return tagger and noun layer of a checkpoint."""
    checkpoint = load_checkpoint(path, TAGGER_PREFIX)
    header = checkpoint.header
    if header.get('classes') != CLASSES:
        raise CheckpointError(
            f'{path} must have the classes {CLASSES}; it has {header.get("classes")}. {_REMEDY}'
        )
    network = TaggerNetwork(layers=header.get('layers', _LAYERS)).eval()
    nouns = noun_layer().eval()
    try:
        network.load_state_dict(checkpoint.tensors)
        nouns.load_state_dict(load_checkpoint(path, NOUNS_PREFIX).tensors)
    except RuntimeError as error:
        raise CheckpointError(
            f'{path} must have the tensors of this network; got {error}. {_REMEDY}'
        ) from error
    return network, nouns
