# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generation of orders of which something is taken back: "the red cube, no, the blue one"."""

from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar import address_tables as tables
from vla_learning.language.grammar import spatial_tables as spatial
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import LabeledWord

_WRONG_VERBS = 'pick up|lift|push|point at|grab|move|take|show me'
_OTHER_WAYS = 'the other way ,|my other left ,|my other right ,|wrong way ,|no ,'
#: What is meant instead, by task.
_PRONOUN_ACTS = {
    RequestedTask.PICK: '<pick> it <up>|<lift> it|<grab> it',
    RequestedTask.PLACE: '<put> it {DR}|<drop> it {DR}|<put> it {PL}',
    RequestedTask.PUSH: '<push> it {W}|<slide> it {W}|<nudge> it {W}',
    RequestedTask.POINT: '<point at> it|<show> it <to me>|<point to> it',
}


class CorrectionGenerator:
    """
    Draw orders with a correction.

    Parameters
    ----------
    frames
        Expander of frames.

    """

    def __init__(self, frames: FrameExpander) -> None:
        self._frames = frames
        self._draw = frames.draw

    def of(self, task: RequestedTask) -> Words:
        """Return an order of which target, destination or direction is taken back."""
        draw, frames = self._draw, self._frames
        place = draw.pick(range(10))
        if draw.chance(0.08):
            return self._corrected_verb(task)
        if task is RequestedTask.PLACE and place < 5:
            put = label(draw.pick_text('put|place|set|drop|move|lay|stick|carry'), WordKind.ACT)
            head = [] if draw.chance(0.15) else put
            head += draw.describe(Entity.TARGET)
            return head + self._corrected_goal()
        if task is RequestedTask.PUSH and place < 6:
            wrong_way = [w._replace(entity=Entity.EXCLUDED) for w in frames.direction()]
            verb = label(draw.pick_text('push|slide|move|nudge|shove'), WordKind.ACT)
            target = draw.describe(Entity.TARGET)
            words = verb + target + wrong_way + self._cue(is_late=draw.chance(0.4))
            words += label(draw.pick_text(_OTHER_WAYS)) if draw.chance(0.08) else []
            if draw.chance(0.2):
                words += label(draw.pick_text('push it|move it|slide it|go'), WordKind.ACT)
            return words + frames.direction()
        return self._corrected_target(task)

    def _corrected_verb(self, task: RequestedTask) -> Words:
        """Return "lift the red cube, or rather, just point at it"."""
        draw, frames = self._draw, self._frames
        wrong = label(draw.pick_text(_WRONG_VERBS), WordKind.ACT, Entity.EXCLUDED)
        words = wrong + draw.describe(Entity.TARGET) + self._cue(is_late=draw.chance(0.4))
        words += label(draw.pick_text('just|instead|simply||')) or []
        return words + frames.expand(draw.pick_text(_PRONOUN_ACTS[task]))

    def _corrected_goal(self) -> Words:
        """Return a destination that is taken back, and another one."""
        draw, frames = self._draw, self._frames
        place = draw.pick(range(10))
        if place < 2:
            wrong = [_exclude(word) for word in frames.place()]
            return wrong + self._cue() + frames.place()
        if place < 4:
            wrong = [_exclude(word) for word in frames.goal()]
            return wrong + self._cue() + frames.goal()
        if place < 5:  # "between, no, forget between, just behind the can"
            relation = label(
                draw.pick_text(draw.pick(list(spatial.GOALS.values()))),
                WordKind.RELATION,
                Entity.EXCLUDED,
            )
            dots = label(draw.pick_text(', |. . .|-| '))
            return relation + dots + self._cue() + frames.goal()
        relations = 'in|into|on' if place < 9 else 'next to|behind|beside|in front of|left of'
        wrong = label(draw.pick_text(relations), WordKind.RELATION, Entity.EXCLUDED)
        wrong += draw.describe(Entity.EXCLUDED)
        cue = self._cue(is_late=draw.chance(0.4))
        if draw.chance(0.6):
            cue += label(draw.pick_text(relations), WordKind.RELATION, Entity.DESTINATION)
        right = label('the') + draw.color(Entity.DESTINATION)
        right += label('one', WordKind.NOUN, Entity.DESTINATION)
        return wrong + cue + (right if draw.chance(0.3) else draw.describe(Entity.DESTINATION))

    def _corrected_target(self, task: RequestedTask) -> Words:
        draw, frames = self._draw, self._frames
        wrong = draw.describe(Entity.EXCLUDED)
        if draw.chance(0.25):
            wrong = label('the') + draw.color(Entity.EXCLUDED)
        verb, before, after = self._frames.split_frame(task)
        head = [*verb, *frames.expand(before)]
        place = self._draw.pick(range(20))
        if place < 6:
            # After a full sentence: "put the red cube in the bowl, sorry, the blue one".
            words = head + wrong + frames.expand(after) + self._cue(is_late=True)
            words += draw.describe(Entity.TARGET, has_color=True)
            return words + (label(draw.pick(tables.LATE_ENDINGS)) if draw.chance(0.2) else [])
        if place < 8:  # "the purple one, no, not purple, green, take the green one"
            no = label('not', WordKind.NEGATION, Entity.EXCLUDED) + draw.color(Entity.EXCLUDED)
            words = wrong + self._cue() + no + label(',')
            words += draw.color(Entity.TARGET) + label(',') if draw.chance(0.5) else []
            return words + head + draw.describe(Entity.TARGET) + frames.expand(after)
        if place < 10:  # "point at the ball, no, the can, the green can"
            first = draw.describe(Entity.TARGET, has_color=False) + label(',')
            second = draw.describe(Entity.TARGET, has_color=True)
            return head + wrong + self._cue() + first + second + frames.expand(after)
        if place < 17:
            words = head + wrong + self._cue() + draw.describe(Entity.TARGET)
            return words + frames.expand(after)
        return head + wrong + self._cue() + frames.verb_phrase(task)

    def _cue(self, *, is_late: bool = False) -> Words:
        draw = self._draw
        marks = (',', '.', '-', ';', '...') if is_late else (',', ',', ',', '-', '...')
        words = label(draw.pick(marks)) if draw.chance(0.7) else []
        cue = draw.pick(tables.CORRECTIONS)
        if draw.chance(0.35):
            comma = ' ,' if draw.chance(0.7) else ''
            cue = f'{draw.pick(tables.HESITATIONS)}{comma} {cue}'
        words += label(cue, WordKind.NEGATION, Entity.EXCLUDED)
        return words + (label(',') if draw.chance(0.4) else [])


def _exclude(word: LabeledWord) -> LabeledWord:
    """Return a word of an object, or of its relation, as one of an object not meant."""
    is_filler = word.kind is WordKind.FILLER
    return word if is_filler else word._replace(entity=Entity.EXCLUDED)
