# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Persons to whom an object is shown, as opposed to words of the object and other places."""

from hand_tagging import tagged_sentence
import pytest
from vla_language.meaning.onlookers import are_onlookers


@pytest.mark.parametrize(
    ('marked', 'words', 'expected'),
    [
        ('point:A at the cube:TN to my son:U', ['my', 'son'], True),
        ('point:A at the cube:TN for sarah:U .', ['sarah'], True),
        ('point:A to the transparent:U cube:TN', ['transparent'], False),
        ('point:A the cube:TN out to the new apprentice:U', ['the', 'apprentice'], True),
        ('point:A the cube:TN to the window:U', ['window'], False),
        ('point:A the cube:TN to the ball:U', ['ball'], False),
        ('point:A the cube:TN to my children:U', ['children'], True),
        ('point:A the cube:TN to the blue:U apprentice:U', ['blue', 'apprentice'], False),
        ('point:A the cube:TN to my son:U that it is nice:U', ['son', 'nice'], False),
    ],
)
def test_onlookers_are_persons_behind_the_target(
    marked: str, words: list[str], expected: bool
) -> None:
    persons = {'son', 'apprentice', 'ball'}
    assert are_onlookers(words, tagged_sentence(marked), persons.__contains__) is expected
