# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Wordings that are replaced by plainer ones with the same meaning before a sentence is tagged."""

from collections.abc import Sequence
import re

from vla_language.meaning.spelling import WordReading
from vla_language.meaning.vocabulary import BASIC_COLORS
from vla_language.meaning.vocabulary import TASK_WORDS

_COLORS = '|'.join(BASIC_COLORS)
_BESIDE = r'(?:next to|beside|alongside)'
_SIDE = r'(?:(?:to the )?(?:left|right) of|behind|in front of|next to|beside)'
_IN = r'(?:in|on|into|onto|inside|under)(?: top of)?'
_END = r'(?=$| [,.;:!?])'
_START, _STOP = r'(?<!\S)', r'(?!\S)'
#: Names in "target = red cube / action = pick".
_KEYS = '(?:target|action|task|object|goal|destination)'
#: Patterns of words, and what replaces them.
_REWRITES = (
    # A mark that is repeated is one.
    (rf'{_START}(?P<mark>(?:_|[^\w\s])\S*)(?: (?P=mark))+{_STOP}', r'\g<mark>'),
    (rf'{_START}(?P<key>{_KEYS}) ={_STOP}', r'\g<key> :'),
    (rf'{_START}[/|] (?={_KEYS}{_STOP})', ', '),
    (rf'{_START}& (?=(?:{"|".join(sorted(TASK_WORDS))}){_STOP})', 'and '),
    (r'\bacross (?=to\b)', ''),
    (r'\bthe remaining\b', 'the other'),
    # "The other" without a noun
    (
        rf'\bthe other(?=$| (?:[,.;:!?-]|and|to|into|in|on|onto|left|right|forward|back){_STOP})',
        'the other one',
    ),
    # Assistants are addressed by name.
    (r"^(?:(?:hey|hi|hello|ok|okay) )?(?:alexa|siri|google|cortana)(?: ,)? (?!'s)(?=\w)", ''),
    (r'^do nothing (?:else )?(?:but|except|other than) ', ''),
    (r'\bfirst of all(?: ,)? (?!.*\b(?:then|next|second|after|afterwards|finally)\b)', ''),
    (r'\b(any(?:thing| one)?|whatever) at all\b', r'\1'),
    # "Grab a ball, any ball will do"
    (
        r'\ba (?P<noun>\w+)\b(?P<between>.*?)(?: ,)? any (?P=noun)\b(?: (?:will|would) do)?'
        r'(?P<end>(?: [.!])*)$',
        r'any \g<noun>\g<between>\g<end>',
    ),
    # "Next to the bowl, not in it": the part behind the relation adds nothing.
    (
        rf'\b(?P<goal>(?:{_BESIDE}|near|close to|by|in front of|behind|(?:left|right) of)'
        rf'(?: \w+){{1,4}}?)(?: ,| but| and)* (?:not|rather than|instead of) {_IN} it{_END}',
        r'\g<goal>',
    ),
    # "Right of the ball, wait, left of it"
    (
        rf'\b{_SIDE} (?P<object>the (?:\w+ ){{0,2}}?\w+) ,'
        rf'(?: (?:no|wait|sorry|oops|actually|i mean|or rather|,))+ (?P<side>{_SIDE}) it{_END}',
        r'\g<side> \g<object>',
    ),
    # "To the right of where the cube is"
    (
        r'\b(?P<relation>of|behind|beside|next to) where (?P<object>the (?:\w+ ){0,2}?\w+) is'
        rf'{_END}',
        r'\g<relation> \g<object>',
    ),
    (r"\bas long as it(?: is not| isn't| 's not)\b", 'but not'),
    # "What's in the bowl? Take it out"
    (
        r"^what(?: is|'s| 's) (?P<place>(?:in|on|inside) the (?:\w+ )?\w+) \? "
        r'(?P<order>(?:please )?(?:get|take|pick|lift|grab|fetch|bring|point at|show me)) it\b',
        r'\g<order> whatever is \g<place> ,',
    ),
    # "Put it beside the bowl, on its left side"
    (
        r'^(?P<order>(?:please )?(?:put|place|set|lay|position|stand) (?:\w+ ){1,4}?)'
        rf'{_BESIDE}(?P<object> (?:the|a|my)(?: (?:{_COLORS}))? \w+) , on its (?P<side>left|right)'
        rf'(?: - hand| hand)?(?: side)?{_END}',
        r'\g<order>to the \g<side> of\g<object>',
    ),
    # "Not the red ball but the blue one"
    (
        rf'\bnot (?P<other>the (?:{_COLORS}) \w+)(?: ,)? but '
        rf'(?P<target>the (?:{_COLORS}) \w+){_END}',
        r'\g<target> , not \g<other>',
    ),
    # "Pitch-black", "fire-engine red"
    (
        r'\b(?:fire(?: -)? engine|pillar(?: -)? box|pitch|coal|chalk|bone|cotton|paper)(?: -)? '
        rf'(?=(?:{_COLORS})\b)',
        '',
    ),
    # "From left to right, lift the third can", but not "push it from left to right"
    (
        r'^(?P<count>(?:counting |going |counted )?from) (?:(left) to right|(right) to left)\b'
        r'(?=.*\bthe (?:first|second|third|fourth|fifth|sixth|last) \w)',
        r'\g<count> the \2\3',
    ),
)
_PATTERNS = tuple((re.compile(pattern), replacement) for pattern, replacement in _REWRITES)


def with_plain_wording(readings: Sequence[WordReading]) -> list[WordReading]:
    """Return the words of a sentence with plainer wordings; other words keep their reading."""
    text = plain = ' '.join(reading.text for reading in readings)
    for pattern, replacement in _PATTERNS:
        plain = pattern.sub(replacement, plain)
    if plain == text:
        return list(readings)
    unused = list(readings)
    words: list[WordReading] = []
    for word in plain.split():
        same = next((reading for reading in unused if reading.text == word), None)
        if same:
            unused.remove(same)
        words.append(same or WordReading(word, word))
    return words
