# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parser with a tagger that returns tags made by hand."""

from collections.abc import Sequence

from hand_tagging import tag_by_hand
import pytest
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.meaning_parser import SentenceTags
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.spelling import Speller


class FakeTagger:
    """Tagger that expects one sentence."""

    def __init__(self, marked: str, task: RequestedTask) -> None:
        self._words, self._tags = tag_by_hand(marked, task)

    def tag(self, words: Sequence[str]) -> SentenceTags:
        assert list(words) == self._words
        return self._tags


def make_parser(marked: str, task: RequestedTask = RequestedTask.PICK) -> MeaningParser:
    return MeaningParser(str.split, FakeTagger(marked, task), Speller({'banana'}), NounShapes())


def test_a_command_with_spelling_errors() -> None:
    parser = make_parser('push:A the green:TC ball:TN left:W', RequestedTask.PUSH)
    meaning = parser.parse('puhs teh gren ball left')
    assert meaning.corrections == (('puhs', 'push'), ('teh', 'the'), ('gren', 'green'))
    assert meaning.direction is PushDirection.LEFT
    assert meaning.target is not None
    assert meaning.target.colors == {'green'} and meaning.target.shapes == {'sphere'}


def test_a_tie_stays_a_set() -> None:
    meaning = make_parser('grab:A the cube:TN').parse('grab the xube')
    assert meaning.target is not None
    assert meaning.target.shapes == {'cube', 'cylinder'}
    assert meaning.corrections == (('xube', 'cube'),)


@pytest.mark.parametrize('word', ['blorptz', 'würfel', '42', 'yeeeet'])
def test_a_word_in_no_list_is_never_a_filler(word: str) -> None:
    meaning = make_parser(f'please {word} grab:A the cube:TN').parse(
        f'please {word} grab the cube'
    )
    assert meaning.unaccounted == (word,)


def test_unknown_words_of_a_remark_are_left_out() -> None:
    meaning = make_parser('wakey wakey robby ! grab:A the cube:TN , darl').parse(
        'wakey wakey robby ! grab the cube , darl'
    )
    assert meaning.unaccounted == ()


def test_english_fillers_are_left_out() -> None:
    meaning = make_parser("john , i 'd like the cube:TN").parse("john , i 'd like the cube")
    assert meaning.unaccounted == ()


class TaggerOfTwo:
    """Tagger of the sentence without a phrase for contents, and of the contents."""

    def __init__(self, *marked: str) -> None:
        self._tagged = [tag_by_hand(sentence) for sentence in marked]

    def tag(self, words: Sequence[str]) -> SentenceTags:
        return next(tags for known, tags in self._tagged if known == list(words))


def test_the_contents_of_a_receptacle_are_read_by_themselves() -> None:
    tagger = TaggerOfTwo('point:A at:A the bowl:TN', 'pick:A up:A the red:TC cube:TN')
    parser = MeaningParser(str.split, tagger, Speller(), NounShapes())
    meaning = parser.parse('point at the bowl with the rde cube in it')
    assert meaning.target is not None and meaning.target.landmark is not None
    assert meaning.target.relation is Relation.CONTAINING
    assert meaning.target.landmark.colors == {'red'}
    assert meaning.target.landmark.shapes == {'cube'}
    assert meaning.corrections == (('rde', 'red'),), 'a repair in the phrase is reported, too'


@pytest.mark.parametrize('text', ['', '  '])
def test_a_text_without_words_is_no_task(text: str) -> None:
    meaning = make_parser('unused').parse(text)
    assert meaning.task is RequestedTask.NONE
    assert meaning.speech_act is SpeechAct.ORDER
