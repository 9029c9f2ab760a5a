# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules on objects that are not meant, and on nouns that are left out: "the blue one"."""

from dataclasses import replace

from vla_common.command_meaning import ObjectDescription
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

#: Nouns that do not stand for an earlier noun.
_ANYTHING = frozenset('anything something object objects thing things item items any'.split())


def with_noun_of(
    description: ObjectDescription | None, other: ObjectDescription
) -> ObjectDescription | None:
    """Return a description without a noun as of the other object: "no, the blue one"."""
    if description is None or description.shapes is not None:
        return description
    if _ANYTHING & set(description.words.split()):
        return description
    return replace(description, shapes=other.shapes or None)


def excludes_from_destination(
    sentence: TaggedSentence,
    excluded: ObjectDescription,
    target: ObjectDescription | None,
    destination: ObjectDescription,
) -> bool:
    """Whether an object that is not meant belongs to the destination, not to the target."""
    if excluded.shapes and destination.shapes and not excluded.shapes & destination.shapes:
        return False
    if excluded.shapes and target and target.shapes and not excluded.shapes & target.shapes:
        return True
    entities = [word.entity for word in sentence.words]
    last = len(entities) - 1 - entities[::-1].index(Entity.EXCLUDED)
    behind = sentence.words[last + 1 : last + 2]
    if behind and behind[0].kind is WordKind.NOUN and behind[0].entity is not Entity.NONE:
        return behind[0].entity is Entity.DESTINATION  # "the non-red bowl"
    before = entities[: entities.index(Entity.EXCLUDED)]
    named = [entity for entity in before if entity in (Entity.TARGET, Entity.DESTINATION)]
    return bool(named) and named[-1] is Entity.DESTINATION
