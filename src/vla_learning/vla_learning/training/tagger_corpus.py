# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sentences for the training of the command tagger, and batches of them."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tagger import WordStates
from vla_language.meaning.tagger_classes import MAX_WORDS
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import Step
from vla_language.meaning.tags import WordKind
from vla_language.meaning.word_features import FEATURES
from vla_learning.language.grammar.tagged_words import LabeledSentence

#: Batches for training are sorted by length inside windows of this many batches.
_WINDOW = 40
#: Class of padding in the labels of words; `cross_entropy` ignores it.
PADDING = -100
_INDEX = {
    kind: {member: i for i, member in enumerate(kind)}
    for kind in (Entity, WordKind, Step, RequestedTask, SpeechAct)
}

_T = TypeVar('_T')


@dataclass(frozen=True)
class TaggerBatch:
    """
    Inputs and labels of several sentences.

    Parameters
    ----------
    ids
        Ids (B, L) of the word pieces.
    mask, words, features
        Other inputs of `TaggerNetwork`.
    entities, kinds, steps
        Labels (B, W) of the words, PADDING behind the end.
    tasks, acts
        Labels (B,) of the sentences.

    """

    ids: Tensor
    mask: Tensor
    words: Tensor
    features: Tensor
    entities: Tensor
    kinds: Tensor
    steps: Tensor
    tasks: Tensor
    acts: Tensor


class _EncodedSentence(NamedTuple):
    """Arrays of a sentence in types that take little memory; labels are (3, words)."""

    ids: NDArray[np.int32]
    words: NDArray[np.bool_]
    features: NDArray[np.float16]
    labels: NDArray[np.int16]


class TaggerCorpus:
    """
    Sentences as inputs and labels of the network.

    Parameters
    ----------
    sentences
        Sentences with their labels.
    word_states
        Tokenizer and features of words.

    """

    def __init__(self, sentences: Sequence[LabeledSentence], word_states: WordStates) -> None:
        self._encoded = [_encode(sentence, word_states) for sentence in sentences]
        self._tasks = torch.tensor([_INDEX[RequestedTask][s.task] for s in sentences])
        self._acts = torch.tensor([_INDEX[SpeechAct][s.speech_act] for s in sentences])

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self._encoded)

    def batch(self, indices: Sequence[int]) -> TaggerBatch:
        """Return the sentences of some indices."""
        rows = [self._encoded[i] for i in indices]
        count, pieces = len(rows), max(len(row.ids) for row in rows)
        words = max(len(row.features) for row in rows)
        ids = torch.zeros(count, pieces, dtype=torch.long)
        mask = torch.zeros(count, pieces, dtype=torch.bool)
        of_words = torch.zeros(count, words, pieces)
        features = torch.zeros(count, words, FEATURES)
        labels = torch.full((3, count, words), PADDING)
        for i, row in enumerate(rows):
            w, p = row.words.shape
            ids[i, :p], mask[i, :p] = torch.from_numpy(row.ids), True
            of_words[i, :w, :p] = torch.from_numpy(row.words)
            features[i, :w] = torch.from_numpy(row.features)
            labels[:, i, :w] = torch.from_numpy(row.labels)
        tasks, acts = self._tasks[list(indices)], self._acts[list(indices)]
        entities, kinds, steps = labels
        return TaggerBatch(ids, mask, of_words, features, entities, kinds, steps, tasks, acts)

    def shuffled(self, size: int, rng: np.random.Generator) -> list[Sequence[int]]:
        """Return all indices once, in random batches of similar length."""
        order = rng.permutation(len(self)).tolist()
        windows = (
            sorted(window, key=lambda i: len(self._encoded[i].ids))
            for window in _split(order, size * _WINDOW)
        )
        batches = [batch for window in windows for batch in _split(window, size)]
        return [batches[i] for i in rng.permutation(len(batches))]

    def epoch(self, size: int, rng: np.random.Generator) -> Iterator[TaggerBatch]:
        """Yield all sentences once, in random batches of similar length."""
        return map(self.batch, self.shuffled(size, rng))


def _encode(sentence: LabeledSentence, word_states: WordStates) -> _EncodedSentence:
    words = sentence.words[:MAX_WORDS]
    texts = [word.text for word in words]
    ids, of_words = word_states.tokenize(texts)
    labels = [
        [_INDEX[Entity][word.entity] for word in words],
        [_INDEX[WordKind][word.kind] for word in words],
        _step_labels(sentence)[:MAX_WORDS],
    ]
    return _EncodedSentence(
        ids.astype(np.int32),
        of_words.astype(np.bool_),
        word_states.features(texts).astype(np.float16),
        np.array(labels, np.int16),
    )


def _step_labels(sentence: LabeledSentence) -> list[int]:
    """Return the step of each word; PADDING where it is not known."""
    if any(word.step for word in sentence.words):
        return [_INDEX[Step][word.step or Step.NEITHER] for word in sentence.words]
    # What else asks for several things may have two steps or more.
    is_known = sentence.speech_act is not SpeechAct.SEVERAL
    return [_INDEX[Step][Step.FIRST] if is_known else PADDING] * len(sentence.words)


def _split(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """Yield consecutive parts of at most `size` items."""
    return (items[i : i + size] for i in range(0, len(items), size))
