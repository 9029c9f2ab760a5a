# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Descriptions of objects with a superlative, a relation or an exclusion.

Marks of the written descriptions: {c} color, {n} noun, {a} attribute, {s} superlative before the
noun, {sa} superlative behind it, {r} relation and {L} the object beside which the other one is,
<words> of the noun, ~words~ of an attribute. All other words are fillers.
"""

from collections.abc import Callable
import re

from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar import address_tables as tables
from vla_learning.language.grammar import remark_tables
from vla_learning.language.grammar import spatial_tables as spatial
from vla_learning.language.grammar.descriptions import DescriptionGenerator
from vla_learning.language.grammar.descriptions import Words
from vla_learning.language.grammar.sentence_files import load_sentence_files
from vla_learning.language.grammar.tagged_words import label

_LANDMARKS = {
    Entity.TARGET: Entity.TARGET_LANDMARK,
    Entity.DESTINATION: Entity.DESTINATION_LANDMARK,
}
#: Shares of what a description has in addition to attributes, color and noun.
_KINDS = ['superlative'] * 7 + ['after'] * 3 + ['relation'] * 8
_KINDS += ['written'] * 4
_KINDS += ['apposition', 'negated', 'whichever', 'anything', 'whatever', 'one of'] + ['plain'] * 29

_APPOSITION_LINKS = '||by which i mean|that is|that is to say|namely|to be precise|meaning'
_WHATEVER = (
    "whatever is|whatever's|whatever lies|what is|what's|what lies|the thing that is|"
    "the thing that's|anything that is|something that sits"
)
_MARK = re.compile(
    r'\{(?P<slot>\w+)\}|<(?P<noun>[^>]*)>|~(?P<attribute>[^~]*)~|(?P<filler>[^<{~\s]+)'
)
#: Relations to one object.
_TO_ONE_OBJECT = [kind for kind in spatial.LOCATIONS if kind != 'between']
#: Kinds of the words between two marks.
_MARKED_KINDS = {'noun': WordKind.NOUN, 'attribute': WordKind.ATTRIBUTE}
_WHATEVER_NOUNS = frozenset('whatever what thing anything something'.split())


class FullDescriptionGenerator(DescriptionGenerator):
    """Draw descriptions that may have more than attributes, color and noun."""

    def describe_fully(self, entity: Entity) -> Words:
        """Return a description that may have a superlative, a relation or an exclusion."""
        kind = self.pick(_KINDS)
        if kind == 'written' and entity in _LANDMARKS:
            return self.expand_written(self.pick(load_sentence_files()['thing']), entity)
        words = self._determiner()
        if kind == 'superlative':
            words += self._superlative(entity)
        if kind == 'apposition':
            return words + self._apposition(entity)
        if kind == 'negated':
            return words + self._negated(entity)
        if kind == 'whichever':
            return self._whichever(entity)
        if kind == 'whatever' and entity in _LANDMARKS:
            return self.describe_contents(entity)
        if kind == 'one of':
            return self._one_of_several(entity)
        if kind == 'anything':
            return self._anything(entity)
        described = self._attributes(entity) + self._color_and_noun(entity, None)
        if kind == 'after':
            return words + self._superlative_after(entity, described)
        words += described
        if kind == 'relation' and (entity is Entity.TARGET or self.chance(0.5)):
            return words + self._relation(entity)
        if kind == 'plain' and entity is Entity.TARGET and self.chance(0.07):
            words += label(self.pick(tables.IN_VIEW))
        elif kind == 'plain' and self.chance(0.07):
            words += self.exclusion()
        return words

    def describe_any(self, entity: Entity) -> Words:
        """Return a description of any one of several objects."""
        if self.chance(0.3):
            words, ending = label(self.pick(remark_tables.CHOICE_DETERMINERS)), 's'
        else:
            words, ending = label(self.pick(remark_tables.CHOICE_SINGULAR)), ''
        words += self.color(entity) if self.chance(0.4) else []
        return words + label(f'{self.noun_text(entity)}{ending}', WordKind.NOUN, entity)

    def describe_contents(self, entity: Entity) -> Words:
        """Return "whatever is in the bowl"."""
        words = label(self.pick_text(_WHATEVER))
        noun = max(i for i, word in enumerate(words) if word.text in _WHATEVER_NOUNS)
        words[noun] = words[noun]._replace(entity=entity, kind=WordKind.NOUN)
        return words + self._relation(entity)

    def describe_extreme(self, entity: Entity) -> Words:
        """Return "the leftmost ball", "the one nearest to you" or "the left one of the cans"."""
        if self.chance(0.2):
            return self._one_of_several(entity)
        one = label('one', WordKind.NOUN, entity) if self.chance(0.5) else self.noun(entity)
        if self.chance(0.5):
            return label('the') + self._superlative(entity) + one
        return label('the') + self._superlative_after(entity, one)

    def expand_written(self, text: str, entity: Entity) -> Words:
        """Return the words of a description of the sentence files."""
        slots: dict[str, Callable[[], Words]] = {
            'c': lambda: self.color(entity),
            'n': lambda: self.noun(entity),
            'a': lambda: label(self._attribute_text(), WordKind.ATTRIBUTE, entity),
            's': lambda: self._superlative(entity),
            'sa': lambda: self._superlative_after(entity, []),
            'r': lambda: self._location(self.pick(_TO_ONE_OBJECT), entity),
            'L': lambda: self.describe(_LANDMARKS[entity]),
        }
        words: Words = []
        for match in _MARK.finditer(text):
            mark = str(match.lastgroup)
            if mark == 'slot':
                words += slots[match[mark]]()
            elif mark in _MARKED_KINDS:
                words += label(match[mark], _MARKED_KINDS[mark], entity)
            else:
                words += label(match[mark])
        return words

    def exclusion(self) -> Words:
        """Return words that exclude an object, or a color."""
        if self.chance(0.4):
            clause = label(self.pick(tables.EXCLUDING_CLAUSES), WordKind.NEGATION, Entity.EXCLUDED)
            one = label('one', WordKind.NOUN, Entity.EXCLUDED) if self.chance(0.2) else []
            return clause + self.color(Entity.EXCLUDED) + one
        words = label(self.pick(tables.EXCLUSIONS), WordKind.NEGATION, Entity.EXCLUDED)
        return words + self.describe(Entity.EXCLUDED)

    def _superlative(self, entity: Entity) -> Words:
        text = self.pick_text(self.pick(list(spatial.SUPERLATIVES.values())))
        return label(text, WordKind.SUPERLATIVE, entity)

    def _apposition(self, entity: Entity) -> Words:
        """Return a noun and its color in an apposition: "cube, the red one,"."""
        link = label(self.pick_text(_APPOSITION_LINKS))
        color = label('the') + self.color(entity) + label('one', WordKind.NOUN, entity)
        return self.noun(entity) + label(',') + link + color + label(',')

    def _negated(self, entity: Entity) -> Words:
        """Return "non-red ball", or "ball, the non-red one,"."""
        prefix = self.pick(tables.EXCLUDING_PREFIXES)
        color = label(prefix, WordKind.NEGATION, Entity.EXCLUDED) + self.color(Entity.EXCLUDED)
        if self.chance(0.6):
            return color + self.noun(entity)
        comma = label(',') if self.chance(0.7) else []
        one = label(self.pick_text('one|one|thing'), WordKind.NOUN, entity)
        return self.noun(entity) + label(', the') + color + one + comma

    def _whichever(self, entity: Entity) -> Words:
        """Return "whichever ball is closest to you"."""
        words = label(self.pick_text('whichever|whichever|whatever|the')) + self.noun(entity)
        kind = self.pick([k for k in spatial.SUPERLATIVE_PHRASES if k != 'ordinal'])
        phrase = self.pick_text(spatial.SUPERLATIVE_PHRASES[kind])
        link = label(self.pick_text('is|that is|lies|sits|is the one'))
        return words + link + label(phrase, WordKind.SUPERLATIVE, entity)

    def _one_of_several(self, entity: Entity) -> Words:
        """Return "the leftmost of the three cans"."""
        extreme = self.pick([k for k in spatial.SUPERLATIVES if k not in ('size', 'ordinal')])
        words = label('the')
        if self.chance(0.25):
            words += label(self.pick_text('second|third'), WordKind.SUPERLATIVE, entity)
        text = self.pick_text(spatial.SUPERLATIVES[extreme])
        words += label(text, WordKind.SUPERLATIVE, entity)
        words += label(self.pick_text('of the|one of the|of the two|of the three|of all the'))
        words += self.color(entity) if self.chance(0.3) else []
        return words + label(f'{self.noun_text(entity)}s', WordKind.NOUN, entity)

    def _anything(self, entity: Entity) -> Words:
        """Return "anything but the ball"."""
        noun = self.pick_text('anything|anything|something|any object|any one|one|any thing')
        words = label(noun, WordKind.NOUN, entity)
        but = self.pick_text("but|except|other than|that isn't|that is not|besides|apart from|not")
        words += label(but, WordKind.NEGATION, Entity.EXCLUDED)
        return words + self.describe(Entity.EXCLUDED)

    def _superlative_after(self, entity: Entity, described: Words) -> Words:
        kind = self.pick(list(spatial.SUPERLATIVE_PHRASES))
        words = described + label(
            self.pick_text(spatial.SUPERLATIVE_PHRASES[kind]), WordKind.SUPERLATIVE, entity
        )
        if kind != 'ordinal':
            return words
        ordinal = self.pick_text(spatial.SUPERLATIVES['ordinal'])
        return label(ordinal, WordKind.SUPERLATIVE, entity) + words

    def _relation(self, entity: Entity) -> Words:
        landmark = _LANDMARKS[entity]
        kind = self.pick(list(spatial.LOCATIONS))
        words = self._location(kind, entity)
        if kind != 'between':
            return words + self.describe(landmark)
        if self.chance(0.6):
            return words + self.describe(landmark) + label('and') + self.describe(landmark)
        plural = self.pick_text('bowls|plates|cubes|things')
        return words + label('the two') + label(plural, WordKind.NOUN, landmark)

    def _location(self, kind: str, entity: Entity) -> Words:
        return label(self.pick_text(spatial.LOCATIONS[kind]), WordKind.RELATION, entity)
