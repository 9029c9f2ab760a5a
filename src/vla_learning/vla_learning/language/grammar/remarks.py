# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generation of remarks beside an order: they are fillers, whatever they are about."""

import re

from vla_learning.language.grammar import remark_tables as tables
from vla_learning.language.grammar.descriptions import DescriptionGenerator
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.dictionary_words import DictionaryWords
from vla_learning.language.grammar.morphology import gerund
from vla_learning.language.grammar.sentence_files import load_sentence_files
from vla_learning.language.grammar.tagged_words import label

_MARK = re.compile(r'\{([NAPVGH])\}')
_JOINTS_BEFORE = (',', ',', ',', '.', '!', '-', ': ', ', so', ', and', 'so', 'and', '', '. . .')
_BEFORE = [*tables.REMARKS_BEFORE, *load_sentence_files()['before']]
_AFTER = [*tables.REMARKS_AFTER, *load_sentence_files()['after']]
#: Share of remarks that are statements of the dictionary.
_STATEMENT_SHARE = 0.35
_JOINTS_BEHIND_STATEMENT = (',', ',', '.', '.', '!', ', so', ', so', 'so', '. anyway ,', '-')
_JOINTS_BEFORE_STATEMENT = (',', ',', '.', '.', '-', ', because', 'because', ', you know ,', '!')
_JOINTS_AFTER = (',', ',', ',', ',', '.', '.', '!', '-', '', ';')


class RemarkGenerator:
    """
    Draw remarks.

    Parameters
    ----------
    draw
        Generator that holds the source of all choices.
    dictionary
        Words of the open classes.

    """

    def __init__(self, draw: DescriptionGenerator, dictionary: DictionaryWords) -> None:
        self._draw, self._dictionary = draw, dictionary

    def before(self) -> Words:
        """Return a remark in front of an order, with what joins them."""
        if self._has_statement():
            return self._statement() + label(self._draw.pick(_JOINTS_BEHIND_STATEMENT))
        return self._fill(_BEFORE) + label(self._draw.pick(_JOINTS_BEFORE))

    def after(self) -> Words:
        """Return a remark behind an order, with what joins them."""
        if self._has_statement():
            return label(self._draw.pick(_JOINTS_BEFORE_STATEMENT)) + self._statement()
        return label(self._draw.pick(_JOINTS_AFTER)) + self._fill(_AFTER)

    def around(self, words: Words, share: float) -> Words:
        """Return words with a remark on one side or both, each in a share of the cases."""
        before = self.before() if self._draw.chance(share) else []
        return before + words + (self.after() if self._draw.chance(share) else [])

    def alone(self) -> Words:
        """Return a remark without an order."""
        return self._fill(self._draw.pick((_BEFORE, _AFTER)))

    def complaint(self) -> Words:
        """Return what is wrong with an object, as the predicate of its name."""
        return self._fill(tables.COMPLAINTS)

    def choice(self) -> Words:
        """Return a remark that leaves the choice to the robot."""
        joint = self._draw.pick((',', ',', '.', '-', ''))
        return label(joint) + self._fill(tables.CHOICES)

    def person(self) -> Words:
        """Return a person."""
        return label(self._draw.pick(tables.PERSONS))

    def _has_statement(self) -> bool:
        return bool(self._dictionary.statements) and self._draw.chance(_STATEMENT_SHARE)

    def _statement(self) -> Words:
        return label(self._draw.pick(self._dictionary.statements))

    def _fill(self, table: list[str]) -> Words:
        return label(_MARK.sub(lambda match: self._word(match[1]), self._draw.pick(table)))

    def _word(self, mark: str) -> str:
        words = {
            'N': self._dictionary.things,
            'A': self._dictionary.adjectives,
            'V': self._dictionary.verbs,
            'G': self._dictionary.verbs,
            'P': tables.PERSONS,
            'H': tables.HOURS,
        }[mark]
        word = self._draw.pick(words)
        return gerund(word) if mark == 'G' else word
