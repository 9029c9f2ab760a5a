# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Features of a word for the tagger: parts of speech in WordNet, and membership in closed lists.

Fellbaum (ed.), WordNet: An Electronic Lexical Database, MIT Press 1998. The manual pages
wndb(5WN) and senseidx(5WN) describe the file formats.
"""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from vla_language.meaning import vocabulary
from vla_language.meaning.color_terms import color_words
from vla_language.meaning.noun_shapes import noun_words
from vla_language.meaning.nouns import SHAPE_ADJECTIVES
from vla_language.meaning.vocabulary import lemmas
from vla_language.meaning.wordnet import find_files
from vla_language.meaning.wordnet import INSTALL
from vla_language.meaning.wordnet import WordNetError

_PARTS = ('noun', 'verb', 'adj', 'adv')
#: Codes of the parts of speech in sense keys; 5 are satellites of adjectives.
_PART_CODES = {'1': 0, '2': 1, '3': 2, '5': 2, '4': 3}
#: Inflected forms are looked up as at most this many lemmas.
_MAX_LEMMAS = 6


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RECEPTACLES = _words(
    'bowl plate dish saucer tray platter basin container pan pot basket box bin bucket '
    'receptacle tub mug cup vessel holder'
)
_PREPOSITIONS = _words(
    'in into inside within on onto upon atop to toward towards next beside near by alongside '
    'left right front behind between under beneath above over from off at of below against'
)
_QUANTITIES = _words(
    'two three four five six both all every each several many few half couple everything some any'
)
_DIRECTIONS = _words(
    'left right forward forwards back backward backwards away ahead leftward leftwards rightward '
    'rightwards closer nearer up down'
)
_EXTREMES = _words(
    'leftmost rightmost nearest closest farthest furthest middle first second third last biggest '
    'smallest largest fourth next'
)
_FUTURE = _words(
    'if unless when once until tomorrow tonight later yesterday already before after whenever '
    'while soon minutes hour hours monday week'
)
_LISTS: tuple[frozenset[str], ...] = (
    frozenset(vocabulary.BASIC_COLORS),
    frozenset(vocabulary.OTHER_COLORS),
    color_words(),
    noun_words(),
    frozenset(SHAPE_ADJECTIVES),
    _RECEPTACLES,
    _PREPOSITIONS,
    vocabulary.FUNCTION_WORDS | vocabulary.CONTRACTIONS,
    vocabulary.FILLERS,
    vocabulary.NEGATIONS,
    vocabulary.CORRECTION_CUES,
    vocabulary.PRONOUNS,
    _QUANTITIES,
    _DIRECTIONS,
    _EXTREMES,
    _FUTURE,
    vocabulary.HARMLESS_ATTRIBUTES | vocabulary.TASTES,
)
#: Lists of lemmas: an inflected form counts, too.
_LEMMA_LISTS: tuple[frozenset[str], ...] = (
    *vocabulary.TASK_VERBS.values(),
    vocabulary.OTHER_VERBS,
)
#: Number of features of a word.
FEATURES = 2 * len(_PARTS) + len(_LISTS) + len(_LEMMA_LISTS) + 3


class WordFeatures:
    """
    Features of words.

    Parameters
    ----------
    folder
        Folder with the index files of WordNet; the result of `wordnet.find_files` if None.

    Raises
    ------
    WordNetError
        If a file is missing or corrupt.

    """

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder or find_files()
        try:
            self._lemmas = tuple(_read_index(folder / f'index.{part}') for part in _PARTS)
            self._counts = _read_counts(folder / 'index.sense')
        except (OSError, ValueError) as error:
            raise WordNetError(f'cannot read WordNet: {error}; run `{INSTALL}`') from error
        self._features = lru_cache(maxsize=20000)(self._compute)

    def __call__(self, word: str) -> NDArray[np.float32]:
        """Return the features (FEATURES,) of a word in lower case."""
        return self._features(word)

    def counts(self, word: str) -> tuple[int, ...]:
        """Return how often a lemma occurs as noun, verb, adjective and adverb in tagged texts."""
        return self._counts.get(word, (0, 0, 0, 0))

    def dictionary_words(self) -> frozenset[str]:
        """Return all single words of letters."""
        return frozenset(filter(str.isalpha, frozenset().union(*self._lemmas)))

    def _compute(self, word: str) -> NDArray[np.float32]:
        forms = lemmas(word)[:_MAX_LEMMAS]
        counts = np.sum([self.counts(form) for form in forms], axis=0)
        listed = [any(form in index for form in forms) for index in self._lemmas]
        closed = [word in words for words in _LISTS]
        verbs = [any(form in words for form in forms) for words in _LEMMA_LISTS]
        is_word = any(map(str.isalnum, word))
        is_unknown = is_word and not (any(listed) or any(closed) or any(verbs))
        flags = (*listed, *closed, *verbs, is_unknown, not is_word, word[:1].isdigit())
        return np.array([*(counts / (counts.sum() + 1)), *flags], np.float32)


def _read_index(path: Path) -> frozenset[str]:
    lines = path.read_text('latin-1').splitlines()
    names = (line.split(' ', 1)[0] for line in lines if line[:1] != ' ')
    return frozenset(name for name in names if '_' not in name)


def _read_counts(path: Path) -> dict[str, tuple[int, ...]]:
    """Return the number of tagged occurrences of each lemma by part of speech."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for line in path.read_text('latin-1').splitlines():
        key, _, _, count = line.split()
        lemma, _, sense = key.partition('%')
        if count != '0' and '_' not in lemma:
            found[lemma][_PART_CODES[sense[0]]] += int(count)
    return {lemma: tuple(counts) for lemma, counts in found.items()}
