# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Words of a text with their character spans.

Every character except white space belongs to a word: symbols, arrows and emoji are words of their
own, so that code in a command is never dropped. Clitics such as "'s" are words of their own, but
"don't" is one word. Only in a name of a task as data sets have it, such as "pick_up_the_red_cube",
underscores are white space.
"""

import re
from typing import NamedTuple

#: Typographic forms of one character each, and the plain form.
_PLAIN = str.maketrans({
    '\N{RIGHT SINGLE QUOTATION MARK}': "'", '\N{LEFT SINGLE QUOTATION MARK}': "'", '`': "'",
    '\N{LEFT DOUBLE QUOTATION MARK}': '"', '\N{RIGHT DOUBLE QUOTATION MARK}': '"',
    '\N{EN DASH}': '-', '\N{EM DASH}': '-', '\N{HYPHEN}': '-', '\N{NON-BREAKING HYPHEN}': '-',
})  # fmt: skip
_CLITIC = r"'(?:s|d|m|ll|re|ve)\b"
_WORD = re.compile(
    rf"""
    [<]?[-=~]+[>] | [<][-=~]+                  # arrows
    | (?<=\w){_CLITIC}                         # robot's: robot, 's
    | [^\W_]+(?:'(?!(?:s|d|m|ll|re|ve)\b)[^\W_]+)*  # words; don't
    | \S                                       # everything else
    """,
    re.IGNORECASE | re.VERBOSE,
)


#: At least two underscores: "red_cube" alone is an identifier.
_TASK_NAME = re.compile(r'\s*[a-z]+(?:_[a-z]+){2,}\s*', re.IGNORECASE)


class Word(NamedTuple):
    """A word in lower case, and where it is in the text."""

    text: str
    start: int
    end: int


def find_words(text: str) -> list[Word]:
    """Return the words of a text with their spans in it."""
    plain = text.translate(_PLAIN)
    if _TASK_NAME.fullmatch(plain):
        plain = plain.replace('_', ' ')
    return [Word(match[0].lower(), match.start(), match.end()) for match in _WORD.finditer(plain)]


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [word.text for word in find_words(text)]
