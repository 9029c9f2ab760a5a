# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Clauses of a text of two steps by the tags of its words."""

from collections.abc import Sequence
from itertools import groupby
from itertools import takewhile

from vla_language.meaning.clauses import Clauses
from vla_language.meaning.clauses import task_verbs
from vla_language.meaning.speech_act_rules import polite_words
from vla_language.meaning.spelling import WordReading
from vla_language.meaning.tags import Step
from vla_language.meaning.task_rules import base_verb
from vla_language.meaning.vocabulary import FILLERS

_TIMES = frozenset('when whenever once after before until till while'.split())
#: What may follow a word of time between two steps: "once you are done with that".
_DONE = frozenset(
    "you you've youve 've have has had are 're is 's that this it all both done finished "
    'complete completed stopped settled landed ready with at been being which then the first one '
    'of so'.split()
)
#: Words of a condition or of another time, which belong to the whole command.
_BARRED = frozenset(
    'if unless provided providing assuming suppose supposing otherwise tomorrow tonight monday '
    'tuesday wednesday thursday friday saturday sunday week month hour hours minute minutes noon '
    'midnight'.split()
)
_DIRECTIONS = frozenset('left right forward forwards back backward backwards away'.split())
_JOINTS = frozenset(('and', '&', 'n', 'or'))


def split_steps(readings: Sequence[WordReading], steps: Sequence[Step]) -> Clauses | None:
    """
    Return the clauses of both steps in the order of execution, or None for another text.

    Parameters
    ----------
    readings
        Words of the text.
    steps
        Step of each word.

    """
    texts = [reading.text for reading in readings]
    steps = _with_joints(texts, steps)
    polite = polite_words(texts)
    runs = [list(run) for _, run in groupby(range(len(steps)), steps.__getitem__)]
    between = [run for run in runs if steps[run[0]] is Step.NEITHER]
    in_steps = [steps[run[0]] for run in runs if run not in between]
    if sorted(in_steps) != [Step.FIRST, Step.SECOND]:
        return None
    if any(run[0] > 0 and texts[run[0]] in _DIRECTIONS for run in between):
        return None  # a part of the step in front of it
    if not all(_is_between_steps([texts[i] for i in run if i not in polite]) for run in between):
        return None
    if _is_reversed(texts, steps):
        swapped = {Step.FIRST: Step.SECOND, Step.SECOND: Step.FIRST}
        steps = [swapped.get(step, step) for step in steps]
    first, second = (
        _clause([r for r, step in zip(readings, steps, strict=True) if step is part])
        for part in (Step.FIRST, Step.SECOND)
    )
    if not (first and second) or _DIRECTIONS.issuperset(second.split()):
        return None
    markers = (
        text
        for text, step in zip(texts, steps, strict=True)
        if step is Step.NEITHER and text[0].isalnum() and text not in _JOINTS
    )
    return Clauses((first, second), is_explicit=any(markers) or not task_verbs(second))


def _is_reversed(texts: Sequence[str], steps: Sequence[Step]) -> bool:
    """Whether the second step of "put it in the bowl, but before that lift the can" is first."""
    return any(
        steps[i] is Step.NEITHER
        and texts[i] == 'before'
        and texts[i + 1] in ('that', 'this')
        and texts[i - 1] != 'not'
        for i in range(steps.index(Step.FIRST), steps.index(Step.SECOND))
    )


def _with_joints(texts: Sequence[str], steps: Sequence[Step]) -> list[Step]:
    """Return the steps; a comma, joint or filler between words of a step belongs to it, too."""
    found = list(steps)
    for i in range(1, len(found) - 1):
        is_joint = not texts[i][0].isalnum() or texts[i] in _JOINTS | FILLERS
        if is_joint and found[i - 1] is steps[i + 1]:
            found[i] = found[i - 1]
    return found


def _is_between_steps(words: Sequence[str]) -> bool:
    """Whether words only announce or join steps: "once that is done", no "once it rings"."""
    if _BARRED & set(words):
        return False
    clauses = (
        takewhile(lambda word: word[0].isalnum() or word[0] == "'", words[i + 1 :])
        for i, word in enumerate(words)
        if word in _TIMES
    )
    return all(_DONE.issuperset(clause) for clause in clauses)


def _clause(readings: Sequence[WordReading]) -> str:
    """Return the words of a clause as they were written, with its first verb as an imperative."""
    words: list[str] = []
    is_begun = False
    for i, reading in enumerate(readings):
        is_part = any(
            other.original == reading.original and other is not reading
            for other in readings[max(0, i - 1) : i + 2]
        )
        word = reading.text if is_part else reading.original  # "pickup" is read as two words
        if not is_begun and reading.text not in FILLERS and reading.text[0].isalnum():
            word, is_begun = base_verb(reading.text) or word, True
        words.append(word)
    return ' '.join(words) if is_begun else ''
