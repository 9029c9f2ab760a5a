# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules on objects that are not meant, and on nouns that are left out: "the blue one"."""

from collections.abc import Iterable
from dataclasses import replace

from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import Superlative
from vla_language.meaning.speech_act_rules import strong_negations
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

#: Nouns that do not stand for an earlier noun.
ANYTHING_NOUNS = frozenset('anything something object objects thing things item items any'.split())


def with_noun_of(
    description: ObjectDescription | None, other: ObjectDescription
) -> ObjectDescription | None:
    """Return a description without a noun as of the other object: "no, the blue one"."""
    if description is None or description.shapes is not None:
        return description
    if ANYTHING_NOUNS & set(description.words.split()):
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


def has_correction(sentence: TaggedSentence) -> bool:
    """Whether an object was named and taken back, as opposed to excluded."""
    excluded = [i for i, word in enumerate(sentence.words) if word.entity is Entity.EXCLUDED]
    cues = [i for i in excluded if sentence.words[i].kind is WordKind.NEGATION]
    texts = [word.text for word in sentence.words]
    named = [
        i
        for i in excluded
        if sentence.words[i].kind in (WordKind.NOUN, WordKind.COLOR)
        and texts[i] not in ANYTHING_NOUNS
    ]
    # "Do not touch the red one" excludes it, whatever is named before.
    is_forbidden = bool(strong_negations(texts, sentence.polite) & set(cues))
    return bool(cues and named) and named[0] < cues[0] and not is_forbidden


def is_chosen(description: ObjectDescription) -> bool:
    """Whether more than a noun is said: "not the blue cube", but not "no cube"."""
    return description.colors is not None or description.superlative is not Superlative.NONE


def without_kind_of_target(
    others: Iterable[ObjectDescription], target: ObjectDescription, sentence: TaggedSentence
) -> tuple[ObjectDescription, ...]:
    """
    Return the excluded objects, except one that only a place tells from the target.

    "The cube left of the can, not the cube to its right" excludes no cube.
    """
    entities = [word.entity for word in sentence.words]
    is_located = target.landmark is not None and Entity.TARGET_LANDMARK in entities
    if not is_located or entities.index(Entity.TARGET_LANDMARK) > entities.index(Entity.EXCLUDED):
        return tuple(others)
    return tuple(
        other for other in others if is_chosen(other) or other.shapes not in (None, target.shapes)
    )


def container_of(target: ObjectDescription) -> tuple[ObjectDescription, ...]:
    """Return what a target is in or on: in "from this bowl into the other one", the first."""
    if target.landmark is None or target.relation not in (Relation.IN, Relation.ON):
        return ()
    contents = replace(target, relation=Relation.NONE, landmark=None)
    return (replace(target.landmark, relation=Relation.CONTAINING, landmark=contents),)
