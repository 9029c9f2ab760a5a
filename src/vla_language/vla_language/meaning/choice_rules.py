# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Rules on the choice among several objects that a sentence leaves to the robot: "any ball".

The robot takes the nearest one.
"""

from dataclasses import replace
import re

from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Superlative
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

#: Words right before a description of one of several objects.
_ANY = re.compile(
    r'\b(?:(?:any|either|whichever|whatever)(?: (?:one|old|of|the|these|those|two|three))*'
    r'|(?:any|just )?one of (?:the|these|those|your|my)|a random|some random)$'
)
_INDEFINITE = re.compile(r'\b(?:an?|some|another)$')
#: Nouns of any object.
_ANY_NOUNS = frozenset('any anything something'.split())
#: Phrases that leave a choice to the robot.
_NO_MATTER = re.compile(
    r"\b(?:(?:don't|dont|do not|won't|wont) (?:\w+ )?(?:care|mind) (?:which|what)"
    r"|(?:doesn't|doesnt|does not) (?:\w+ )?matter (?:which|what)|idc which"
    r'|(?:any|either|anything)(?: \w+){0,4} (?:will|would) do|(?:any|either) (?:is|one is) fine'
    r'|your (?:choice|pick)|you (?:choose|pick|decide)(?=$| [,.;:!?])|up to you|no preference'
    r'|(?:any|either)(?: one)? of them|all the same(?: to me)? (?:which|what)|whichever you'
    r'|(?<=, )(?:whichever|any)(?: one)?(?=$| [,.;:!?]))(?! (?:you )?(?:say|happens|do|think)\b)\b'
)
_DESCRIBING = (WordKind.COLOR, WordKind.NOUN, WordKind.ATTRIBUTE)


def with_choice(
    description: ObjectDescription, sentence: TaggedSentence, entity: Entity
) -> ObjectDescription:
    """
    Return a description that selects any object that fits, if the sentence means that.

    Parameters
    ----------
    description
        Description of the object.
    sentence
        Sentence with agreeing tags.
    entity
        Object in the sentence.

    """
    if description.superlative is not Superlative.NONE or not _is_any(
        description, sentence, entity
    ):
        return description
    return replace(description, superlative=Superlative.ANY)


def _is_any(description: ObjectDescription, sentence: TaggedSentence, entity: Entity) -> bool:
    texts = [word.text for word in sentence.words]
    if _NO_MATTER.search(' '.join(texts)) and entity is _open_object(sentence):
        return True
    if _ANY_NOUNS & set(description.words.split()):
        return True
    before = _texts_before(sentence, entity)
    is_indefinite = description.excluded and any(map(_INDEFINITE.search, before))
    return bool(is_indefinite) or any(map(_ANY.search, before))


def _open_object(sentence: TaggedSentence) -> Entity:
    """Return the object with an indefinite article if there is one, or else the target."""
    is_goal = any(map(_INDEFINITE.search, _texts_before(sentence, Entity.DESTINATION)))
    is_target = any(map(_INDEFINITE.search, _texts_before(sentence, Entity.TARGET)))
    return Entity.DESTINATION if is_goal and not is_target else Entity.TARGET


def _texts_before(sentence: TaggedSentence, entity: Entity) -> list[str]:
    """Return the text before each word that describes an object."""
    texts = [word.text for word in sentence.words]
    return [
        ' '.join(texts[:i])
        for i, word in enumerate(sentence.words)
        if word.entity is entity and word.kind in _DESCRIBING
    ]
