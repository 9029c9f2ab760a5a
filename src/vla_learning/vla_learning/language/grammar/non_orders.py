# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generation of sentences that are no order of one task of the robot."""

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import Step
from vla_language.meaning.tags import WordKind
from vla_language.meaning.task_rules import task_of_verb
from vla_learning.language.grammar import non_order_tables as tables
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.dictionary_words import DictionaryWords
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.orders import Draft
from vla_learning.language.grammar.orders import OrderGenerator
from vla_learning.language.grammar.sentence_files import load_sentence_files
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import relabel
from vla_learning.language.grammar.tagged_words import with_step

_CONTENT = WordKind.UNACCOUNTED
_OTHER_KINDS = ['verb'] * 45 + ['dictionary'] * 22 + ['tail'] * 10 + ['goal'] * 16
_OTHER_KINDS += ['person'] * 9 + ['self'] * 6 + ['mind'] * 10
_REPORT_KINDS = ['past'] * 50 + ['state'] * 14 + ['look'] * 14 + ['remark'] * 12 + ['ing']
#: Verbs for several objects, which fit a destination if the task has one.
_PLACE_VERBS, _VERBS = 'put|place|move|drop', 'pick up|take|grab|push|point at|lift|move'
#: Classes of the sentence files to refuse.
_WRITTEN = {
    'negated': SpeechAct.NEGATED,
    'later': SpeechAct.LATER,
    'conditional': SpeechAct.CONDITIONAL,
    'report': SpeechAct.REPORT,
    'question': SpeechAct.QUESTION,
    'several': SpeechAct.SEVERAL,
    'other': SpeechAct.ORDER,
}
_OWN = (RequestedTask.PICK, RequestedTask.POINT, RequestedTask.PUSH)


class NonOrderGenerator:
    """
    Draw sentences to refuse.

    Parameters
    ----------
    frames, orders
        Generators of phrases and of orders.
    dictionary
        Words of the open classes.

    """

    def __init__(
        self, frames: FrameExpander, orders: OrderGenerator, dictionary: DictionaryWords
    ) -> None:
        self._frames, self._orders = frames, orders
        self._draw = frames.draw
        self._dictionary = dictionary

    def written(self) -> Draft:
        """Return a sentence of the sentence files."""
        files = load_sentence_files()
        name = self._draw.pick([name for name in _WRITTEN for _ in files[name]])
        words, act = self._frames.written(name), _WRITTEN[name]
        if name == 'other':
            return words, RequestedTask.OTHER, act
        if act in (SpeechAct.REPORT, SpeechAct.QUESTION):
            return words, RequestedTask.NONE, act
        verbs = [word.text for word in words if word.kind is WordKind.ACT]
        return words, task_of_verb(verbs) or RequestedTask.NONE, act

    def negation(self) -> Draft:
        """Return an order not to do something."""
        draw, task = self._draw, self._orders.task()
        if draw.chance(0.25):
            cue = draw.pick(tables.KEEP_AWAY)
            words = label(cue, WordKind.NEGATION) + draw.describe(Entity.TARGET)
            if cue == 'leave' or draw.chance(0.4):
                words += label(draw.pick(tables.KEEP_AWAY_ENDINGS), WordKind.NEGATION)
            task = RequestedTask.NONE
        elif draw.chance(0.3):
            words = label(draw.pick(tables.GERUND_NEGATIONS), WordKind.NEGATION)
            words += self._frames.verb_phrase(task, 'gerund')
        else:
            words = label(draw.pick(tables.NEGATIONS), WordKind.NEGATION)
            words += self._frames.verb_phrase(task)
        if draw.chance(0.1):  # "do not lift the ball, then push the cube left"
            words += label(draw.pick_text(tables.SEQUENCE_WORDS), _CONTENT)
            words += relabel(self._frames.verb_phrase(self._orders.task()), _CONTENT)
        return self._orders.with_ending(words, 0.15), task, SpeechAct.NEGATED

    def cancellation(self) -> Draft:
        """Return an order that is taken back as a whole."""
        draw, task = self._draw, self._orders.task()
        words = self._orders.order_of(task) + label(draw.pick_text(',|.|...|-|. no ,|. oh ,|!'))
        end = label(draw.pick(tables.CANCELLATIONS), WordKind.NEGATION)
        return words + end, task, SpeechAct.NEGATED

    def condition(self) -> Draft:
        """Return an order that depends on something."""
        draw, task = self._draw, self._orders.task()
        condition = self._frames.content(draw.pick(tables.CONDITIONS))
        order = self._order_or_phrase(task)
        if draw.chance(0.5):
            joint = label(draw.pick_text(',|,|,|, then|then||')) or []
            return condition + joint + order, task, SpeechAct.CONDITIONAL
        return order + condition, task, SpeechAct.CONDITIONAL

    def future(self) -> Draft:
        """Return an order for later, or an intention."""
        draw, task = self._draw, self._orders.task()
        if draw.chance(0.3):
            words = label(draw.pick(tables.FUTURES), _CONTENT) + self._frames.verb_phrase(task)
            return words, task, SpeechAct.LATER
        time = label(draw.pick(tables.TIMES), _CONTENT)
        order = self._order_or_phrase(task)
        comma = label(',') if draw.chance(0.5) else []
        words = time + comma + order if draw.chance(0.4) else order + time
        return words, task, SpeechAct.LATER

    def report(self) -> Draft:
        """Return a statement."""
        draw, task = self._draw, self._orders.task()
        kind = draw.pick(_REPORT_KINDS)
        if kind == 'past':
            words = label(draw.pick(tables.SUBJECTS), _CONTENT)
            words += label(draw.pick(tables.AUXILIARIES), _CONTENT)
            words += self._frames.verb_phrase(task, 'past')
            if draw.chance(0.4):
                words += label(draw.pick(tables.PAST_TIMES), _CONTENT)
        elif kind == 'state':
            words = draw.describe_fully(Entity.TARGET)
            words += label(draw.pick(tables.STATES), _CONTENT) + self._frames.goal()
        elif kind == 'look':
            words = draw.describe_fully(Entity.TARGET) + label(draw.pick(tables.LOOKS), _CONTENT)
            words += label(draw.pick(self._dictionary.adjectives), _CONTENT)
        elif kind == 'remark':
            words = label(draw.pick(tables.REMARKS), _CONTENT)
            words += draw.describe_fully(Entity.TARGET)
        else:
            words = label(draw.pick(tables.SUBJECTS), _CONTENT)
            words += label(draw.pick_text('is|are|was|am|keeps|likes'), _CONTENT)
            words += self._frames.verb_phrase(task, 'gerund')
        return words, RequestedTask.NONE, SpeechAct.REPORT

    def homonym(self) -> Draft:
        """Return a statement with a word that names an act elsewhere."""
        frame = self._with_adjective(self._draw.pick(tables.HOMONYMS))
        return self._frames.expand(frame), RequestedTask.NONE, SpeechAct.REPORT

    def remark(self) -> Draft:
        """Return what is said beside an order, alone."""
        return self._frames.remarks.alone(), RequestedTask.NONE, SpeechAct.REPORT

    def quotation(self) -> Draft:
        """Return words of somebody else."""
        draw, task = self._draw, self._orders.task()
        words = label(draw.pick(tables.QUOTES), _CONTENT)
        phrase = self._frames.verb_phrase(task)
        if draw.chance(0.6):
            quote = draw.pick(('"', "'", '\N{LEFT DOUBLE QUOTATION MARK}'))
            mark = label(quote, _CONTENT) or []
            words += mark + phrase + mark
        else:
            words += phrase
        return words, RequestedTask.NONE, SpeechAct.REPORT

    def question(self) -> Draft:
        """Return a question that asks for no act."""
        draw, task = self._draw, self._orders.task()
        kind = draw.pick(['act'] * 35 + ['thing'] * 45 + ['count'] * 20)
        if kind == 'act':
            words = label(draw.pick(tables.QUESTIONS_ABOUT_ACTS), _CONTENT)
            words += self._frames.verb_phrase(task)
        elif kind == 'thing':
            words = label(draw.pick(tables.QUESTIONS_ABOUT_THINGS), _CONTENT)
            words += draw.describe_fully(Entity.TARGET)
            if draw.chance(0.35):
                endings = (*tables.THING_ENDINGS, draw.pick(self._dictionary.adjectives))
                words += label(draw.pick(endings), _CONTENT)
            elif draw.chance(0.4):
                words += self._frames.goal()
        else:
            words = label(draw.pick(tables.COUNT_OPENINGS), _CONTENT)
            words += draw.color(Entity.TARGET) if draw.chance(0.5) else []
            noun = f'{draw.noun_text(Entity.TARGET)}{draw.pick(("s", "", "s"))}'
            words += label(noun, WordKind.NOUN, Entity.TARGET)
            words += label(draw.pick(tables.COUNT_ENDINGS), _CONTENT)
        words += label('?') if draw.chance(0.5) else []
        return words, RequestedTask.NONE, SpeechAct.QUESTION

    def several(self) -> Draft:
        """Return an order of several tasks or objects."""
        draw, task = self._draw, self._orders.task()
        kind = draw.pick(['tasks'] * 35 + ['objects'] * 25 + ['quantity'] * 40)
        verbs = _PLACE_VERBS if task is RequestedTask.PLACE else _VERBS
        if kind == 'tasks':
            joint = label(draw.pick(tables.JOINTS), _CONTENT) or []
            words = with_step(self._order_or_phrase(task), Step.FIRST) + joint
            words += with_step(relabel(self._second_step(task), _CONTENT), Step.SECOND)
        elif kind == 'objects':
            words = label(draw.pick_text(verbs), WordKind.ACT)
            words += draw.describe(Entity.TARGET) + label(draw.pick(tables.ALTERNATIVES), _CONTENT)
            words += relabel(draw.describe(Entity.EXCLUDED), _CONTENT)
            words += self._frames.goal() if task is RequestedTask.PLACE else []
        else:
            words = label(draw.pick_text(verbs), WordKind.ACT)
            quantity = draw.pick(tables.QUANTITIES)
            words += label(quantity, _CONTENT)
            words += draw.color(Entity.TARGET) if draw.chance(0.5) else []
            plural = '' if quantity in ('every', 'each') else 's'
            noun = f'{draw.noun_text(Entity.TARGET)}{plural}'
            words += label(noun, WordKind.NOUN, Entity.TARGET)
            words += self._frames.goal() if task is RequestedTask.PLACE else []
        opening = self._orders.opening() if draw.chance(0.35) else []
        return opening + words, task, SpeechAct.SEVERAL

    def _second_step(self, task: RequestedTask) -> Words:
        """Return what is to be done after a task."""
        draw, frames = self._draw, self._frames
        kind = draw.pick(['phrase'] * 10 + ['order'] * 4 + ['pronoun'] * 5 + ['same', 'other'] * 3)
        if kind == 'pronoun':
            return label(draw.pick_text(tables.PRONOUN_STEPS[task.value]))
        if kind == 'other':
            return self.other_task()[0]
        if kind == 'order':
            return self._orders.order_of(self._orders.task())
        if kind == 'same' and task is RequestedTask.PLACE:  # "... then the can on the plate"
            return draw.describe(Entity.TARGET) + frames.goal()
        if kind == 'same':
            direction = frames.direction() if task is RequestedTask.PUSH else []
            return draw.describe(Entity.TARGET) + direction
        return frames.verb_phrase(self._orders.task())

    def other_task(self) -> Draft:
        """Return an order of something that the robot cannot do."""
        draw, frames = self._draw, self._frames
        kind = draw.pick(_OTHER_KINDS)
        if kind == 'verb':
            words = label(draw.pick(tables.OTHER_VERBS), _CONTENT)
            words += frames.expand(draw.pick(tables.OTHER_TAILS))
        elif kind == 'dictionary':
            words = label(draw.pick(self._dictionary.verbs), _CONTENT)
            words += frames.expand(draw.pick(tables.OTHER_TAILS))
        elif kind == 'tail':
            words = frames.verb_phrase(draw.pick(_OWN))
            words += frames.expand(draw.pick(tables.IMPOSSIBLE_TAILS))
        elif kind == 'person':
            words = label(draw.pick(tables.GIVING_VERBS), WordKind.ACT)
            words += draw.describe(Entity.TARGET)
            words += label(draw.pick(tables.RECIPIENTS), _CONTENT)
        elif kind == 'self':
            words = label(draw.pick(tables.ON_SELF), _CONTENT)
        elif kind == 'mind':
            words = frames.expand(self._with_adjective(draw.pick(tables.MIND_FRAMES)))
        else:
            words = label(draw.pick(tables.GOAL_VERBS), WordKind.ACT)
            words += draw.describe(Entity.TARGET)
            words += frames.expand(draw.pick(tables.IMPOSSIBLE_GOALS))
        opening = self._orders.opening() if draw.chance(0.4) else []
        words = self._orders.with_ending(opening + words)
        return words, RequestedTask.OTHER, SpeechAct.ORDER

    def chat(self) -> Draft:
        """Return a text about something else."""
        draw = self._draw
        words = self._orders.opening() if draw.chance(0.3) else []
        words += label(draw.pick(tables.CODE if draw.chance(0.3) else tables.CHAT), _CONTENT)
        return words, RequestedTask.NONE, SpeechAct.ORDER

    def fragment(self) -> Draft:
        """Return a part of a sentence."""
        words = self._frames.expand(self._draw.pick(tables.FRAGMENTS))
        return words, RequestedTask.NONE, SpeechAct.ORDER

    def odd_description(self) -> Draft:
        """Return an order whose object is described by what it is not, or by its history."""
        verb = self._draw.pick(tables.ODD_VERBS)
        frame = self._draw.pick(tables.ODD_DESCRIPTIONS).replace('{V}', verb)
        is_point = verb in ('point at', 'show me', 'find')
        task = RequestedTask.POINT if is_point else RequestedTask.PICK
        opening = self._orders.opening() if self._draw.chance(0.3) else []
        return opening + self._frames.expand(frame), task, SpeechAct.ORDER

    def _with_adjective(self, frame: str) -> str:
        return frame.replace('{A}', self._draw.pick(self._dictionary.adjectives))

    def _order_or_phrase(self, task: RequestedTask) -> Words:
        if self._draw.chance(0.4):
            return self._orders.order_of(task)
        return self._frames.verb_phrase(task)
