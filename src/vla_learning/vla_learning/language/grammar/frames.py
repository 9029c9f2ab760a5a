# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Expansion of sentence frames; the marks are explained in `frame_tables`."""

from collections.abc import Callable
import re

import numpy as np
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.command_templates import TRAIN_TEMPLATES
from vla_learning.language.grammar import frame_tables
from vla_learning.language.grammar import morphology
from vla_learning.language.grammar import sentence_tables
from vla_learning.language.grammar import spatial_tables as spatial
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.dictionary_words import DictionaryWords
from vla_learning.language.grammar.full_descriptions import FullDescriptionGenerator
from vla_learning.language.grammar.remarks import RemarkGenerator
from vla_learning.language.grammar.sentence_files import load_sentence_files
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import LabeledWord
from vla_policy.types.vocabulary import TaskKind

_MARK = re.compile(
    r'<(?P<act>[^>]*)>|\{(?P<slot>\w+)\}|~(?P<content>[^~]*)~|\[(?P<negation>[^\]]*)\]'
    r'|(?P<filler>[^<{~[\s]+)'
)
#: Preposition and destination of a command template.
_GOAL = re.compile(r'\b(?:over to|down in|down on|in|into|inside|on|onto|over|to|at) the \{d\}')
#: Verbs that carry no content where the frame marks another word as the act.
_LIGHT_VERBS = frozenset('make have use let see help give get cause'.split())
_FORMS = {
    'base': lambda verb: verb,
    'gerund': morphology.gerund,
    'past': morphology.past_participle,
}
#: Kinds of the first word of a place and of the others.
_PLACE_KINDS = (WordKind.RELATION, WordKind.NOUN)
#: Goals on the table.
_BESIDE = ('next', 'left', 'right', 'front', 'behind')
_NEAR = ('next', 'next', 'left', 'right', 'front', 'behind', 'towards')


class FrameExpander:
    """
    Expand frames to tagged words.

    Parameters
    ----------
    rng
        Source of all choices.
    dictionary
        Words of the open classes.

    """

    def __init__(self, rng: np.random.Generator, dictionary: DictionaryWords) -> None:
        self.draw = FullDescriptionGenerator(rng, dictionary)
        self.remarks = RemarkGenerator(self.draw, dictionary)
        self._dictionary = dictionary
        draw = self.draw
        self._slots: dict[str, Callable[[], Words]] = {
            'T': lambda: draw.describe_fully(Entity.TARGET),
            'T2': lambda: draw.describe(Entity.TARGET),
            'T0': lambda: draw.describe_bare(Entity.TARGET),
            'TA': lambda: draw.describe_any(Entity.TARGET),
            'TC': lambda: draw.describe_contents(Entity.TARGET),
            'TS': lambda: draw.describe_extreme(Entity.TARGET),
            'X': lambda: draw.describe(Entity.EXCLUDED),
            'D': lambda: draw.describe_fully(Entity.DESTINATION),
            'DR': self.goal,
            'DRI': self._relation_to_pronoun,
            'PD': lambda: self.goal(is_near=True),
            'NX': self._beside,
            'IN': self._into,
            'ON': self._onto,
            'FL': self._origin,
            'W': self.direction,
            'PL': self.place,
            'O': self._off_the_table,
            'P': self.remarks.person,
            'C': self.remarks.complaint,
        }

    def expand(self, frame: str) -> Words:
        """Return the words of a frame."""
        words: Words = []
        # A negation in front of another object excludes it; otherwise it negates the order.
        negated = Entity.EXCLUDED if '{X}' in frame else Entity.NONE
        for match in _MARK.finditer(frame):
            if match['act'] is not None:
                words += label(match['act'], WordKind.ACT)
            elif match['slot'] is not None:
                words += self._slot(match['slot'])
            elif match['content'] is not None:
                thing = self.draw.pick(self._dictionary.things)
                text = thing if match['content'] == 'N' else match['content']
                words += label(text, WordKind.UNACCOUNTED)
            elif match['negation'] is not None:
                text = match['negation']
                entity = Entity.EXCLUDED if text.startswith('!') else negated
                words += label(text.removeprefix('!'), WordKind.NEGATION, entity)
            else:
                words += label(match['filler'])
        return words

    def verb_phrase(self, task: RequestedTask, form: str = 'base') -> Words:
        """Return a phrase that starts with a verb."""
        return self.expand_verb(self.draw.pick(frame_tables.VERB_FRAMES[task]), form, task)

    def expand_verb(
        self, frame: str, form: str = 'base', task: RequestedTask = RequestedTask.NONE
    ) -> Words:
        """Return the words of a frame "verb: rest" with the verb in a form."""
        verb, rest = frame.split(': ', 1)
        is_light = verb in _LIGHT_VERBS and '<' in rest and task is not RequestedTask.PICK
        kind = WordKind.FILLER if is_light else WordKind.ACT
        return [LabeledWord(_FORMS[form](verb), Entity.NONE, kind), *self.expand(rest)]

    def split_frame(self, task: RequestedTask) -> tuple[list[LabeledWord], str, str]:
        """Return the verb of a frame, and its text before and behind the target."""
        while True:
            verb, rest = self.draw.pick(frame_tables.VERB_FRAMES[task]).split(': ', 1)
            if rest.count('{T}') == 1 and '{L}' not in rest and '{D}' not in rest:
                before, after = rest.split('{T}')
                return label(verb, WordKind.ACT), before, after

    def sentence(self, task: RequestedTask) -> Words:
        """Return a whole sentence."""
        return self.expand(self.draw.pick(sentence_tables.SENTENCE_FRAMES[task]))

    def template(self, task: RequestedTask) -> Words:
        """Return an imperative of the commands with which the policy is trained."""
        template = self.draw.pick(TRAIN_TEMPLATES[TaskKind[task.name]])
        frame = _GOAL.sub('{DR}', template) if task is RequestedTask.PLACE else template
        for name, slot in (('{t}', '{T}'), ('{d}', '{D}'), ('{w}', '{W}')):
            frame = frame.replace(f'the {name}', slot).replace(name, slot)
        words = re.split(r'(\{\w+\})', frame)
        return self.expand(''.join(w if '{' in w else f'<{w}>' for w in words if w.strip()))

    def written(self, name: str) -> Words:
        """Return a sentence of a class of the sentence files."""
        return self.expand(self.draw.pick(load_sentence_files()[name]))

    def content(self, text: str) -> Words:
        """Return unaccounted words; {N} is a noun phrase and {A} an adjective."""
        words: Words = []
        for part in text.split():
            if part == '{N}':
                drawn = self.draw.describe(Entity.EXCLUDED)
                words += [LabeledWord(w.text, Entity.NONE, WordKind.UNACCOUNTED) for w in drawn]
            elif part == '{A}':
                words += label(self.draw.pick(self._dictionary.adjectives), WordKind.UNACCOUNTED)
            else:
                words += label(part, WordKind.UNACCOUNTED)
        return words

    def goal(self, *, is_near: bool = False) -> Words:
        """Return relation and destination."""
        draw = self.draw
        kind = draw.pick(['in'] * 8 + ['on'] * 5 + [*_NEAR, *spatial.GOALS])
        relation = spatial.PUSH_GOALS if is_near else spatial.GOALS[kind]
        words = label(draw.pick_text(relation), WordKind.RELATION, Entity.DESTINATION)
        if kind == 'between' and not is_near:
            first = draw.describe(Entity.DESTINATION)
            return words + first + label('and') + draw.describe(Entity.DESTINATION)
        return words + draw.describe_fully(Entity.DESTINATION)

    def direction(self) -> Words:
        """Return the direction of a push."""
        kind = self.draw.pick(['left', 'right', 'forward', 'back'] * 6 + ['other'])
        return label(self.draw.pick_text(spatial.DIRECTIONS[kind]), WordKind.DIRECTION)

    def place(self) -> Words:
        """Return a named place of the table as a destination."""
        if self.draw.chance(0.4):
            phrase = label(self.draw.pick(spatial.PLACE_PHRASES))
            return [
                word
                if word.text in ('the', 'a', 'of')
                else word._replace(kind=_PLACE_KINDS[i > 0], entity=Entity.DESTINATION)
                for i, word in enumerate(phrase)
            ]
        relations, places = self.draw.pick(spatial.PLACES)
        words = label(self.draw.pick_text(relations), WordKind.RELATION, Entity.DESTINATION)
        return words + [
            word
            if word.text in ('the', 'of')
            else word._replace(kind=WordKind.NOUN, entity=Entity.DESTINATION)
            for word in label(self.draw.pick_text(places))
        ]

    def _origin(self) -> Words:
        relation = self.draw.pick_text('from|out of|off|off of|from inside|from the top of')
        words = label(relation, WordKind.RELATION, Entity.TARGET)
        return words + self.draw.describe(Entity.TARGET_LANDMARK)

    def _into(self) -> Words:
        relation = self.draw.pick_text('into|in|inside|onto|into|in to')
        words = label(relation, WordKind.RELATION, Entity.DESTINATION)
        return words + self.draw.describe_fully(Entity.DESTINATION)

    def _beside(self) -> Words:
        relation = self.draw.pick_text(spatial.GOALS[self.draw.pick(_BESIDE)])
        words = label(relation, WordKind.RELATION, Entity.DESTINATION)
        return words + self.draw.describe(Entity.DESTINATION)

    def _onto(self) -> Words:
        relation = self.draw.pick_text('on|on top of|onto|atop|over|upon|on to')
        words = label(relation, WordKind.RELATION, Entity.DESTINATION) + label('the')
        words += self.draw.color(Entity.DESTINATION) if self.draw.chance(0.8) else []
        noun = self.draw.pick_text('cube|block|box|cylinder|can|brick|tin|one')
        return words + label(noun, WordKind.NOUN, Entity.DESTINATION)

    def _off_the_table(self) -> Words:
        relation = self.draw.pick_text('from|off|off of|up from|up off|from off')
        return label(f'{relation} {self.draw.pick(spatial.TABLES)}')

    def _relation_to_pronoun(self) -> Words:
        relation = self.draw.pick_text(
            'in|on|into|onto|inside|inside of|next to|on top of|beside|behind|in front of|in'
        )
        pronoun = [] if relation == 'inside' else label('it', WordKind.PRONOUN)
        return label(relation, WordKind.RELATION, Entity.DESTINATION) + pronoun

    def _slot(self, slot: str) -> Words:
        if slot not in self._slots:
            raise ValueError(f'a frame may contain the slots of frame_tables; got {{{slot}}}')
        return self._slots[slot]()
