# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generation of orders: with openings and endings, corrections and exclusions."""

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar import address_tables as tables
from vla_learning.language.grammar import frame_tables
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import LabeledWord

Draft = tuple[Words, RequestedTask, SpeechAct]
_TASKS = (
    RequestedTask.PICK,
    RequestedTask.PLACE,
    RequestedTask.PLACE,
    RequestedTask.PUSH,
    RequestedTask.POINT,
)
_DONT = "don't|do not|never|please don't"
_TOUCH = 'pick|take|touch|grab|move|use|push'


class OrderGenerator:
    """
    Draw orders of one task.

    Parameters
    ----------
    frames
        Expander of frames.

    """

    def __init__(self, frames: FrameExpander) -> None:
        self._frames = frames
        self._draw = frames.draw

    def task(self) -> RequestedTask:
        """Return a task."""
        return self._draw.pick(_TASKS)

    def order(self) -> Draft:
        """Return an order."""
        task = self.task()
        return self.order_of(task), task, SpeechAct.ORDER

    def order_of(self, task: RequestedTask) -> Words:
        """Return the words of an order."""
        draw, frames = self._draw, self._frames
        kind = draw.pick(['sentence'] * 28 + ['gerund'] * 10 + ['opening'] * 30 + ['plain'] * 32)
        if kind == 'sentence':
            words = frames.sentence(task)
            if draw.chance(0.15):
                words = label(draw.pick(tables.SENTENCE_OPENINGS)) + words
            return self.with_ending(words, 0.15)
        if kind == 'gerund':
            opening = label(draw.pick(tables.GERUND_OPENINGS))
            return self.with_ending(opening + frames.verb_phrase(task, 'gerund'))
        if kind == 'opening':
            words = self.opening() + (self.opening() if draw.chance(0.15) else [])
            return self.with_ending(words + frames.verb_phrase(task))
        return self.with_ending(frames.verb_phrase(task))

    def opening(self) -> Words:
        """Return words that open an order."""
        return label(self._draw.pick(tables.OPENINGS))

    def with_ending(self, words: Words, share: float = 0.22) -> Words:
        """Return the words, with an ending in a share of the cases."""
        if not self._draw.chance(share):
            return words
        comma = label(',') if self._draw.chance(0.3) else []
        return words + comma + label(self._draw.pick(tables.ENDINGS))

    def correction(self) -> Draft:
        """Return an order of which the target, the destination or the direction is taken back."""
        task = self.task()
        words = self._correction_of(task)
        return (self.opening() if self._draw.chance(0.15) else []) + words, task, SpeechAct.ORDER

    def replacement(self) -> Draft:
        """Return an order of one object instead of another."""
        task, draw = self.task(), self._draw
        verb, before, after = self._split_frame(task)
        excluded = label(draw.pick(tables.EXCLUSIONS), WordKind.NEGATION, Entity.EXCLUDED)
        excluded += draw.describe(Entity.EXCLUDED, has_color=True)
        target = draw.describe(Entity.TARGET)
        head = [*verb, *self._frames.expand(before), *target]
        if draw.chance(0.4):
            comma = label(',') if draw.chance(0.5) else []
            return excluded + comma + head + self._frames.expand(after), task, SpeechAct.ORDER
        rest = self._frames.expand(after)
        words = head + excluded + rest if draw.chance(0.5) else head + rest + excluded
        return words, task, SpeechAct.ORDER

    def negated_alternative(self) -> Draft:
        """Return "do not take X, take Y"."""
        task, draw = self.task(), self._draw
        negation = label(draw.pick_text(_DONT), WordKind.NEGATION, Entity.EXCLUDED)
        negation += label(draw.pick_text(_TOUCH), WordKind.NEGATION, Entity.EXCLUDED)
        negation += draw.describe(Entity.EXCLUDED)
        order = self._frames.verb_phrase(task)
        if draw.chance(0.5):
            joint = label(draw.pick_text(',|.|, but|, instead|, just|but'))
            return negation + joint + order, task, SpeechAct.ORDER
        return order + label(draw.pick_text(',|.|, and|;|and')) + negation, task, SpeechAct.ORDER

    def pronoun_order(self) -> Draft:
        """Return an order about an object that an earlier sentence named."""
        task, draw = self.task(), self._draw
        words = self._frames.expand(draw.pick(frame_tables.PRONOUN_FRAMES[task]))
        return (self.opening() if draw.chance(0.2) else []) + words, task, SpeechAct.ORDER

    def _correction_of(self, task: RequestedTask) -> Words:
        draw = self._draw
        place = draw.pick(range(10))
        if task is RequestedTask.PLACE and place < 4:
            verb = label(draw.pick_text('put|place|set|drop|move|lay|stick'), WordKind.ACT)
            wrong = label(draw.pick_text('in|into|on'), WordKind.RELATION, Entity.EXCLUDED)
            right = label(draw.pick_text('in|into|on'), WordKind.RELATION, Entity.DESTINATION)
            words = [*verb, *draw.describe(Entity.TARGET), *wrong]
            words += draw.describe(Entity.EXCLUDED) + self._cue()
            return words + (right if draw.chance(0.6) else []) + draw.describe(Entity.DESTINATION)
        if task is RequestedTask.PUSH and place < 6:
            wrong_way = [w._replace(entity=Entity.EXCLUDED) for w in self._frames.direction()]
            verb = label(draw.pick_text('push|slide|move|nudge'), WordKind.ACT)
            words = verb + draw.describe(Entity.TARGET) + wrong_way + self._cue()
            words += label('the other way ,') if draw.chance(0.05) else []
            return words + self._frames.direction()
        return self._corrected_target(task)

    def _corrected_target(self, task: RequestedTask) -> Words:
        draw, frames = self._draw, self._frames
        wrong = draw.describe(Entity.EXCLUDED)
        if draw.chance(0.25):
            wrong = label('the') + draw.color(Entity.EXCLUDED)
        verb, before, after = self._split_frame(task)
        head = [*verb, *frames.expand(before)]
        if draw.chance(0.3):
            # After a full sentence: "put the red cube in the bowl, sorry, the blue one".
            words = head + wrong + frames.expand(after) + self._cue(is_late=True)
            words += draw.describe(Entity.TARGET, has_color=True)
            return words + (label(draw.pick(tables.LATE_ENDINGS)) if draw.chance(0.2) else [])
        if draw.chance(0.75):
            words = head + wrong + self._cue() + draw.describe(Entity.TARGET)
            return words + frames.expand(after)
        return head + wrong + self._cue() + frames.verb_phrase(task)

    def _cue(self, *, is_late: bool = False) -> Words:
        draw = self._draw
        marks = (',', '.', '-', ';') if is_late else (',',)
        words = label(draw.pick(marks)) if draw.chance(0.7) else []
        words += label(draw.pick(tables.CORRECTIONS), WordKind.NEGATION, Entity.EXCLUDED)
        return words + (label(',') if draw.chance(0.4) else [])

    def _split_frame(self, task: RequestedTask) -> tuple[list[LabeledWord], str, str]:
        """Return the verb of a frame, and its text before and behind the target."""
        while True:
            verb, rest = self._draw.pick(frame_tables.VERB_FRAMES[task]).split(': ', 1)
            if rest.count('{T}') == 1 and '{L}' not in rest and '{D}' not in rest:
                before, after = rest.split('{T}')
                return label(verb, WordKind.ACT), before, after
