# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Replace unusual nouns by common nouns for the same shape, with the help of a dictionary.

The policy was trained with a few hundred nouns and generalizes to others with less certainty. A
dictionary defines a keg as a barrel, for example. If the dictionary gives one clear shape, the
name of that shape replaces the noun before the text is encoded.
"""

from collections.abc import Callable
from collections.abc import Sequence
import re
from typing import Protocol

from vla_language.clauses import MODIFIERS
from vla_language.clauses import verb_class_of
from vla_language.wordnet import Sense
from vla_language.wordnet import WordNet

#: Common nouns of each shape; the first one replaces all nouns that a dictionary relates to them.
SHAPES = {
    'cube': ('cube', 'cuboid', 'box', 'block', 'case', 'chest'),
    'cylinder': (
        'cylinder',
        'can',
        'barrel',
        'tube',
        'pipe',
        'rod',
        'roll',
        'cask',
        'column',
        'post',
    ),
    'sphere': ('sphere', 'ball'),
}
_SHAPE_OF = {word: shape for shape, words in SHAPES.items() for word in words}
#: Lexicographer files of objects that can be grasped: artifacts, natural objects, shapes.
_TOPICS = (6, 17, 25)
# Share of all senses of a noun; rarer senses are slang or technical terms.
_MIN_SHARE = 0.25
#: Nouns that are never replaced.
_COMMON_NOUNS = frozenset(_SHAPE_OF) | set(
    'bowl plate tray dish one object thing item toy'.split()
)
_DETERMINERS = frozenset('the a an this that my your our'.split())
_COLORS = frozenset('red green blue yellow orange purple white black'.split())
#: Words that end a noun phrase, in addition to the verbs of the tasks.
_PHRASE_ENDS = MODIFIERS | frozenset(
    'and or then so to be is are was has have will would should must ought needs lies lie sits '
    'sit stands stand rests rest ends falls fall gone went up down off out there here please now '
    'it that which who '
    'more closer nearer far farther further straight'.split()
)
_DIRECTION = re.compile(r'\w*wards?$')
_MAX_PHRASE_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
# End of the phrase that names the genus in a definition: "small ball | of glass".
_GENUS = re.compile(
    r'\b(?:of|with|that|used|for|which|who|in|on|to|made|attached|from|by|at|having|consisting|'
    r'containing|where|formed|as|whose|worn|covered|and|or)\b|[,;:()]'
)


class Dictionary(Protocol):
    """Interface of a dictionary."""

    def senses(self, noun: str) -> Sequence[Sense]:
        """Return the senses of a noun; an empty sequence for an unknown noun."""
        ...


class NounNormalizer:
    """
    Replace nouns by the names of their shapes.

    Parameters
    ----------
    dictionary
        Dictionary that relates nouns to shapes. If it is None, no noun is replaced.

    """

    def __init__(self, dictionary: Dictionary | None) -> None:
        self._dictionary = dictionary

    def __call__(self, text: str) -> str:
        """Return `text` with all nouns replaced for which the dictionary gives one shape."""
        # From the end, so that the positions of earlier words stay valid.
        for word in reversed(_find_head_nouns(list(_WORD.finditer(text)), text)):
            if shape := self.shape_of(word[0]):
                text = f'{text[: word.start()]}{shape}{text[word.end() :]}'
        return text

    def shape_of(self, noun: str) -> str | None:
        """Return the shape of a noun, or None if it has no shape or several."""
        if self._dictionary is None or noun.lower() in _COMMON_NOUNS:
            return None
        senses = self._dictionary.senses(noun)
        found = [_shapes(sense, noun.lower()) for sense in senses]
        shapes = set().union(*found)
        is_common = sum(map(bool, found)) >= _MIN_SHARE * len(senses)
        return shapes.pop() if is_common and len(shapes) == 1 else None


def _shapes(sense: Sense, noun: str) -> set[str]:
    """Return the shapes that names, hypernyms and definition of a sense contain."""
    if sense.topic not in _TOPICS:
        return set()
    words = {*sense.names, *sense.hypernyms, _genus(sense.gloss)} - {noun}
    return {_SHAPE_OF[word] for word in words if word in _SHAPE_OF}


def _genus(gloss: str) -> str:
    words = _GENUS.split(gloss.lower(), maxsplit=1)[0].split()
    return words[-1] if words else ''


def _find_head_nouns(words: Sequence[re.Match[str]], text: str) -> list[re.Match[str]]:
    """Return the last word of each noun phrase, such as "drum" in "the small red drum"."""
    heads: list[re.Match[str]] = []
    i = 0
    while i < len(words):
        if words[i][0].lower() not in _DETERMINERS | _COLORS:
            i += 1
            continue
        last = i
        for j in range(i + 1, min(len(words), i + _MAX_PHRASE_WORDS)):
            if not _continues_phrase(words[j - 1], words[j], text):
                break
            last = j
        if words[last][0].lower() not in _DETERMINERS | _COLORS:
            heads.append(words[last])
        i = last + 1
    return heads


def _continues_phrase(previous: re.Match[str], word: re.Match[str], text: str) -> bool:
    is_adjacent = text[previous.end() : word.start()].isspace()
    name = word[0].lower()
    is_end = name in _PHRASE_ENDS | _DETERMINERS or verb_class_of(name) or _DIRECTION.match(name)
    return is_adjacent and not is_end


def _wordnet() -> Dictionary:
    return WordNet()


DICTIONARIES: dict[str, Callable[[], Dictionary | None]] = {
    'wordnet': _wordnet,
    'none': lambda: None,
}


def load_noun_normalizer(name: str) -> NounNormalizer:
    """
    Load the dictionary with the name `name`.

    Raises
    ------
    ValueError
        If no dictionary has this name.
    WordNetError
        If its files cannot be read.

    """
    if name not in DICTIONARIES:
        raise ValueError(
            f'dictionary must be one of {sorted(DICTIONARIES)}, got {name!r}; '
            'set the parameter `dictionary` to one of them'
        )
    return NounNormalizer(DICTIONARIES[name]())
