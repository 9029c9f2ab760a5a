# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generators of the grammar with a few dictionary words, and marked text of tagged words."""

from collections.abc import Sequence

import numpy as np
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.dictionary_words import DictionaryWords
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.tagged_words import LabeledWord

DICTIONARY = DictionaryWords(
    things=('anvil', 'fruit knife', 'harp'),
    adjectives=('pale', 'rural', 'vast'),
    verbs=('admire', 'knit', 'smuggle'),
)
_ENTITIES = dict(zip(Entity, '-TDtdX', strict=True))


def make_frames(seed: int = 0) -> FrameExpander:
    """Return an expander of frames."""
    return FrameExpander(np.random.default_rng(seed), DICTIONARY)


def mark(words: Sequence[LabeledWord]) -> str:
    """Return words with entity and kind, such as "cube/T/noun"; fillers are plain."""
    return ' '.join(
        word.text
        if (word.entity, word.kind) == (Entity.NONE, WordKind.FILLER)
        else f'{word.text}/{_ENTITIES[word.entity]}/{word.kind.value}'
        for word in words
    )
