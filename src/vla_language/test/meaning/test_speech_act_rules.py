# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Polite phrases, cue words and quantities."""

import pytest
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.speech_act_rules import negated_remarks
from vla_language.meaning.speech_act_rules import polite_words
from vla_language.meaning.speech_act_rules import revise_speech_act
from vla_language.meaning.speech_act_rules import strong_negations


@pytest.mark.parametrize(
    ('text', 'polite'),
    [
        ("if it isn't too much trouble grab the can", "if it isn't too much trouble"),
        ('grab it if you can', 'if you can'),
        ("if you don't mind , grab it", "if you don't mind"),
        ('if you would be so kind , pass it', 'if you would be so kind'),
        ("don't forget to grab it", "don't forget to"),
        ("why don't you grab it", "why don't you"),
        ('i beg your pardon , grab it , i misspoke before', 'i beg your pardon i misspoke before'),
        ("i 'd grab it if i could , please do it", "i 'd if i could"),
        ("i 'd grab it if i could", 'if i could'),
        ("don't grab it", ''),
        ('if it is red , grab it', ''),
        ('if you see a ball , grab it', ''),
    ],
)
def test_polite_words(text: str, polite: str) -> None:
    words = text.split()
    assert ' '.join(words[i] for i in sorted(polite_words(words))) == polite


@pytest.mark.parametrize(
    ('act', 'text', 'has_unaccounted', 'expected'),
    [
        (SpeechAct.CONDITIONAL, 'if you can grab it', False, SpeechAct.ORDER),
        (SpeechAct.CONDITIONAL, 'if you can grab it if it moves', False, SpeechAct.CONDITIONAL),
        (SpeechAct.LATER, 'move it 5 cm left', True, SpeechAct.ORDER),
        (SpeechAct.LATER, 'move it 5 cm left', False, SpeechAct.LATER),
        (SpeechAct.LATER, 'move it tomorrow', True, SpeechAct.LATER),
        (SpeechAct.NEGATED, "you mustn't take it", True, SpeechAct.NEGATED),
        (SpeechAct.NEGATED, 'empty the bowl', True, SpeechAct.ORDER),
        (SpeechAct.NEGATED, 'you should have taken it', False, SpeechAct.REPORT),
        (SpeechAct.ORDER, 'would you like the cube', False, SpeechAct.QUESTION),
        (SpeechAct.ORDER, 'would you like to lift it', False, SpeechAct.ORDER),
        (SpeechAct.QUESTION, 'what is it', True, SpeechAct.QUESTION),
        (SpeechAct.ORDER, 'which would be better , lifting it', False, SpeechAct.QUESTION),
        (SpeechAct.ORDER, 'which one is the cube', False, SpeechAct.ORDER),
        (SpeechAct.ORDER, 'lift it . . . forget it , cancel that .', False, SpeechAct.NEGATED),
        (SpeechAct.ORDER, 'lift it . no wait , stop', False, SpeechAct.NEGATED),
        (SpeechAct.ORDER, 'it was nice to see the cube', False, SpeechAct.REPORT),
        (SpeechAct.ORDER, 'it was nice , lift the cube', False, SpeechAct.ORDER),
        (SpeechAct.ORDER, 'why not lift it , he asked', False, SpeechAct.REPORT),
        (SpeechAct.REPORT, 'dude , put it there', False, SpeechAct.ORDER),
        (SpeechAct.REPORT, 'somebody left it , please move it', False, SpeechAct.ORDER),
        (SpeechAct.REPORT, 'she said please move it', False, SpeechAct.REPORT),
        (SpeechAct.REPORT, 'put it there , he says', False, SpeechAct.REPORT),
        (SpeechAct.REPORT, 'look , i picked it up', False, SpeechAct.REPORT),
        (SpeechAct.SEVERAL, 'lift it then push it', False, SpeechAct.SEVERAL),
        (SpeechAct.ORDER, 'lift it , forget that , the ball', False, SpeechAct.ORDER),
        (SpeechAct.CONDITIONAL, "i'd be glad if you could lift it", True, SpeechAct.ORDER),
    ],
)
def test_a_speech_act_needs_its_cue(
    act: SpeechAct, text: str, has_unaccounted: bool, expected: SpeechAct
) -> None:
    words = text.split()
    assert revise_speech_act(act, words, polite_words(words), has_unaccounted) is expected


@pytest.mark.parametrize(
    ('text', 'indices'),
    [
        ("please don't lift it", {1}),
        ('nobody should touch it', {0}),
        ('you must not take it', {1}),
        ('put it anywhere but there', {2}),
        ('lift everything except the can', {1}),
        ("don't forget to lift it", set()),
        ("why don't you lift it", set()),
        ("don't just sit there , lift it", set()),
        ("i don't care which , lift it", set()),
        ("i don't want it in the bowl", {1}),
        ("lift it , don't drop it", set()),
        ("don't drop it in the bowl", {0}),
        ("don't be picking it up", {0}),
        ("the table is a mess isn't it , lift it", set()),
        ("i don't know where it is", set()),
        ('lift it', set()),
    ],
)
def test_strong_negations(text: str, indices: set[int]) -> None:
    words = text.split()
    assert strong_negations(words, polite_words(words)) == indices


@pytest.mark.parametrize(
    ('text', 'count'),
    [
        ('i never liked messy tables , so lift it', 5),
        ('nobody in this lab ever tidies up , so lift it', 7),
        ('i never liked messy tables , lift it', 0),
        ('you must never , ever , lift it', 0),
        ('i never said this : lift it', 0),
        ("if it hasn't been washed yet , so lift it", 0),
        ('after she has not come , so lift it', 0),
    ],
)
def test_a_negated_remark_is_the_reason_of_the_order_behind_it(text: str, count: int) -> None:
    assert negated_remarks(text.split()) == frozenset(range(count))
