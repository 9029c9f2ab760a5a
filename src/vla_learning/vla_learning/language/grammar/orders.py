# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generation of orders: with openings and endings, corrections and exclusions."""

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar import address_tables as tables
from vla_learning.language.grammar import remark_tables
from vla_learning.language.grammar import sentence_tables
from vla_learning.language.grammar import spatial_tables as spatial
from vla_learning.language.grammar.corrections import CorrectionGenerator
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.tagged_words import label

Draft = tuple[Words, RequestedTask, SpeechAct]
_TASKS = (
    RequestedTask.PICK,
    RequestedTask.PLACE,
    RequestedTask.PLACE,
    RequestedTask.PUSH,
    RequestedTask.POINT,
)
_ORDER_KINDS = ['written'] * 60 + ['sentence'] * 22 + ['gerund'] * 8 + ['template'] * 6
_ORDER_KINDS += ['opening'] * 24 + ['plain'] * 26
_DONT = "don't|do not|never|please don't"
_TOUCH = 'pick|take|touch|grab|move|use|push|go for|choose|get'
_SIDE_WORDS = frozenset('from on the your left right front back'.split())


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
        self._corrections = CorrectionGenerator(frames)

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
        kind = draw.pick(_ORDER_KINDS)
        if kind == 'written':
            return frames.written(task.value)
        if kind == 'template':
            return self.with_ending(frames.template(task))
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
        words = self._corrections.of(task)
        return (self.opening() if self._draw.chance(0.15) else []) + words, task, SpeechAct.ORDER

    def choice(self) -> Draft:
        """Return an order of any one of several objects."""
        task, draw = self.task(), self._draw
        verb, before, after = self._frames.split_frame(task)
        words = draw.describe_any(Entity.TARGET)
        words += label(draw.pick(remark_tables.LIKED)) if draw.chance(0.25) else []
        words = [*verb, *self._frames.expand(before), *words, *self._frames.expand(after)]
        words += self._frames.remarks.choice() if draw.chance(0.5) else []
        return (self.opening() if draw.chance(0.2) else []) + words, task, SpeechAct.ORDER

    def counted(self) -> Draft:
        """Return "count from the left and lift the third ball"."""
        task, draw = self.task(), self._draw
        opening = [
            word._replace(entity=Entity.TARGET, kind=WordKind.SUPERLATIVE)
            if word.text in _SIDE_WORDS
            else word
            for word in label(draw.pick(spatial.COUNTING))
        ]
        if draw.chance(0.3):
            return self._of_several(task)
        ordinal = draw.pick_text(spatial.SUPERLATIVES['ordinal'])
        target = label('the') + label(ordinal, WordKind.SUPERLATIVE, Entity.TARGET)
        target += draw.describe_bare(Entity.TARGET)
        verb, before, after = self._frames.split_frame(task)
        frames = self._frames
        words = [*opening, *verb, *frames.expand(before), *target, *frames.expand(after)]
        return self.with_ending(words), task, SpeechAct.ORDER

    def replacement(self) -> Draft:
        """Return an order of one object instead of another."""
        task, draw = self.task(), self._draw
        verb, before, after = self._frames.split_frame(task)
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
        if draw.chance(0.2):
            return self._other_one(task)
        negation = label(draw.pick_text(_DONT), WordKind.NEGATION, Entity.EXCLUDED)
        negation += label(draw.pick_text(_TOUCH), WordKind.NEGATION, Entity.EXCLUDED)
        negation += draw.describe(Entity.EXCLUDED)
        order = self._frames.verb_phrase(task)
        if draw.chance(0.5):
            joint = label(draw.pick_text(',|.|, but|, instead|, just|but'))
            return negation + joint + order, task, SpeechAct.ORDER
        return order + label(draw.pick_text(',|.|, and|;|and')) + negation, task, SpeechAct.ORDER

    def _other_one(self, task: RequestedTask) -> Draft:
        """Return "spare the white can and lift the other one"."""
        draw, frames = self._draw, self._frames
        before, after = draw.pick(tables.SPARING).split('X')
        negation = label(before, WordKind.NEGATION, Entity.EXCLUDED)
        negation += draw.describe(Entity.EXCLUDED)
        negation += label(after, WordKind.NEGATION, Entity.EXCLUDED)
        target = label('the') + label(draw.pick_text(tables.OTHERS), WordKind.UNACCOUNTED)
        one = label('one', WordKind.NOUN, Entity.TARGET)
        target += one if draw.chance(0.5) else draw.noun(Entity.TARGET)
        verb, between, rest = frames.split_frame(task)
        order = [*verb, *frames.expand(between), *target, *frames.expand(rest)]
        if draw.chance(0.25):
            joint = label(draw.pick_text(',|, so|- i mean'))
            return order + joint + negation, task, SpeechAct.ORDER
        joint = label(draw.pick_text(',|. then|;|, just|and|and|but|, so|.'))
        return negation + joint + order, task, SpeechAct.ORDER

    def pronoun_order(self) -> Draft:
        """Return an order about an object that an earlier sentence named."""
        task, draw = self.task(), self._draw
        words = self._frames.expand(draw.pick(sentence_tables.PRONOUN_FRAMES[task]))
        return (self.opening() if draw.chance(0.2) else []) + words, task, SpeechAct.ORDER

    def _of_several(self, task: RequestedTask) -> Draft:
        """Return "of the two cans, lift the left one"."""
        draw, frames = self._draw, self._frames
        opening = label(draw.pick_text('of the|of all the|of the two|of the three|of these'))
        opening += draw.color(Entity.TARGET) if draw.chance(0.3) else []
        opening += label(f'{draw.noun_text(Entity.TARGET)}s', WordKind.NOUN, Entity.TARGET)
        opening += label(',') if draw.chance(0.6) else []
        extreme = draw.pick(('leftmost', 'rightmost', 'nearest', 'farthest', 'middle'))
        target = label('the') + label(
            draw.pick_text(spatial.SUPERLATIVES[extreme]), WordKind.SUPERLATIVE, Entity.TARGET
        )
        target += label('one', WordKind.NOUN, Entity.TARGET) if draw.chance(0.7) else []
        verb, before, after = frames.split_frame(task)
        words = [*opening, *verb, *frames.expand(before), *target, *frames.expand(after)]
        return words, task, SpeechAct.ORDER
