# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""References of a clause to the objects of the clause before: "it", "there", "the same bowl"."""

from collections.abc import Callable
from dataclasses import replace
import re

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.exclusion_rules import with_noun_of

_END = r'(?=[\s,.!?]*(?:$|too\b|also\b|as well\b|please\b|[,.!?]))'
_RECEPTACLE_NOUNS = '(?:bowl|plate|dish|tray|container|saucer|basin|place|spot)'
#: A destination that is a reference, with its relation.
_GOAL = re.compile(
    r'\b(?<!next )(?<!close )(?<!point )(?P<relation>in|on top of|on|into|onto|inside|to)'
    rf'(?: (?:it|there)\b| that\b{_END}'
    rf'| (?:that|the) (?:very )?same (?:{_RECEPTACLE_NOUNS}|one)\b)',
    re.IGNORECASE,
)
_THERE = re.compile(rf'\b(?:over )?there\b{_END}', re.IGNORECASE)
_BESIDE = re.compile(
    r'\b(?P<relation>next to|beside|behind|in front of|(?:left|right|side) of|near|close to|by|'
    r'towards?|from) it\b',
    re.IGNORECASE,
)
#: A receptacle that was named before.
_THAT = re.compile(
    r'\b(?P<relation>in|on top of|on|into|onto|inside|next to|beside|behind|in front of'
    rf'|(?:left|right|side) of|near|close to|by|towards?) that (?P<noun>{_RECEPTACLE_NOUNS})\b',
    re.IGNORECASE,
)
_SAME = re.compile(r'\b(?:(?:that|the) (?:very )?same \w+|(?:that|this) one)\b', re.IGNORECASE)
_PRONOUN = re.compile(r'\b(?:it|this|that|him|her)\b', re.IGNORECASE)
_UNRESOLVED = re.compile(
    r'\b(?:they|(?<!show )them|both|latter|former|respectively|same)\b', re.IGNORECASE
)
#: Words by which a reference to a destination is parsed.
_RECEPTACLE, _OBJECT = 'bowl', 'cube'


def read_clause(
    text: str, before: CommandMeaning, parse: Callable[[str], CommandMeaning]
) -> CommandMeaning | None:
    """
    Return the meaning of a clause in which pronouns stand for objects of the clause before.

    Parameters
    ----------
    text
        The clause.
    before
        Meaning of the clause before.
    parse
        Parser of single clauses.

    Returns
    -------
    CommandMeaning or None
        None if a pronoun may stand for several objects, or for none.

    """
    text, noun = _name_destination(text, before, parse)
    text = _SAME.sub('it', text)
    if _UNRESOLVED.search(text) or _BESIDE.search(text):
        return None
    meaning = parse(text)
    if noun:
        goal = before.destination or before.target
        if meaning.destination is None or meaning.destination.words != noun:
            return None
        meaning = replace(meaning, destination=goal)
    if meaning.target is None and _refers_to_target(text, meaning, before):
        return replace(meaning, target=before.target)
    target = _with_noun(meaning.target, before.target)
    # "... in the bowl, then the red cube on the green one": a cube.
    is_stacked = (before.relation, meaning.relation) == (Relation.IN, Relation.ON)
    other = meaning.target if is_stacked else before.destination
    return replace(meaning, target=target, destination=_with_noun(meaning.destination, other))


def has_pronoun(text: str) -> bool:
    """Whether a text has a pronoun that can stand for one object."""
    return bool(_PRONOUN.search(text))


def _name_destination(
    text: str, before: CommandMeaning, parse: Callable[[str], CommandMeaning]
) -> tuple[str, str]:
    """Return the text with a noun for a reference to the destination, and that noun or ''."""
    shapes = (before.destination or before.target or ObjectDescription('')).shapes
    noun = _RECEPTACLE if shapes and shapes <= {*RECEPTACLE_SHAPES} else _OBJECT
    if match := _THAT.search(text):
        named_shape = {match['noun'].lower()} & {*RECEPTACLE_SHAPES}  # of "dish" none
        is_it = noun == _RECEPTACLE and named_shape <= (shapes or frozenset())
        return (_THAT.sub(rf'\g<relation> the {noun}', text, 1), noun) if is_it else (text, '')
    patterns = [_GOAL] if before.destination else [_GOAL, _BESIDE]
    for pattern in patterns:
        named = pattern.sub(rf'\g<relation> the {noun}', text)
        if named != text:
            return named, noun
    if _THERE.search(text):
        alone = parse(text)
        if alone.task is RequestedTask.PLACE and alone.destination is None and not alone.place:
            return _THERE.sub(f'in the {noun}', text), noun
    return text, ''


def _refers_to_target(text: str, meaning: CommandMeaning, before: CommandMeaning) -> bool:
    is_part = before.task is RequestedTask.PICK and meaning.task is RequestedTask.PLACE
    return is_part or has_pronoun(text)


def _with_noun(
    description: ObjectDescription | None, other: ObjectDescription | None
) -> ObjectDescription | None:
    """Return a description such as "the blue one" with the noun of the other object."""
    if description is None or other is None or 'one' not in description.words.split():
        return description
    return with_noun_of(description, other)
