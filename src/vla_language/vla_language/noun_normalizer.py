# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Say unusual names of things in plain words, by a dictionary, before any model reads them.

The policy knows some hundred nouns by heart and guesses at others. A dictionary knows that a keg
is a barrel; where it is sure of a shape, the model reads that shape instead.
"""

from collections.abc import Callable
from collections.abc import Sequence
import re
from typing import Protocol

from vla_language.clauses import act_of
from vla_language.clauses import MODIFIERS
from vla_language.wordnet import Sense
from vla_language.wordnet import WordNet

#: Plain words of each shape, the first is what is read; a dictionary explains others by these.
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
#: Lexicographer files of things that a hand can take: artifacts, natural objects, shapes.
_TOPICS = (6, 17, 25)
# Of all meanings of a noun; fewer are slang or of one trade.
_LEAST_SHARE = 0.25
#: Need no explanation.
_PLAIN = frozenset(_SHAPE_OF) | set('bowl plate tray dish one object thing item toy'.split())
_BEGINS = frozenset('the a an this that my your our'.split())
_COLORS = frozenset('red green blue yellow orange purple white black'.split())
#: End the name of a thing, beside verbs of this robot.
_ENDS = MODIFIERS | frozenset(
    'and or then so to be is are was has have will would should must ought needs lies lie sits '
    'sit stands stand rests rest ends falls fall gone went up down off out there here please now '
    'it that which who '
    'more closer nearer far farther further straight'.split()
)
_WAY = re.compile(r'\w*wards?$')
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
# Ends the phrase that says what kind of thing something is: "small ball | of glass".
_GENUS = re.compile(
    r'\b(?:of|with|that|used|for|which|who|in|on|to|made|attached|from|by|at|having|consisting|'
    r'containing|where|formed|as|whose|worn|covered|and|or)\b|[,;:()]'
)


class Dictionary(Protocol):
    """What explains nouns."""

    def senses(self, noun: str) -> Sequence[Sense]:
        """Return the meanings of a noun, none for what it does not know."""
        ...


class Explainer:
    """
    Replace the names of things by their shapes, where a dictionary is sure of them.

    Parameters
    ----------
    dictionary
        Explains nouns; nothing is replaced without one.

    """

    def __init__(self, dictionary: Dictionary | None) -> None:
        self._dictionary = dictionary

    def __call__(self, text: str) -> str:
        """Return `text`, a readable command, as the model is to read it."""
        # From the end, so that the places of the words before stay right.
        for word in reversed(_heads(list(_WORD.finditer(text)), text)):
            if shape := self.shape_of(word[0]):
                text = f'{text[: word.start()]}{shape}{text[word.end() :]}'
        return text

    def shape_of(self, noun: str) -> str | None:
        """Return the one shape that a noun stands for, None where there is none or doubt."""
        if self._dictionary is None or noun.lower() in _PLAIN:
            return None
        senses = self._dictionary.senses(noun)
        found = [_shapes(sense, noun.lower()) for sense in senses]
        shapes = set().union(*found)
        sure = sum(map(bool, found)) >= _LEAST_SHARE * len(senses)
        return shapes.pop() if sure and len(shapes) == 1 else None


def _shapes(sense: Sense, noun: str) -> set[str]:
    """Return the shapes that a meaning is explained by."""
    if sense.topic not in _TOPICS:
        return set()
    words = {*sense.names, *sense.wider, _genus(sense.gloss)} - {noun}
    return {_SHAPE_OF[word] for word in words if word in _SHAPE_OF}


def _genus(gloss: str) -> str:
    words = _GENUS.split(gloss.lower(), maxsplit=1)[0].split()
    return words[-1] if words else ''


def _heads(words: Sequence[re.Match[str]], text: str) -> list[re.Match[str]]:
    """Return the last word of each name of a thing: drum of "the small red drum"."""
    heads: list[re.Match[str]] = []
    i = 0
    while i < len(words):
        if words[i][0].lower() not in _BEGINS | _COLORS:
            i += 1
            continue
        last = i
        for j in range(i + 1, min(len(words), i + _MOST_WORDS)):
            if not _goes_on(words[j - 1], words[j], text):
                break
            last = j
        if words[last][0].lower() not in _BEGINS | _COLORS:
            heads.append(words[last])
        i = last + 1
    return heads


def _goes_on(before: re.Match[str], word: re.Match[str], text: str) -> bool:
    beside = text[before.end() : word.start()].isspace()
    name = word[0].lower()
    return beside and name not in _ENDS | _BEGINS and not act_of(name) and not _WAY.match(name)


def _wordnet() -> Dictionary:
    return WordNet()


DICTIONARIES: dict[str, Callable[[], Dictionary | None]] = {
    'wordnet': _wordnet,
    'none': lambda: None,
}


def load_explainer(name: str) -> Explainer:
    """
    Load the dictionary called `name`.

    Raises
    ------
    ValueError
        If there is none of that name.
    WordNetError
        If its files cannot be read.

    """
    if name not in DICTIONARIES:
        raise ValueError(
            f'dictionary must be one of {sorted(DICTIONARIES)}, got {name!r}; '
            'set the parameter `dictionary` to one of them'
        )
    return Explainer(DICTIONARIES[name]())
