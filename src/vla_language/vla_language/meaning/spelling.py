# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Repair of misspelled words, towards words of the domain only.

A word in any list of English words is never changed. Several words at the same distance are kept:
"xube" is a cube or a tube, and the caller must not choose silently.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from functools import cache
import re
from typing import NamedTuple

from vla_language.meaning import nouns
from vla_language.meaning import vocabulary
from vla_language.meaning.color_terms import color_words
from vla_language.meaning.color_terms import shade_words
from vla_language.meaning.english_words import EVERYDAY_WORDS
from vla_language.meaning.english_words import FIRST_NAMES
from vla_language.meaning.english_words import IRREGULAR_FORMS
from vla_language.meaning.near_words import MEDIUM
from vla_language.meaning.near_words import nearest_words
from vla_language.meaning.near_words import SHORTEST
from vla_language.meaning.noun_shapes import noun_words

_LEAST_PART = 3
#: Frequent words; earlier words are read first in a tie.
_CORE = (
    'red green blue yellow orange purple white black cube cylinder sphere ball block box bowl '
    'plate dish tray can tube container thing object one square round pick grab lift take put '
    'place push point show find move slide left right forward back next between behind front '
    'under beside inside leftmost rightmost nearest closest farthest furthest middle the '
    'into onto please the with and you up your'
)
_PLURALS = 'cube cylinder sphere ball block bowl plate tray tube container object'.split()
_RELATIONS = (
    'top towards toward above over near away backwards forwards backward leftwards rightwards '
    'underneath beneath alongside adjacent central biggest smallest largest second third fourth'
)
_IRREGULAR = frozenset('slided putted setted taked getted gived bringed holded'.split())
#: English words that nobody says to this robot, and what they are misspelled for; short forms.
_UNLIKELY = {
    'garb': 'grab', 'thn': 'then', 'bowel': 'bowl', 'pate': 'plate', 'pus': 'push', 'bleu': 'blue',
    'withe': 'white', 'u': 'you', 'ur': 'your', 'yer': 'your', 'whit': 'white',
}  # fmt: skip
#: Words before which "too" is "to".
_AFTER_TO = vocabulary.ARTICLES | {'left', 'right', 'you'}
_ARROWS = frozenset(('->', '-->', '=>', '==>', '>', '\N{RIGHTWARDS ARROW}'))
_JOINED = {'pickup': ('pick', 'up'), 'putdown': ('put', 'down'), 'infront': ('in', 'front')}


_INTERJECTIONS = frozenset('no so oh uh um hm er ah yes please'.split())
_REPEATED = re.compile(r'([a-z])\1+')


class WordReading(NamedTuple):
    """A word as it is read; `alternatives` are other readings at the same distance."""

    text: str
    original: str
    alternatives: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the word was misspelled."""
        return self.text != self.original


@cache
def domain_words() -> tuple[str, ...]:
    """Return the words that a repair leads to first, the most frequent ones first."""
    verbs = [verb for group in vocabulary.TASK_VERBS.values() for verb in sorted(group)]
    words = [
        *_CORE.split(),
        *vocabulary.OTHER_COLORS,
        *_RELATIONS.split(),
        *(f'{noun}s' for noun in _PLURALS),
        'boxes',
        'dishes',
        *verbs,
        *(form for verb in verbs for form in _inflections(verb) if form not in _IRREGULAR),
        *nouns.SHAPE_ADJECTIVES,
        *sorted(w for w in vocabulary.FUNCTION_WORDS if len(w) >= MEDIUM),
    ]
    return tuple(dict.fromkeys(words))


@cache
def rare_words() -> tuple[str, ...]:
    """Return longer names of colors and nouns, to which a repair leads if one letter differs."""
    names = noun_words() | color_words()
    return tuple(sorted(w for w in names - set(domain_words()) if len(w) > MEDIUM))


@cache
def _core_words() -> tuple[str, ...]:
    return tuple(_CORE.split())


def _inflections(verb: str) -> list[str]:
    stem = verb.removesuffix('e')
    doubled = verb + verb[-1] if re.search(r'[^aeiou][aeiou][bdgnpt]$', verb) else stem
    plural = 'es' if verb.endswith(('s', 'sh', 'ch', 'x')) else 's'
    return [f'{verb}{plural}', f'{doubled}ing', f'{doubled}ed']


@cache
def _listed_words() -> frozenset[str]:
    """Return all words of the closed lists."""
    return frozenset(
        (
            *domain_words(), *IRREGULAR_FORMS, *FIRST_NAMES, *EVERYDAY_WORDS, *noun_words(),
            *color_words(), *shade_words(),
            *vocabulary.FUNCTION_WORDS, *vocabulary.FILLERS, *vocabulary.CONTRACTIONS,
            *vocabulary.NEGATIONS, *vocabulary.OTHER_VERBS, *vocabulary.COLOR_NOUNS,
            *vocabulary.SHADE_WORDS, *vocabulary.CORRECTION_CUES, *vocabulary.SETTING_WORDS,
            *nouns.ANY_NOUNS, *nouns.OTHER_NOUNS, *nouns.SHAPE_SUFFIXES,
        )
    )  # fmt: skip


class Speller:
    """
    Repair misspelled words of the domain.

    Parameters
    ----------
    dictionary_words
        English words that are never changed, in addition to the closed lists.

    """

    def __init__(self, dictionary_words: Iterable[str] = ()) -> None:
        self._dictionary = frozenset(dictionary_words)

    def is_english(self, word: str) -> bool:
        """Whether a word, or one that it is a form of, is in a list."""
        is_form = any(form in self._dictionary for form in vocabulary.lemmas(word))
        return is_form or word in _listed_words()

    def is_known(self, word: str) -> bool:
        """Whether a word is left alone: English, too short, or no plain word."""
        is_plain = len(word) >= SHORTEST and word.isascii() and word.isalpha()
        return not is_plain or self.is_english(word)

    def read(self, words: Sequence[str]) -> list[WordReading]:
        """Return the reading of each word; a joined word such as "redcube" becomes two."""
        readings: list[WordReading] = []
        words = [self._without_repetition(word) for word in words]
        for i, word in enumerate(words):
            if (word in _ARROWS or word == ',') and _joins_names(words, i):
                readings.append(WordReading('into', word))
                continue
            if parts := self._split(word):
                readings += [WordReading(part, word) for part in parts]
                continue
            candidates = _confused(word, words[i + 1 : i + 2])
            if not candidates and not self.is_known(word):
                candidates = _candidates(word)
            if candidates:
                readings.append(WordReading(candidates[0], word, candidates[1:]))
            else:
                readings.append(WordReading(word, word))
        return readings

    def _without_repetition(self, word: str) -> str:
        """Return "no" for "nooo", "uh" for "uhhh", and "on" for "onn"."""
        short = _REPEATED.sub(r'\1', word)
        is_function_word = short in vocabulary.FUNCTION_WORDS and not self.is_known(word)
        return short if short in _INTERJECTIONS or is_function_word else word

    def _split(self, word: str) -> tuple[str, ...]:
        """Return the two words of the domain that a word joins, or nothing."""
        if word in _JOINED:
            return _JOINED[word]
        if self.is_known(word) or _candidates(word, limit=1):
            return ()
        common = frozenset((*_core_words(), 'up'))
        pairs = ((word[:i], word[i:]) for i in range(2, len(word) - 1))
        return next(
            (
                pair
                for pair in pairs
                if pair[0] in common
                and pair[1] in common
                and (pair[0] == 'up' or len(pair[0]) >= _LEAST_PART)
            ),
            (),
        )


def _joins_names(words: Sequence[str], arrow: int) -> bool:
    """
    Whether an arrow is between a name, and nothing before it, and one of a receptacle.

    Behind a comma and a receptacle, nothing but polite words may follow: "red ball, blue bowl".
    """
    parts = color_words() | vocabulary.SHADE_WORDS | vocabulary.ARTICLES
    before, after = words[:arrow], words[arrow + 1 :]
    is_name = noun_words().issuperset(before[-1:]) and parts.issuperset(before[:-1])
    noun = next((i for i, word in enumerate(after) if word not in parts), len(after))
    if not (before and is_name and vocabulary.RECEPTACLES & set(after[noun : noun + 1])):
        return False
    rest = (word for word in after[noun + 1 :] if word.isalnum())
    return words[arrow] in _ARROWS or vocabulary.FILLERS.issuperset(rest)


def _confused(word: str, after: Sequence[str]) -> tuple[str, ...]:
    """Return the reading of an English word that is out of place, or nothing."""
    if word == 'too' and _AFTER_TO.issuperset(after) and after:
        return ('to',)
    return (_UNLIKELY[word],) if word in _UNLIKELY else ()


def _candidates(word: str, limit: int | None = None) -> tuple[str, ...]:
    """Return the readings of a misspelled word; a short word can only be a frequent one."""
    if len(word) <= SHORTEST:
        return nearest_words(word, _core_words(), limit)
    rare = rare_words() if len(word) >= MEDIUM else ()
    return nearest_words(word, domain_words(), limit) or tuple(
        other for other in nearest_words(word, rare, limit=1) if word[0] == other[0]
    )
