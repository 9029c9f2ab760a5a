# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Descriptions of objects: determiner, superlative, attributes, color, noun, relation."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from vla_language.meaning.color_terms import named_colors
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.vocabulary import BASIC_COLORS
from vla_language.meaning.vocabulary import OTHER_COLORS
from vla_learning.language import noun_lexicon
from vla_learning.language.grammar import address_tables as tables
from vla_learning.language.grammar.dictionary_words import DictionaryWords
from vla_learning.language.grammar.morphology import past_participle
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import LabeledWord

_T = TypeVar('_T')
Words = list[LabeledWord]
_GRASPABLE = ('cube', 'cylinder', 'sphere')


class DescriptionGenerator:
    """
    Draw descriptions.

    Parameters
    ----------
    rng
        Source of all choices.
    dictionary
        Words of the open classes.

    """

    def __init__(self, rng: np.random.Generator, dictionary: DictionaryWords) -> None:
        self._rng = rng
        self._dictionary = dictionary
        self._shape_nouns = [n for kind in _GRASPABLE for n in noun_lexicon.TRAIN_NOUNS[kind]]
        names = sorted(named_colors())
        last = frozenset(BASIC_COLORS + OTHER_COLORS)
        self._short_names = [n for n in names if len(n.split()) <= 3]
        self._shaded = [n for n in names if len(n.split()) == 2 and n.split()[-1] in last]
        self._single = [n for n in names if ' ' not in n]
        #: Whether determiners are left out: "put red cube in bowl".
        self.is_telegraphic = False

    def pick(self, options: Sequence[_T]) -> _T:
        """Return one of the options."""
        return options[int(self._rng.integers(len(options)))]

    def pick_text(self, options: str) -> str:
        """Return one of several texts that are separated by a vertical bar."""
        return self.pick(options.split('|'))

    def chance(self, probability: float) -> bool:
        """Return True with a probability."""
        return bool(self._rng.random() < probability)

    def describe(self, entity: Entity, *, has_color: bool | None = None) -> Words:
        """Return a description without superlative, relation or exclusion."""
        return self._determiner() + self.describe_bare(entity, has_color=has_color)

    def describe_bare(self, entity: Entity, *, has_color: bool | None = None) -> Words:
        """Return a description without a determiner."""
        return self._attributes(entity) + self._color_and_noun(entity, has_color)

    def color(self, entity: Entity) -> Words:
        """Return the name of a color."""
        return label(self._color_name(), WordKind.COLOR, entity)

    def noun(self, entity: Entity) -> Words:
        """Return a noun."""
        return label(self.noun_text(entity), WordKind.NOUN, entity)

    def noun_text(self, entity: Entity) -> str:
        """Return the text of a noun."""
        place = self._rng.random()
        if entity in (Entity.DESTINATION, Entity.DESTINATION_LANDMARK):
            if place < 0.6:
                return self.pick(tables.RECEPTACLES)
            if place < 0.75:
                return self.pick(tables.COMMON_NOUNS)
            return self._open_noun(0.6)
        if place < 0.12 or (entity is Entity.TARGET_LANDMARK and place < 0.35):
            return self.pick(tables.RECEPTACLES)
        if place < 0.38:
            return self.pick(tables.COMMON_NOUNS)
        if place < 0.60:
            return self.pick(self._shape_nouns)
        if place < 0.70:
            return self.pick(tables.ANY_NOUNS)
        return self._open_noun(0.7)

    def _open_noun(self, dictionary_share: float) -> str:
        is_dictionary = self.chance(dictionary_share)
        return self.pick(
            self._dictionary.things if is_dictionary else noun_lexicon.TRAIN_UNKNOWN_NOUNS
        )

    def _determiner(self) -> Words:
        is_left_out = self.is_telegraphic or self.chance(0.05)
        return [] if is_left_out else label(self.pick(tables.DETERMINERS))

    def _attributes(self, entity: Entity) -> Words:
        words: Words = []
        for _ in range(2):
            if self.chance(0.11):
                words += label(self._attribute_text(), WordKind.ATTRIBUTE, entity)
        return words

    def _attribute_text(self) -> str:
        place = self._rng.random()
        if place < 0.6:
            return self.pick(tables.ATTRIBUTES)
        if place < 0.85:
            return self.pick(self._dictionary.adjectives)
        return past_participle(self.pick(self._dictionary.verbs))

    def _color_and_noun(self, entity: Entity, has_color: bool | None) -> Words:
        has_color = self.chance(0.68) if has_color is None else has_color
        if not has_color:
            return self.noun(entity)
        color = self.color(entity)
        if self.chance(0.06):
            link = label(self.pick(tables.COLOR_CLAUSES))
            color = self.noun(entity) + link + color
            return color + (label('color', WordKind.COLOR, entity) if self.chance(0.2) else [])
        if self.chance(0.05):
            color += label(self.pick_text('colored|coloured|colour|color'), WordKind.COLOR, entity)
        if self.chance(0.09):
            return color + label('one', WordKind.NOUN, entity)
        return color if self.chance(0.02) else color + self.noun(entity)

    def _color_name(self) -> str:
        place = self._rng.random()
        if place < 0.02:
            two = f'{self.pick(BASIC_COLORS)} and {self.pick(BASIC_COLORS)}'
            return two + self.pick((' striped', '', ' spotted', ' checkered'))
        if place < 0.50:
            return self.pick(BASIC_COLORS)
        if place < 0.62:
            return f'{self.pick(tables.SHADES)} {self.pick(BASIC_COLORS + OTHER_COLORS[:4])}'
        if place < 0.72:
            return self.pick(self._shaded)
        if place < 0.82:
            return self.pick(self._single)
        if place < 0.90:
            return self.pick(OTHER_COLORS)
        return self.pick(tables.COLOR_FORMS if place < 0.95 else self._short_names)
