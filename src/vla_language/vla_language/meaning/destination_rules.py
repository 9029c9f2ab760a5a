# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules on the object to which a target is brought: relation, shapes, and a missing noun."""

from collections.abc import Sequence
from dataclasses import replace

from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.closed_classes import read_relation
from vla_language.meaning.exclusion_rules import with_noun_of
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tags import WordKind
from vla_language.meaning.vocabulary import lemmas

_RECEPTACLES = frozenset(RECEPTACLE_SHAPES)
#: Relations to an object that may be of the kind of the target: "next to the red one".
_BESIDE = frozenset(Relation) - {Relation.IN, Relation.ON, Relation.UNKNOWN}
#: Relation words that name any goal: into a bowl, but next to a cube.
_GOAL_WORDS = frozenset('to over up across back by the'.split())
#: Relation words that name no goal.
_SOURCES = frozenset(('from', 'out'))


def relation_of_destination(
    words: Sequence[str], destination: ObjectDescription, task: RequestedTask
) -> tuple[Relation, Sequence[str]]:
    """Return the relation that a target is to have, and the words that are not understood."""
    shapes = destination.shapes
    relation = read_relation(words)
    if relation is Relation.IN and _SOURCES & set(words):
        relation = Relation.UNKNOWN  # "across from the bowl"
    if relation is Relation.UNKNOWN:
        return relation, words
    is_receptacle = shapes is None or not shapes or bool(shapes & _RECEPTACLES)
    if relation is Relation.IN and words and set(words) <= _GOAL_WORDS:
        if task is RequestedTask.PUSH:
            return Relation.TOWARDS, ()
        return Relation.IN if is_receptacle else Relation.NEXT_TO, ()
    return Relation.IN if relation is Relation.NONE else relation, ()


def as_receptacle(destination: ObjectDescription, relation: Relation) -> ObjectDescription:
    """Drop the shapes into which nothing can be put, if others are left."""
    shapes = (destination.shapes or frozenset()) & _RECEPTACLES
    is_onto = relation in (Relation.IN, Relation.ON)
    return replace(destination, shapes=shapes) if shapes and is_onto else destination


def with_noun_before(
    sentence: TaggedSentence,
    destination: ObjectDescription,
    relation: Relation,
    target: ObjectDescription | None,
    excluded: ObjectDescription | None,
) -> ObjectDescription:
    """
    Return a destination without a noun as of an object that was named before.

    "No, in the yellow one" is a bowl if one was named; "next to the red one", and "stack the blue
    cube on the red one", are of the kind of the target.
    """
    is_one = destination.words.split()[-1:] == ['one']
    if excluded and is_one and _RECEPTACLES & (excluded.shapes or frozenset()):
        return with_noun_of(destination, excluded) or destination
    acts = {lemma for word in sentence.texts(WordKind.ACT) for lemma in lemmas(word)}
    is_of_kind = relation in _BESIDE or (is_one and 'stack' in acts)
    if target and is_of_kind:
        return with_noun_of(destination, target) or destination
    return destination
