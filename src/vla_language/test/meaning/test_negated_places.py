# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects that are not at a place."""

from hand_tagging import tagged_sentence
import pytest
from vla_language.meaning.negated_places import find_negated_place


def find(marked: str) -> str | None:
    """Return the words of negation, relation and landmark, separated by bars."""
    sentence = tagged_sentence(marked)
    words = [word.text for word in sentence.words]
    place = find_negated_place(
        words, [word.kind for word in sentence.words], [word.entity for word in sentence.words]
    )
    return place and '|'.join(' '.join(words[i] for i in part) for part in place)


@pytest.mark.parametrize(
    ('marked', 'expected'),
    [
        (
            'lift:A the cube:TN which:XG is:XG not:XG in:XR the red:TC bowl:TN',
            'which is not|in|red bowl',
        ),
        ('point:A at the ball:TN not:G in:TR a bowl:XN', 'not|in|bowl'),
        ("lift:A the can:TN that isn't:G next:TR to:TR it", None),
        ('put:A the cube:TN in:DR the bowl:DN , not:XG on:XR the plate:XN', None),
        ('put:A the cube:TN in:DR the bowl:DN that is not:G on:DR the plate:tN', None),
        ('lift:A the cube:TN , not:XG the ball:XN', None),
    ],
)
def test_find_negated_place(marked: str, expected: str | None) -> None:
    assert find(marked) == expected
