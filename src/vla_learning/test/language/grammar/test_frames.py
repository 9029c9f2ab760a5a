# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Expansion of frames."""

from grammar_draws import make_frames
from grammar_draws import mark
import pytest
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

_TASKS = [task for task in RequestedTask if task.value not in ('other', 'none')]


def test_marks() -> None:
    words = make_frames().expand('please <pick it> ~with care~ , now')
    assert mark(words) == (
        'please pick/-/act it/-/act with/-/unaccounted care/-/unaccounted , now'
    )


def test_inflection_of_the_verb() -> None:
    frames = make_frames()
    assert mark(frames.expand_verb('grab: <hold of> it', 'gerund')) == (
        'grabbing/-/act hold/-/act of/-/act it'
    )
    assert mark(frames.expand_verb('take: now', 'past')) == 'taken/-/act now'


def test_light_verbs_are_no_acts() -> None:
    words = make_frames().expand_verb('give: it a <push>', task=RequestedTask.PUSH)
    assert mark(words) == 'give it a push/-/act'


@pytest.mark.parametrize('task', _TASKS)
def test_every_phrase_names_a_target(task: RequestedTask) -> None:
    frames = make_frames()
    for _ in range(300):
        for words in (frames.verb_phrase(task), frames.sentence(task)):
            assert any(word.entity is Entity.TARGET for word in words)


def test_goals_have_a_relation() -> None:
    frames = make_frames()
    for _ in range(200):
        words = frames.goal()
        assert words[0].kind is WordKind.RELATION
        assert words[0].entity is Entity.DESTINATION
        nouns = (WordKind.NOUN, WordKind.COLOR)
        assert any(w.entity is Entity.DESTINATION and w.kind in nouns for w in words)


def test_places_are_destinations() -> None:
    words = make_frames().place()
    kinds = {word.kind for word in words if word.entity is Entity.DESTINATION}
    assert kinds == {WordKind.RELATION, WordKind.NOUN}


def test_directions() -> None:
    assert {word.kind for word in make_frames().direction()} == {WordKind.DIRECTION}


def test_content_is_unaccounted() -> None:
    words = make_frames().content('if {N} is {A}')
    assert {(word.kind, word.entity) for word in words} == {(WordKind.UNACCOUNTED, Entity.NONE)}


def test_unknown_slots_are_reported() -> None:
    with pytest.raises(ValueError, match='Q'):
        make_frames().expand('<pick> {Q}')
