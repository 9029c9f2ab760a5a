# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Sentences of two steps.

Marks of the sentence files: {A} the step that is done first and {B} the second one, wherever they
stand; {A-ing} and {A-ed} as gerund and participle; {P} a second step about the object of the
first; {G} a second step without its verb; {NA} and {NG} both without. Other words are of neither.
"""

import re

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import Step
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.orders import Draft
from vla_learning.language.grammar.orders import OrderGenerator
from vla_learning.language.grammar.sentence_files import load_sentence_files
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import relabel
from vla_learning.language.grammar.tagged_words import with_step

_MARK = re.compile(r'\{(?P<step>[^}]*)\}|(?P<filler>[^\s{]+)')
_FORMS = {'A': 'base', 'B': 'base', 'ing': 'gerund', 'ed': 'past'}
_FIRST, _WITHOUT_VERB = frozenset(('A', 'A-ing', 'A-ed', 'NA')), frozenset(('NA', 'NG', 'G'))
#: Share of imperatives that are whole orders, with their politeness.
_ORDER_SHARE = 0.25
#: Second steps with a pronoun for the object of the first step.
_PRONOUN_STEPS = {
    RequestedTask.PICK: (
        '<put it> {DR}|<drop it> {DR}|<place it> {DR}|<set it down> {DR}|<lay it> {DR}|'
        '<move it> {DR}|<bring it> {DR}|<push it> {W}|<put it> {PL}|<stick it> {DR}'
    ),
    RequestedTask.PLACE: (
        '<push it> {W}|<pick it up> again|<take it out> again|<point at> it|<lift it> again|'
        '<nudge it> {W}|<show it to> me|<move it> {DR}'
    ),
    RequestedTask.PUSH: (
        '<pick it up>|<lift it>|<put it> {DR}|<push it> {W}|<point at> it|<grab it>|<drop it> {DR}'
    ),
    RequestedTask.POINT: (
        '<pick it up>|<push it> {W}|<put it> {DR}|<grab it>|<lift it>|<slide it> {W}|<take it>'
    ),
}


class TwoStepGenerator:
    """
    Draw sentences of two steps; the tags are those of the first one.

    Parameters
    ----------
    frames, orders
        Generators of phrases and of orders.

    """

    def __init__(self, frames: FrameExpander, orders: OrderGenerator) -> None:
        self._frames, self._orders = frames, orders
        self._draw = frames.draw

    def sentence(self) -> Draft:
        """Return a sentence of the sentence files."""
        frame = self._draw.pick(load_sentence_files()['two'])
        matches = list(_MARK.finditer(frame))
        marks = [match['step'] for match in matches if match['step']]
        first, second = self._tasks(marks)
        words: Words = []
        for match in matches:
            mark = match['step']
            if mark is None:
                words += label(match['filler'])
            elif mark in _FIRST:
                words += with_step(self._step(mark, first, first), Step.FIRST)
            else:
                step = relabel(self._step(mark, second, first), WordKind.UNACCOUNTED)
                words += with_step(step, Step.SECOND)
        return words, first, SpeechAct.SEVERAL

    def _tasks(self, marks: list[str]) -> tuple[RequestedTask, RequestedTask]:
        """Return the tasks of both steps."""
        first = self._orders.task()
        if not _WITHOUT_VERB & set(marks):
            return first, self._orders.task()
        if 'NA' in marks or self._draw.chance(0.6):
            first = RequestedTask.PLACE if self._draw.chance(0.85) else RequestedTask.PUSH
        return first, first

    def _step(self, mark: str, task: RequestedTask, first: RequestedTask) -> Words:
        draw, frames = self._draw, self._frames
        if mark in _WITHOUT_VERB:
            words = draw.describe_fully(Entity.TARGET)
            if task is RequestedTask.PLACE:
                return words + frames.goal()
            return words + frames.direction() if task is RequestedTask.PUSH else words
        if mark == 'P':
            return frames.expand(draw.pick_text(_PRONOUN_STEPS[first]))
        if mark in ('A', 'B') and draw.chance(_ORDER_SHARE):
            return self._orders.order_of(task)
        return frames.verb_phrase(task, _FORMS[mark.rpartition('-')[2]])
