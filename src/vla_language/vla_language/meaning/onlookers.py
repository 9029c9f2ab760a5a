# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Persons to whom an object is shown: "point it out to my daughter", "for Agnes"."""

from collections.abc import Callable
from collections.abc import Collection
import re

from vla_language.meaning.english_words import FIRST_NAMES
from vla_language.meaning.noun_shapes import noun_words
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tags import Entity

#: Persons behind an object that is pointed at.
_ONLOOKER = re.compile(
    r'(?:out )?(?:to|for) (?:(?P<determiner>my|our|your|his|her|the|these|those) '
    r'(?:(?:new|old|older|little|young|younger|small|big|dear|nice|good|lovely) )?)?'
    r'(?P<person>\w+)'
    r"(?: (?:who (?:is|are|'s) )?(?:watching|looking(?: on)?|here|there|present|around))?"
    r'(?= [,.;:!?]|$)'
)
_NAMES = FIRST_NAMES | {'everyone', 'everybody'}
#: Nouns of persons that the dictionary lacks: plurals and groups.
_GROUPS = frozenset('children people class audience team crowd mum'.split())


def are_onlookers(
    words: Collection[str], sentence: TaggedSentence, is_person: Callable[[str], bool]
) -> bool:
    """
    Whether words are of a phrase behind the target that says to whom it is shown.

    Parameters
    ----------
    words
        Words of the sentence that nothing else accounts for.
    sentence
        Tagged sentence.
    is_person
        Whether a noun names a person.

    """
    entities = [word.entity for word in sentence.words]
    targets = [i for i, entity in enumerate(entities) if entity is Entity.TARGET]
    behind = sentence.words[max(targets, default=-1) + 1 :]
    match = _ONLOOKER.match(' '.join(word.text for word in behind))
    if match is None or not set(words) <= set(match[0].split()):
        return False
    person = match['person']
    if match['determiner'] is None:
        return person in _NAMES
    return person in _GROUPS or (person not in noun_words() and is_person(person))
