# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Persons to whom an object is shown: "point it out to my daughter", "for Agnes"."""

from collections.abc import Collection
import re

from vla_language.meaning.english_words import FIRST_NAMES
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tags import Entity

#: Persons behind an object that is pointed at.
_ONLOOKER = re.compile(
    r'(?:to|for) (?:(?:my|our|your|his|her|the|these|those) (?:\w+ )?)?(?:son|daughter|kids?'
    r'|child|children|class|audience|visitors?|guests?|everyone|everybody|wife|husband|friends?'
    r'|team|boss|professors?|students?|teacher|mum|mom|dad|brother|sister|grandma|grandpa|grandson'
    rf'|granddaughter|colleagues?|people|{"|".join(sorted(FIRST_NAMES))})'
    r"(?: (?:who (?:is|are|'s) )?(?:watching|looking(?: on)?|here|there|present|around))?"
    r'(?= [,.;:!?]|$)'
)


def are_onlookers(words: Collection[str], sentence: TaggedSentence) -> bool:
    """Whether words are of a phrase behind the target that says to whom it is shown."""
    entities = [word.entity for word in sentence.words]
    targets = [i for i, entity in enumerate(entities) if entity is Entity.TARGET]
    behind = sentence.words[max(targets, default=-1) + 1 :]
    match = _ONLOOKER.match(' '.join(word.text for word in behind))
    return match is not None and set(words) <= set(match[0].split())
