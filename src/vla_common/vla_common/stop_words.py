# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Detection of stop commands by rules, independent of any model.

A missed stop is worse than an unnecessary one. But users would switch off a detector that reports
every mention of a bus stop. A command is therefore split into clauses at punctuation. The command
is a stop if one of its clauses satisfies one of these rules:

- Its first word that is not a filler (please, ok, can you, the robot) is an unambiguous stop word,
  such as stop, halt or freeze: "ok, please stop now", "push the cube. STOP!", "stop pushing".
- It contains only fillers and stop words. This rule covers stop words with a second meaning:
  Spanish "para" is a stop, "para el cubo rojo" is not.
- It is a fixed phrase: "don't move".
- It contains a stop sign emoji.

"push the red cube to the bus stop sign", "do not stop" and "lift the cube and then stop" are not
stops. Case, accents, punctuation, repeated letters ("STOOOP"), spaced letters ("s t o p"),
invisible characters, and letters of other alphabets or styles that look like Latin ones have no
influence. Of misspellings, only a few frequent ones ("sotp", "stahp") are detected.
The words are in `stop_lexicon`.
"""

from enum import auto
from enum import Enum
from functools import lru_cache
import re
import unicodedata

from vla_common import stop_lexicon

_MAX_CHARACTERS = 4096
_MAX_WORD = 32  # longer than each entry of the lexicon
_MAX_CACHED_CODES = 65536
_CLAUSE_END = '\n'
# A character between the parts of don't, e-stop or s_t_o_p.
_CONNECTOR, _CONNECTORS = '\0', "'\u2019\u02bc\u2018`-\u2010_"
_CONNECTOR_INSIDE_WORD = re.compile(r'\0(?<=\w\0)(?=\w)')
_ACUTE_ACCENT = '\N{ACUTE ACCENT}'  # typed as an apostrophe; NFKD splits it into space and accent
_REPEATED = re.compile(r'(\w)\1+')
_SPACED_LETTERS = re.compile(r'(?<!\S)\S(?:\s+\S(?!\S)){2,}')
_SPACED_LETTERS_MIN = 3
_LONGEST_PHRASE = 4
_MAX_WAIT_WORDS = 6


class _FoldTable(dict[int, str]):
    """Translation table that computes its entries on demand."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character) in ('Mn', 'Mc', 'Me', 'Cf'):
            folded = ''
        else:
            kept = character.isalnum() or character.isspace()
            folded = character if kept else _CLAUSE_END
        if len(self) < _MAX_CACHED_CODES:
            self[code] = folded
        return folded


def _make_fold_table() -> _FoldTable:
    table = _FoldTable({ord(connector): _CONNECTOR for connector in _CONNECTORS})
    letters = stop_lexicon.LOOK_ALIKES.split()
    for latin, others in zip(letters[::2], letters[1::2], strict=True):
        table |= {ord(other): latin for other in unicodedata.normalize('NFKD', others).casefold()}
    # Squared, circled and regional letters without a decomposition.
    for first in (0x1F150, 0x1F170, 0x1F1E6):
        table |= {first + i: chr(ord('a') + i) for i in range(26)}
    table |= {ord(sign): '\nstop\n' for sign in stop_lexicon.STOP_SIGNS}
    # 'stophand' is the word that stands for a raised-hand emoji.
    table |= {ord(sign): ' stophand ' for sign in stop_lexicon.HAND_SIGNS}
    return table


_FOLD_TABLE = _make_fold_table()


def _fold(text: str) -> str:
    """Fold case, accents, width and look-alike letters; a line is a clause."""
    if not text.isascii():
        text = unicodedata.normalize('NFKD', text.replace(_ACUTE_ACCENT, "'"))
    folded = text.casefold().replace(_CONNECTOR, _CLAUSE_END).translate(_FOLD_TABLE)
    if _CONNECTOR in folded:
        folded = _CONNECTOR_INSIDE_WORD.sub('', folded).replace(_CONNECTOR, _CLAUSE_END)
    return folded


def _merge_repeated(text: str) -> str:
    return _REPEATED.sub(r'\1', text)


def _normalize(text: str) -> str:
    return ' '.join(_merge_repeated(_fold(text)).split())


def _words(text: str) -> frozenset[str]:
    return frozenset(_normalize(text).split())


def _lines(text: str) -> frozenset[str]:
    return frozenset(map(_normalize, text.strip().splitlines()))


_UNAMBIGUOUS = _words(stop_lexicon.UNAMBIGUOUS)
_AMBIGUOUS = _words(stop_lexicon.AMBIGUOUS)
_FILLERS = _words(stop_lexicon.FILLERS)
_PHRASES = _lines(stop_lexicon.PHRASES)
_LEADING_PHRASES = _lines(stop_lexicon.LEADING_PHRASES)
_PHRASE_WORDS = frozenset(' '.join(_PHRASES | _LEADING_PHRASES).split())
_WAIT_WORDS = _words(stop_lexicon.WAIT_WORDS)
_UNSPACED = _words(stop_lexicon.UNSPACED)
_POLITE = _words(stop_lexicon.UNSPACED_POLITE)
_UNSPACED_POLITE = re.compile(f'^(?:{"|".join(_POLITE)})+')
_UNSPACED_STARTS = frozenset(entry[0] for entry in _UNSPACED | _POLITE)


class _WordKind(Enum):
    STOP = auto()
    AMBIGUOUS = auto()
    FILLER = auto()
    #: May begin a phrase.
    PHRASE = auto()
    OTHER = auto()


def is_stop_command(text: str) -> bool:
    """
    Return whether `text` is a stop command.

    Parameters
    ----------
    text
        Command of a user, in any form and of any length.

    """
    folded = _fold(text[:_MAX_CHARACTERS])
    if _has_stop_clause(folded):
        return True
    words = folded.split()
    if len(words) <= _MAX_WAIT_WORDS and _is_wait(words):
        return True
    lengths = list(map(len, words))
    if lengths.count(1) < _SPACED_LETTERS_MIN or '\1\1\1' not in ''.join(map(chr, lengths)):
        return False
    return _has_stop_clause(_SPACED_LETTERS.sub(lambda run: ''.join(run[0].split()), folded))


def _has_stop_clause(folded: str) -> bool:
    return any(map(_is_stop_clause, set(folded.split(_CLAUSE_END))))


def _is_wait(words: list[str]) -> bool:
    merged = set(map(_merge_repeated, words))
    return 'wait' in merged and _WAIT_WORDS.issuperset(merged)


def _kind(word: str) -> _WordKind:
    return _cached_kind(word if len(word) <= _MAX_WORD else _shorten(word))


@lru_cache(maxsize=8192)
def _cached_kind(word: str) -> _WordKind:
    word = _merge_repeated(word)
    if word in _FILLERS:
        return _WordKind.FILLER
    if word in _UNAMBIGUOUS:
        return _WordKind.STOP
    if word in _AMBIGUOUS:
        return _WordKind.AMBIGUOUS
    begins = word in _PHRASE_WORDS or word[:1] in _UNSPACED_STARTS
    return _WordKind.PHRASE if begins else _WordKind.OTHER


def _shorten(word: str) -> str:
    """Merge the repeated letters of a long word; cut it if it is too long for a stop word."""
    head = _merge_repeated(word[: 2 * _MAX_WORD])
    return (head if len(head) > _MAX_WORD else _merge_repeated(word))[: _MAX_WORD + 1]


def _is_stop_clause(clause: str) -> bool:
    words, first, ambiguous = clause.split(), -1, False
    for index, word in enumerate(words):
        kind = _kind(word)
        if kind is _WordKind.FILLER:
            continue
        if kind is _WordKind.STOP and not ambiguous:
            return True
        if kind is _WordKind.OTHER and first < 0:
            return False
        first = index if first < 0 else first
        if kind not in (_WordKind.STOP, _WordKind.AMBIGUOUS):
            return _is_phrase(words, first)
        ambiguous = True
    return ambiguous


def _is_phrase(words: list[str], first: int) -> bool:
    """Return whether the words, of which `first` is the first content word, are a phrase."""
    rest = [_merge_repeated(word) for word in words[first : first + _LONGEST_PHRASE]]
    if any(' '.join(rest[:length]) in _LEADING_PHRASES for length in (2, 3)):
        return True
    if _UNSPACED_POLITE.sub('', _merge_repeated(''.join(words))) in _UNSPACED:
        return True
    last = len(words) - 1
    while _kind(words[last]) is _WordKind.FILLER:
        last -= 1
    return last - first < _LONGEST_PHRASE and any(
        _merge_repeated(' '.join(words[start:end])) in _PHRASES
        for start in range(max(0, last + 1 - _LONGEST_PHRASE), first + 1)
        for end in range(max(last + 1, start + 2), start + _LONGEST_PHRASE + 1)
    )
