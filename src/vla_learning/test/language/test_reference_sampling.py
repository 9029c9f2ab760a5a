# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sampled references are unique, absent or ambiguous as requested."""

import numpy as np
import pytest
from vla_learning.language.command_templates import GRASPABLE_CLASSES
from vla_learning.language.command_templates import HELD_OUT_PAIRS
from vla_learning.language.reference_sampling import ambiguous_destinations
from vla_learning.language.reference_sampling import ambiguous_targets
from vla_learning.language.reference_sampling import draw_absent_reference
from vla_learning.language.reference_sampling import draw_unique_reference
from vla_learning.language.reference_sampling import pick
from vla_learning.language.referring_expressions import Noun
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.language.referring_expressions import SceneObject

OBJECTS = [
    SceneObject('red', 'cube'),
    SceneObject('blue', 'cube'),
    SceneObject('blue', 'sphere'),
    SceneObject('green', 'bowl'),
    SceneObject('white', 'bowl'),
    SceneObject('blue', 'plate'),
]


def test_every_option_can_be_picked() -> None:
    rng = np.random.default_rng(0)
    assert {pick(rng, 'abc') for _ in range(50)} == set('abc')


@pytest.mark.parametrize('index', range(len(OBJECTS)))
def test_a_unique_reference_matches_its_object_only(index: int) -> None:
    rng = np.random.default_rng(index)
    for _ in range(100):
        reference = draw_unique_reference(rng, OBJECTS, index)
        assert [i for i, o in enumerate(OBJECTS) if reference.matches(o)] == [index]


@pytest.mark.parametrize(
    ('index', 'expected'),
    [
        # The color is unique, the class is not.
        (0, {('red', Noun.CUBE), ('red', Noun.ANY)}),
        # Neither is unique.
        (1, {('blue', Noun.CUBE)}),
        # The class is unique, the color is not.
        (2, {('blue', Noun.SPHERE), (None, Noun.SPHERE)}),
        # A receptacle is never named by its color only.
        (3, {('green', Noun.BOWL)}),
    ],
)
def test_references_of_one_object_vary(index: int, expected: set[tuple[str | None, Noun]]) -> None:
    rng = np.random.default_rng(0)
    assert {draw_unique_reference(rng, OBJECTS, index) for _ in range(200)} == expected


def test_an_absent_reference_matches_nothing_and_is_not_held_out() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        reference = draw_absent_reference(rng, OBJECTS, GRASPABLE_CLASSES, 0.0)
        assert not any(reference.matches(o) for o in OBJECTS)
        assert (reference.color, reference.noun.name.lower()) not in HELD_OUT_PAIRS


@pytest.mark.parametrize('share', [0.0, 0.3, 1.0])
def test_the_share_of_unknown_nouns_is_as_requested(share: float) -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_absent_reference(rng, OBJECTS, GRASPABLE_CLASSES, share) for _ in range(500)]
    assert np.mean([r.noun == Noun.UNKNOWN for r in drawn]) == pytest.approx(share, abs=0.06)


def test_most_absent_references_share_color_and_class_with_present_objects() -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_absent_reference(rng, OBJECTS, GRASPABLE_CLASSES, 0.0) for _ in range(500)]
    confusable = [
        r.color in {o.color for o in OBJECTS} and r.noun in {Noun.CUBE, Noun.SPHERE} for r in drawn
    ]
    assert 0.6 < np.mean(confusable) < 0.9


def test_ambiguous_references_match_several_objects() -> None:
    assert ambiguous_targets(OBJECTS) == [
        ObjectReference(None, Noun.CUBE),
        ObjectReference('blue', Noun.ANY),
    ]
    assert ambiguous_destinations(OBJECTS) == [ObjectReference(None, Noun.BOWL)]


def test_distinct_objects_have_no_ambiguous_reference() -> None:
    distinct = [SceneObject('red', 'cube'), SceneObject('green', 'bowl')]
    assert ambiguous_targets(distinct) == ambiguous_destinations(distinct) == []
