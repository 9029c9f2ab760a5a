# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""References match objects by color, class or both."""

import pytest
from vla_learning.language.referring_expressions import NO_REFERENCE
from vla_learning.language.referring_expressions import Noun
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.language.referring_expressions import refer_by
from vla_learning.language.referring_expressions import SceneObject
from vla_policy.control.detections import CLASS_NAMES

RED_CUBE, BLUE_BOWL = SceneObject('red', 'cube'), SceneObject('blue', 'bowl')


def test_receptacles_are_not_graspable() -> None:
    kinds = ('cube', 'cylinder', 'sphere', 'bowl', 'plate')
    graspable = [SceneObject('red', kind).is_graspable for kind in kinds]
    assert graspable == [True, True, True, False, False]


@pytest.mark.parametrize(
    ('reference', 'cube', 'bowl'),
    [
        (ObjectReference('red', Noun.CUBE), True, False),
        (ObjectReference(None, Noun.CUBE), True, False),
        (ObjectReference('blue', Noun.CUBE), False, False),
        (ObjectReference('blue', Noun.BOWL), False, True),
        (ObjectReference('red', Noun.ANY), True, False),
        # A receptacle is never named by its color only.
        (ObjectReference('blue', Noun.ANY), False, False),
        (ObjectReference('red', Noun.UNKNOWN), False, False),
        (NO_REFERENCE, False, False),
    ],
)
def test_a_reference_matches_by_color_and_noun(
    reference: ObjectReference, cube: bool, bowl: bool
) -> None:
    assert (reference.matches(RED_CUBE), reference.matches(BLUE_BOWL)) == (cube, bowl)


def test_a_reference_is_built_from_color_and_class() -> None:
    assert refer_by('red', 'cube') == ObjectReference('red', Noun.CUBE)
    assert refer_by(None, 'bowl') == ObjectReference(None, Noun.BOWL)
    assert refer_by('red', None) == ObjectReference('red', Noun.ANY)


def test_the_first_nouns_are_the_classes_of_detections() -> None:
    assert [noun.name.lower() for noun in Noun][: len(CLASS_NAMES)] == list(CLASS_NAMES)
