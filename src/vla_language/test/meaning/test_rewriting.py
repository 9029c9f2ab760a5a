# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Wordings that are replaced before a sentence is tagged, and similar ones that stay."""

import pytest
from vla_language.meaning.rewriting import with_plain_wording
from vla_language.meaning.spelling import WordReading


def rewritten(text: str) -> str:
    readings = [WordReading(word, word) for word in text.split()]
    return ' '.join(reading.text for reading in with_plain_wording(readings))


@pytest.mark.parametrize(
    ('text', 'plain'),
    [
        ('lift it ! ! !', 'lift it !'),
        ('target = red cube / action = pick', 'target : red cube , action : pick'),
        ('lift the ball & put it down', 'lift the ball and put it down'),
        ('carry it across to the bowl', 'carry it to the bowl'),
        ('take the remaining , please', 'take the other one , please'),
        ('alexa , lift the ball', 'lift the ball'),
        ('do nothing but lift the ball', 'lift the ball'),
        ('lift anything at all', 'lift anything'),
        ('grab a ball , any ball will do .', 'grab any ball .'),
        ('put a cube on the plate any cube', 'put any cube on the plate'),
        ('put it next to the bowl , not in it', 'put it next to the bowl'),
        ('put it behind the bowl rather than on it .', 'put it behind the bowl .'),
        ('put it beside the red bowl , on its left side', 'put it to the left of the red bowl'),
        ('put it behind the can , wait , in front of it', 'put it in front of the can'),
        ('put it left of where the red can is .', 'put it left of the red can .'),
        ("what 's in the red bowl ? please lift it", 'please lift whatever is in the red bowl ,'),
        ('take a ball as long as it is not the red one', 'take a ball but not the red one'),
        ('lift not the red can but the blue one', 'lift the blue one , not the red can'),
        ('the fire - engine red ball', 'the red ball'),
        ('from right to left , lift the last can', 'from the right , lift the last can'),
    ],
)
def test_plainer_wordings(text: str, plain: str) -> None:
    assert rewritten(text) == plain


@pytest.mark.parametrize(
    'text',
    [
        "alexa 's ball",
        'lift the can near the ball on its left side',
        'put not the red can in the bowl but the blue one',
        'push it from left to right',
        'from left to right , lift the ball first',
        'first of all lift the ball , then the can',
    ],
)
def test_other_wordings_stay(text: str) -> None:
    assert rewritten(text) == text


def test_other_words_keep_their_reading() -> None:
    ball = WordReading('ball', 'bal')
    words = [WordReading(word, word) for word in ('alexa', 'lift', 'the')]
    assert with_plain_wording([*words, ball])[-1] is ball
