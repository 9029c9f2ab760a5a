# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Descriptions with a superlative, a relation or an exclusion."""

from grammar_draws import make_frames
import pytest
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

_LANDMARKS = {
    Entity.TARGET: Entity.TARGET_LANDMARK,
    Entity.DESTINATION: Entity.DESTINATION_LANDMARK,
}


@pytest.mark.parametrize('entity', _LANDMARKS)
def test_a_full_description_may_have_a_landmark(entity: Entity) -> None:
    draw = make_frames().draw
    found = [draw.describe_fully(entity) for _ in range(600)]
    kinds = {word.kind for words in found for word in words if word.entity is entity}
    assert kinds >= {WordKind.SUPERLATIVE, WordKind.RELATION, WordKind.NOUN, WordKind.COLOR}
    entities = {word.entity for words in found for word in words}
    allowed = {Entity.NONE, entity, _LANDMARKS[entity]}
    assert entities == allowed | {Entity.EXCLUDED}


def test_an_exclusion_starts_with_a_negation() -> None:
    words = make_frames().draw.exclusion()
    assert words[0].kind is WordKind.NEGATION
    assert words[0].entity is Entity.EXCLUDED
