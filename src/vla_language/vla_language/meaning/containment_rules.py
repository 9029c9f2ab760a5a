# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules on the contents of a receptacle: "the bowl that has the cube in it", "the empty plate"."""

from collections.abc import Sequence
from dataclasses import replace
import re
from typing import NamedTuple

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_language.meaning.tags import Entity
from vla_language.meaning.vocabulary import RECEPTACLES

_RECEPTACLE = f'(?:{"|".join(sorted(RECEPTACLES))}|one)'
_INSIDE = r'(?:(?:in|on|inside|within)\ (?:of\ )?it|inside(?!\ (?:the|a|of)\b)|on\ top(?!\ of\b))'
#: What is said of a receptacle behind it, and in front of it.
_BEHIND = re.compile(
    rf"""\b{_RECEPTACLE}\ (?P<phrase>
    (?:(?:(?:that|which)\ |(?<=whichever\ bowl\ )|(?<=whichever\ plate\ )
            |(?<=whichever\ dish\ )|(?<=whichever\ one\ ))
        (?:is|'s)\ (?:still\ |currently\ |now\ )?(?:empty|free|vacant)
        |(?:that|which)\ (?:doesn't|does\ not|hasn't|has\ not|isn't|is\ not)
            \ (?:contain|have|hold|got|containing|holding)\ anything
        |without\ anything)(?:\ {_INSIDE})?
        (?!\ (?:but|except|other|else|\w+\ (?:in|on|inside)\ it)\b)
    | (?:(?:that|which)\ (?:has\ got|has|contains|holds)|with|having|containing|holding)
        \ (?P<inside>(?:\w+\ ){{1,4}}?){_INSIDE}
    | (?:(?:that|which)\ (?:contains|holds)|containing|holding)
        \ (?P<contents>(?:\w+\ ){{0,3}}?\w+)(?=\ [,.;:!?]|\ (?:and|please)\b|$)
    )(?!\S)""",
    re.VERBOSE,
)
_BEFORE = re.compile(
    rf'\b(?:the|an) (?P<phrase>empty|free|vacant)(?= (?:\w+ ){{0,2}}{_RECEPTACLE}\b)'
)
_NOTHING = frozenset(('', 'nothing', 'no object', 'no objects'))
_HOLDS_ANYTHING = ObjectDescription(
    'anything in it', relation=Relation.CONTAINING, landmark=ObjectDescription('anything')
)


class Contents(NamedTuple):
    """
    Phrase for the contents of a receptacle.

    Parameters
    ----------
    start, end
        Indices of its first word, and behind its last one.
    words
        Words that describe an object in the receptacle; empty for nothing.
    receptacle
        Index of a word for the receptacle in the sentence without the phrase.

    """

    start: int
    end: int
    words: tuple[str, ...]
    receptacle: int


def find_contents(words: Sequence[str]) -> Contents | None:
    """Return the first phrase for the contents of a receptacle, or None."""
    text = ' '.join(words)
    match = _BEHIND.search(text) or _BEFORE.search(text)
    if match is None:
        return None
    start, end = (text[:i].count(' ') for i in match.span('phrase'))
    found = match.groupdict()
    contents = (found.get('inside') or found.get('contents') or '').strip()
    is_behind = match.re is _BEHIND
    return Contents(
        start, end + 1, () if contents in _NOTHING else tuple(contents.split()), start - is_behind
    )


def with_contents(
    meaning: CommandMeaning, entity: Entity, phrase: str, inside: CommandMeaning | None
) -> CommandMeaning:
    """
    Return a meaning whose target or destination has or lacks contents.

    Parameters
    ----------
    meaning
        Meaning of the sentence without the phrase.
    entity
        What the receptacle is in the sentence.
    phrase
        The phrase for the contents.
    inside
        Meaning of "pick up" with the words of the contents; None if nothing is in the receptacle.

    """
    is_target = entity is Entity.TARGET
    receptacle = meaning.target if is_target else meaning.destination
    is_described = entity in (Entity.TARGET, Entity.DESTINATION)
    is_clear = inside is None or (
        inside.speech_act is SpeechAct.ORDER and inside.target and not inside.unaccounted
    )
    if not is_described or receptacle is None or receptacle.landmark or not is_clear:
        return replace(meaning, unaccounted=(*meaning.unaccounted, *phrase.split()))
    names = (phrase, receptacle.words) if phrase == 'empty' else (receptacle.words, phrase)
    described = replace(receptacle, words=' '.join(names))
    if inside is None:
        described = replace(described, excluded=(*receptacle.excluded, _HOLDS_ANYTHING))
    else:
        landmark = inside.target
        if landmark and landmark.superlative is Superlative.ANY:
            landmark = replace(landmark, superlative=Superlative.NONE)  # "with something in it"
        described = replace(described, relation=Relation.CONTAINING, landmark=landmark)
    if is_target:
        return replace(meaning, target=described)
    return replace(meaning, destination=described)
