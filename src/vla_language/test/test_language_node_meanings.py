# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Meanings, plain sentences and reasons of refusals that the language node publishes."""

import re

from language_node_harness import LanguageNodeHarness
from language_node_harness import TASK
from language_node_harness import UNSUPPORTED
from language_node_harness import WordEncoder
from meaning_summary import summarize
import pytest
from vla_common.meaning_messages import from_meaning_message
from vla_common.testing import NodeTestHarness

ODD_COMMANDS = {
    'would you be so kind as to fetch me the keg?': 'pick */cylinder',
    'point at the bowl next to the blue cube': 'point */bowl [next_to blue/cube]',
    'nudge the nearest block away from you': 'push */cube nearest forward',
    'grab the second cylinder from the right': 'pick */cylinder rightmost 2',
    'take the red cube, no, the blue one': 'pick blue/cube',
    'the navy ball goes in the white dish': 'place blue/sphere in white/bowl+plate',
    'pick up the pink ball': 'pick ?/sphere',
    'put the banana in the bowl': 'place */? in */bowl',
    'put the red cube behind the green bowl': 'place red/cube behind green/bowl',
    'place the can on the middle of the table': 'place */cylinder @center',
}


def test_the_meaning_of_odd_commands_is_published(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    for count, text in enumerate(ODD_COMMANDS, 1):
        harness.send(text)
        ros.wait_for(lambda count=count: len(harness.embeddings) == count)
    meanings = [from_meaning_message(message.meaning) for message in harness.embeddings]
    summaries = [summarize(meaning) for meaning in meanings if meaning is not None]
    assert dict(zip(ODD_COMMANDS, summaries, strict=True)) == ODD_COMMANDS
    assert harness.kinds() == [TASK] * 6 + [UNSUPPORTED] * 2 + [TASK] * 2


def test_the_plain_sentence_is_encoded_and_published(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()
    harness.send('pick up the red keg')
    ros.wait_for(lambda: harness.kinds() == [TASK])
    message = harness.embeddings[0]
    plain = 'pick up the red cylinder'
    assert (message.text, message.normalized_text) == ('pick up the red keg', plain)
    assert encoder.texts == [plain]
    assert list(message.tokens) == plain.split()
    harness.send('pick up the red cube')
    ros.wait_for(lambda: harness.kinds() == [TASK, TASK])
    assert harness.embeddings[1].normalized_text == ''


def test_a_misspelled_word_is_published_with_its_correction(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.send('puhs the gren ball left')
    ros.wait_for(lambda: harness.kinds() == [TASK])
    message = harness.embeddings[0]
    assert message.normalized_text == 'push the green sphere to the left'
    meaning = message.meaning
    assert (meaning.misspelled, meaning.respelled) == (['puhs', 'gren'], ['push', 'green'])
    assert message.text == 'puhs the gren ball left'


@pytest.mark.parametrize(
    ('text', 'problem', 'words', 'speech_act'),
    [
        ('pick up the pink ball', 'unknown_color', "one of red, .* got 'pink'", 'order'),
        ('grab the hamster', 'unknown_noun', "must be one of cube, .* got 'hamster'", 'order'),
        ('I picked up the red cube yesterday', 'report', 'got a statement', 'report'),
        ('is the red cube on the plate?', 'question', 'got a question', 'question'),
        ("don't touch the red cube", 'negated', "got 'don't", 'negated'),
        ('put the ball under the bowl', 'unsupported', "'under bowl' is not .*yet", 'order'),
        ('pick up the white plate', 'unsupported', "spheres only, got 'white plate'", 'order'),
        ('sing a song', 'other_task|no_task', 'pick, place, push or point', 'order'),
    ],
)
def test_a_refused_meaning_has_a_reason_and_no_states(
    ros: NodeTestHarness, text: str, problem: str, words: str, speech_act: str
) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.send(text)
    ros.wait_for(lambda: harness.kinds() == [UNSUPPORTED])
    message = harness.embeddings[0]
    assert (message.text, message.normalized_text) == (text, '')
    assert re.fullmatch(problem, message.problem)
    assert re.search(words, message.reason)
    assert message.meaning.speech_act == speech_act
    assert (len(message.states), len(message.tokens)) == (0, 0)
    ros.wait_for(lambda: message.reason in harness.problem())
