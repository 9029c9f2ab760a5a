# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Clauses of a text that asks for one thing after the other."""

from collections.abc import Iterator
import re
from typing import NamedTuple

from vla_language.meaning.vocabulary import FILLERS
from vla_language.meaning.vocabulary import lemmas
from vla_language.meaning.vocabulary import NO_FORMS
from vla_language.meaning.vocabulary import TASK_WORDS
from vla_language.meaning.words import find_words

_DONE = (
    r"(?:(?:that|this|it) (?:(?:'s|is|has been) )?(?:all )?(?:done|finished|complete|completed)"
    r'|you did (?:that|this|it|so)(?! with)'
    r"|(?:you (?:'ve |'re |have |are )?|your )?(?:done|finished)(?: (?:with )?(?:that|this|it))?)"
)
_MARKER = (
    r'(?:then|afterwards?|subsequently|thereafter|after (?:that|this|which)'
    rf'|(?:once|when|as soon as|after) {_DONE})'
)
#: "Do the same with the blue one."
SAME_ACT = (
    r'(?:(?:now|also|please|just|can you|could you|would you) )*(?:do )?(?:exactly )?(?:the )?'
    r'same(?: thing)? (?:with|to|for)\b'
)
#: Sequence words that are something else inside of a clause: "next to the bowl".
_MARKER_BEHIND_PAUSE = (
    rf'(?:{_MARKER}|{SAME_ACT}|next(?! to\b)|secondly|second(?= ,)|finally|lastly'
    r'|(?:finish|end)(?: off| up)? (?:by|with)(?= \w+ing\b))'
)
_PAUSE = r'(?:[,.;:!-]|and|&|n)'
# "... then stop" ends a command; it is no second step.
_NO_STEP = (
    r'(?:(?:please|kindly|you|can|may|should|do) )*'
    r'(?:stop|rest|relax|wait|leave (?:it|that)|see (?:to|about) (?:it|that)|make it so)\b'
)
_NO_WEAK_STEP = re.compile(rf'{_NO_STEP}(?: (?:there|now|please))*(?= (?:[.,!;:]|$))')
_CONNECTOR = re.compile(
    rf'(?<= )(?:(?:{_PAUSE} )+{_MARKER_BEHIND_PAUSE}|{_MARKER}) '
    rf'(?:(?:{_PAUSE}|{_MARKER_BEHIND_PAUSE}) )*(?!{_NO_STEP})(?=\w)'
)
_WEAK_CONNECTOR = re.compile(r'(?<= )(?:[.,;!] (?:and |& )?|and |& |n )(?=\w)')
_OPENING = re.compile(
    rf'^ (?:(?:{"|".join(sorted(FILLERS))}|so|now|,) )*'
    r'(?:first(?: of all| off)?|firstly|(?:to )?(?:start|begin)(?: with| by)?) (?:, )?(?=\w)'
)
_CLOSING = re.compile(
    rf' (?:, )?(?:first|as well|too|also|(?:right|straight) after'
    rf'|in (?:that|this) order|{_MARKER}|next)(?= (?:[.,!] )*$)'
)
_IN_ORDER = re.compile(r' (?:, )?in (?:that|this) order (?:[.!] )*$')
#: "Step 3 : ...".
_UNIT = r'(?:steps?|tasks?|jobs?|parts?|number|item)'
_THIRD_NUMBER = re.compile(rf' (?:{_UNIT} (?:3|three)|(?:3|3rd) [:.)]) ')
#: Candidates without sequence words that are tried.
_MAX_WEAK = 2


class Clauses(NamedTuple):
    """
    Two clauses in the order in which they are to be done.

    Parameters
    ----------
    texts
        The clauses.
    is_explicit
        Whether words such as "then", or the lack of a second verb, say that there are two steps.

    """

    texts: tuple[str, str]
    is_explicit: bool


def split_clauses(text: str) -> list[Clauses]:
    """Return the ways to read a text as two clauses, the most likely one first."""
    words = _Words(text)
    connectors = words.connectors()
    if len(connectors) == 1:
        (start, end), last = connectors[0], len(words.text)
        return [words.clauses((0, start), (end, last), is_explicit=True)]
    if connectors or _THIRD_NUMBER.search(words.text):
        return []
    return list(words.weak_candidates())


def split_at_joints(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text before and behind each comma, end of a sentence and "and"."""
    words = _Words(text)
    for match in _WEAK_CONNECTOR.finditer(words.text):
        spans = (0, match.start()), (match.end(), len(words.text))
        yield words.clauses(*spans, is_explicit=False).texts


def task_verbs(text: str) -> list[str]:
    """Return the words of a text that are verbs of tasks."""
    return [word.text for word in find_words(text) if _is_verb(word.text)]


def count_steps(text: str) -> int:
    """Return the number of steps that sequence words in a text announce."""
    words = _Words(text)
    return 1 + len(words.connectors()) + 2 * bool(_THIRD_NUMBER.search(words.text))


class _Words:
    """Words of a text, joined by single spaces, with the way back to the text."""

    def __init__(self, text: str) -> None:
        self._original, self._words = text, find_words(text)
        self.text = f' {" ".join(word.text for word in self._words)} '

    def connectors(self) -> list[tuple[int, int]]:
        """Return where sequence words stand between words with content."""
        spans = (match.span() for match in _CONNECTOR.finditer(self.text))
        return [
            (start, end)
            for start, end in spans
            if _has_content(self.text[:start]) and _has_content(self.text[end:])
        ]

    def clauses(
        self, first: tuple[int, int], second: tuple[int, int], *, is_explicit: bool
    ) -> Clauses:
        """Return two clauses, without the words around them that only announce an order."""
        opening = _OPENING.match(self.text) if is_explicit else None
        first = (opening.end() if opening else first[0], first[1])
        texts = (self._original_text(*first), self._original_text(*second))
        is_ordered = bool(_CLOSING.search(self.text[slice(*second)]))
        return Clauses(texts, is_explicit or is_ordered)

    def weak_candidates(self) -> Iterator[Clauses]:
        """Yield clauses without sequence words between them; the second begins with a verb."""
        is_ordered = bool(_IN_ORDER.search(self.text))
        found = 0
        for match in _WEAK_CONNECTOR.finditer(self.text):
            if _NO_WEAK_STEP.match(self.text, match.end()):
                continue
            behind = self.text[match.end() :].split()
            verb = next((word for word in behind if word not in FILLERS), '')
            has_verb = _is_verb(verb) and any(map(_is_verb, self.text[: match.start()].split()))
            if (has_verb or is_ordered) and found < _MAX_WEAK:
                found += 1
                spans = (0, match.start()), (match.end(), len(self.text))
                yield self.clauses(*spans, is_explicit=is_ordered)

    def _original_text(self, start: int, end: int) -> str:
        """Return the part of the original text for a part of the joined words."""
        if closing := _CLOSING.search(f'{self.text[start:end].rstrip()} '):
            end = start + closing.start()
        first = self.text[: start + 1].count(' ') - 1
        last = first + len(self.text[start:end].split())
        if last <= first:
            return ''
        return self._original[self._words[first].start : self._words[last - 1].end]


def _has_content(text: str) -> bool:
    return any(word.isalnum() and word not in FILLERS for word in text.split())


def _is_verb(word: str) -> bool:
    return word not in NO_FORMS and bool(TASK_WORDS & set(lemmas(word)))
