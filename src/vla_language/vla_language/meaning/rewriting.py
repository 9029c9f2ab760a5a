# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Wordings that are replaced by plainer ones with the same meaning before a sentence is tagged."""

from collections.abc import Sequence
import re

from vla_language.meaning.spelling import WordReading

_END = r'(?=$| [,.;:!?])'
_BESIDE = r'(?:next to|beside|near|close to|alongside|by)'
_IN = r'(?:in|on|into|onto|inside|under)(?: top of)?'
#: Patterns of words, and what replaces them.
_REWRITES = (
    # "Next to the bowl, not in it": the part behind the relation adds nothing.
    (
        rf'\b(?P<goal>(?:{_BESIDE}|in front of|behind|(?:left|right) of)(?: \w+){{1,4}}?)'
        rf'(?: ,| but| and)* (?:not|rather than|instead of) {_IN} it{_END}',
        r'\g<goal>',
    ),
    # "Beside the bowl, on its left side"
    (
        rf'\b{_BESIDE}(?P<object>(?: \w+){{1,4}}?)(?: ,)? (?:on|to|at) its (?P<side>left|right)'
        rf'(?: - hand| hand)?(?: side)?{_END}',
        r'to the \g<side> of\g<object>',
    ),
    # "Not the red ball but the blue one"
    (
        r'\bnot (?P<other>the (?:\w+ ){0,3}?\w+)(?: ,)? but (?:rather )?'
        rf'(?P<target>the (?:\w+ )*?\w+){_END}',
        r'\g<target> , not \g<other>',
    ),
    (r'\b(?P<any>any|anything|any one|whatever) at all\b', r'\g<any>'),
    # "From left to right, lift the third can", but not "push it from left to right"
    (
        r'^(?P<count>(?:counting |going |counted )?from) (?P<side>left|right) to (?:left|right)\b'
        r'(?=.*\b(?:first|second|third|fourth|fifth|last)\b)',
        r'\g<count> the \g<side>',
    ),
    (r'^do nothing (?:else )?(?:but|except|other than) ', ''),
    (r' (?:go )+go(?: [!.])*$', ''),
)


def with_plain_wording(readings: Sequence[WordReading]) -> list[WordReading]:
    """Return the words of a sentence with plainer wordings; other words keep their reading."""
    text = plain = ' '.join(reading.text for reading in readings)
    for pattern, replacement in _REWRITES:
        plain = re.sub(pattern, replacement, plain)
    if plain == text:
        return list(readings)
    left = list(readings)
    words: list[WordReading] = []
    for word in plain.split():
        same = next((reading for reading in left if reading.text == word), None)
        if same:
            left.remove(same)
        words.append(same or WordReading(word, word))
    return words
