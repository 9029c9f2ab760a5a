# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tags of the words of a command, and classes of nouns, by trained networks."""

from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import Float32Array
from vla_common.checkpoint import Checkpoint
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.command_meaning import SHAPES
from vla_common.engine import is_onnx_runtime
from vla_common.engine import ONNX_RUNTIME
from vla_common.onnx_graph import OnnxNetwork
from vla_language.encoders.minilm import CHANNELS
from vla_language.encoders.minilm import MiniLM
from vla_language.encoders.minilm import PieceStates
from vla_language.meaning.meaning_parser import SentenceTags
from vla_language.meaning.tagger_classes import ACTS
from vla_language.meaning.tagger_classes import CLASSES
from vla_language.meaning.tagger_classes import ENTITIES
from vla_language.meaning.tagger_classes import GRAPH
from vla_language.meaning.tagger_classes import INPUTS
from vla_language.meaning.tagger_classes import KINDS
from vla_language.meaning.tagger_classes import MAX_WORDS
from vla_language.meaning.tagger_classes import NOUNS_PREFIX
from vla_language.meaning.tagger_classes import OUTPUTS
from vla_language.meaning.tagger_classes import STEPS
from vla_language.meaning.tagger_classes import TAGGER_PREFIX
from vla_language.meaning.tagger_classes import TASKS
from vla_language.meaning.tags import WordKind
from vla_language.meaning.word_features import FEATURES
from vla_language.meaning.word_features import WordFeatures

WEIGHTS = Path(__file__).parents[1] / 'weights' / 'tagger.safetensors'
_REMEDY = 'Restore both files of the weights, or run python -m vla_learning.training.train_tagger'


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

    def pieces(self, words: Sequence[str]) -> PieceStates:
        """Encode the words of a sentence; see `MiniLM.encode_pieces`."""
        return self._encoder.encode_pieces(words)

    def tokenize(self, words: Sequence[str]) -> tuple[NDArray[np.int64], Float32Array]:
        """Return the ids of the pieces of a sentence, and their words; see `MiniLM.tokenize`."""
        return self._encoder.tokenize(words)

    def features(self, words: Sequence[str]) -> Float32Array:
        """Compute the features of words (words, FEATURES)."""
        rows = [self.features_of(word) for word in words]
        return np.stack(rows) if rows else np.zeros((0, FEATURES), np.float32)

    def noun_states(self, nouns: Sequence[str]) -> Float32Array:
        """Return the mean states (nouns, CHANNELS) of the words of each noun, in "the NOUN."."""
        sentences = [['the', *noun.split(), '.'] for noun in nouns]
        return np.stack([states[1:-1].mean(0) for states in self._encoder.encode_words(sentences)])


class Tagger:
    """
    Tag the words of sentences, and classify nouns.

    Parameters
    ----------
    weights
        Checkpoint file with both networks.
    word_states
        Inputs of the networks; `WordStates()` if None.
    engine
        Library that computes the network of the tags.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of other classes, or has values that are not finite, or
        if the graph cannot be used.

    """

    def __init__(
        self,
        weights: Path = WEIGHTS,
        word_states: WordStates | None = None,
        engine: str = ONNX_RUNTIME,
    ) -> None:
        self._network = _load_network(weights, engine)
        self._noun_weight, self._noun_bias = _load_noun_layer(weights)
        self._states = word_states or WordStates()

    def tag(self, words: Sequence[str]) -> SentenceTags:
        """Return the tags of a sentence; words without a state are unaccounted."""
        tagged = words[:MAX_WORDS]
        pieces = self._states.pieces(tagged)
        outputs = self._network.run(
            {
                'states': pieces.states[None],
                'mask': np.ones((1, len(pieces.states)), np.bool_),
                'words': pieces.words[None],
                'features': self._states.features(tagged)[None],
            }
        )
        scores = np.full((len(words), len(ENTITIES)), -1e9)
        scores[:, 0] = 0.0
        kinds = [WordKind.UNACCOUNTED] * len(words)
        entities, found = _log_softmax(outputs['entities'][0]), outputs['kinds'][0].argmax(-1)
        has_state = pieces.words.any(1)
        for i in np.flatnonzero(has_state).tolist():
            scores[i], kinds[i] = entities[i], KINDS[found[i]]
        is_whole = len(tagged) == len(words) and bool(has_state.all())
        steps = [STEPS[i] for i in outputs['steps'][0].argmax(-1)] if is_whole else []
        return SentenceTags(
            tuple(kinds),
            scores,
            TASKS[int(outputs['task'][0].argmax())],
            ACTS[int(outputs['speech_act'][0].argmax())],
            tuple(steps),
        )

    def classify_noun(self, noun: str) -> dict[str, float]:
        """Return the probability of each of SHAPES; the rest is the one of other objects."""
        states = self._states.noun_states([noun])[0]
        scores = np.exp(_log_softmax(self._noun_weight @ states + self._noun_bias))
        return dict(zip(SHAPES, scores.tolist(), strict=False))


def tagger_structure(header: Mapping[str, Any]) -> dict[str, Any]:
    """Return the structure of the network from the header of its weights."""
    return {'classes': header['classes'], 'text_encoder': header.get('text_encoder')}


def _load_network(path: Path, engine: str) -> Any:
    is_onnx = is_onnx_runtime(engine)
    checkpoint = load_checkpoint(path, TAGGER_PREFIX, 'np' if is_onnx else 'pt')
    header = checkpoint.header
    if header.get('classes') != CLASSES:
        raise CheckpointError(
            f'{path} must have the classes {CLASSES}; it has {header.get("classes")}. {_REMEDY}'
        )
    if is_onnx:
        weights = {name: value.astype(np.float32) for name, value in checkpoint.tensors.items()}
        return OnnxNetwork(path, GRAPH, weights, tagger_structure(header))
    return _load_torch_network(path, checkpoint)


def _load_torch_network(path: Path, checkpoint: Checkpoint) -> Any:
    # Not imported at the top: the import of torch takes seconds and 100 MB.
    from vla_common.torch_network import TorchNetwork
    from vla_language.meaning.tagger_network import TaggerNetwork

    network = TaggerNetwork()
    try:
        network.load_state_dict(checkpoint.tensors)
    except RuntimeError as error:
        raise CheckpointError(
            f'{path} must have the tensors of this network; got {error}. {_REMEDY}'
        ) from error
    return TorchNetwork(network, INPUTS, OUTPUTS)


def _load_noun_layer(path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return weight (SHAPES + 1, CHANNELS) and bias (SHAPES + 1,) of the classifier of nouns."""
    tensors = load_checkpoint(path, NOUNS_PREFIX, 'np').tensors
    classes = len(SHAPES) + 1
    expected = {'weight': (classes, CHANNELS), 'bias': (classes,)}
    shapes = {name: value.shape for name, value in tensors.items()}
    if shapes != expected:
        raise CheckpointError(
            f'{path} must have the tensors of this network, {expected}; got {shapes}. {_REMEDY}'
        )
    return tensors['weight'], tensors['bias']


def _log_softmax(scores: Float32Array) -> Float32Array:
    """Return the logarithms of the probabilities of scores (..., classes)."""
    shifted = scores - scores.max(-1, keepdims=True)
    logs: Float32Array = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return logs
