# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Encoded sentences for the training of the command tagger, and batches of them."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tagger import WordStates
from vla_language.meaning.tagger_classes import STATES
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.tagged_words import LabeledSentence
from vla_learning.utils.cli import worker_pool

#: Sentences of similar length are encoded together, and a task for a process has several batches.
_BATCH, _CHUNK = 64, 1024
#: Batches for training are sorted by length inside windows of this many batches.
_WINDOW = 40
#: Class of padding in the labels of words; `cross_entropy` ignores it.
PADDING = -100
_INDEX = {
    kind: {member: i for i, member in enumerate(kind)}
    for kind in (Entity, WordKind, RequestedTask, SpeechAct)
}

Array16 = NDArray[np.float16]
_T = TypeVar('_T')
#: Inputs of a process that encodes.
_word_states: WordStates | None = None


@dataclass(frozen=True)
class TaggerBatch:
    """
    Inputs and labels of several sentences.

    Parameters
    ----------
    states, features, mask
        Inputs (B, L, ...) of `TaggerNetwork`.
    entities, kinds
        Labels (B, L) of the words, PADDING behind the end.
    tasks, acts
        Labels (B,) of the sentences.

    """

    states: Tensor
    features: Tensor
    mask: Tensor
    entities: Tensor
    kinds: Tensor
    tasks: Tensor
    acts: Tensor


class TaggerCorpus:
    """
    Encoded sentences.

    Parameters
    ----------
    sentences
        Sentences with their labels.
    inputs
        States and features (words, STATES + FEATURES) of each sentence.

    """

    def __init__(self, sentences: Sequence[LabeledSentence], inputs: Sequence[Array16]) -> None:
        self._inputs = inputs
        self._labels = [_word_labels(s) for s in sentences]  # (2, words) each
        self._tasks = torch.tensor([_INDEX[RequestedTask][s.task] for s in sentences])
        self._acts = torch.tensor([_INDEX[SpeechAct][s.speech_act] for s in sentences])

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self._inputs)

    def batch(self, indices: Sequence[int]) -> TaggerBatch:
        """Return the sentences of some indices."""
        longest = max(len(self._inputs[i]) for i in indices)
        inputs = torch.zeros(len(indices), longest, self._inputs[indices[0]].shape[1])
        labels = torch.full((2, len(indices), longest), PADDING)
        for row, i in enumerate(indices):
            count = len(self._inputs[i])
            inputs[row, :count] = torch.from_numpy(self._inputs[i])
            labels[:, row, :count] = torch.from_numpy(self._labels[i])
        return TaggerBatch(
            inputs[..., :STATES],
            inputs[..., STATES:],
            labels[0] != PADDING,
            labels[0],
            labels[1],
            self._tasks[list(indices)],
            self._acts[list(indices)],
        )

    def shuffled(self, size: int, rng: np.random.Generator) -> list[Sequence[int]]:
        """Return all indices once, in random batches of similar length."""
        order = rng.permutation(len(self)).tolist()
        windows = (
            sorted(window, key=lambda i: len(self._inputs[i]))
            for window in _split(order, size * _WINDOW)
        )
        batches = [batch for window in windows for batch in _split(window, size)]
        return [batches[i] for i in rng.permutation(len(batches))]

    def epoch(self, size: int, rng: np.random.Generator) -> Iterator[TaggerBatch]:
        """Yield all sentences once, in random batches of similar length."""
        return map(self.batch, self.shuffled(size, rng))


def encode_corpus(sentences: Sequence[LabeledSentence], processes: int) -> TaggerCorpus:
    """Encode sentences with frozen MiniLM in several processes."""
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].words))
    chunks = [
        [[word.text for word in sentences[i].words] for i in chunk]
        for chunk in _split(order, _CHUNK)
    ]
    with worker_pool(processes, _start_worker) as pool:
        encoded = [inputs for chunk in pool.imap(_encode, chunks) for inputs in chunk]
    return TaggerCorpus([sentences[i] for i in order], encoded)


def encode_sentences(words: WordStates, sentences: Sequence[Sequence[str]]) -> list[Array16]:
    """Return the inputs (words, STATES + FEATURES) of sentences."""
    return [
        np.concatenate([states, words.features(sentence)], 1).astype(np.float16)
        for batch in _split(sentences, _BATCH)
        for sentence, states in zip(batch, words.states(batch), strict=True)
    ]


def _start_worker() -> None:
    global _word_states
    torch.set_num_threads(1)
    _word_states = WordStates()


def _encode(sentences: Sequence[Sequence[str]]) -> list[Array16]:
    assert _word_states is not None
    # The rounding errors are far below the noise that the training adds, and processors with
    # instructions for bfloat16 take half of the time.
    with torch.autocast('cpu', torch.bfloat16):
        return encode_sentences(_word_states, sentences)


def _word_labels(sentence: LabeledSentence) -> NDArray[np.int64]:
    """Return entity and kind (2, words) of each word."""
    entities = [_INDEX[Entity][word.entity] for word in sentence.words]
    kinds = [_INDEX[WordKind][word.kind] for word in sentence.words]
    return np.array([entities, kinds])


def _split(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """Yield consecutive parts of at most `size` items."""
    return (items[i : i + size] for i in range(0, len(items), size))
