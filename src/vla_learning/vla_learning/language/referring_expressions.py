# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Put a meaning into words of one split."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from typing import NamedTuple
from typing import TypeVar

import numpy as np
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language.out_of_scope_commands import STRANGE_ORDERS
from vla_learning.language.out_of_scope_commands import STRANGE_REMARKS
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import TaskKind

#: train; phrases = held-out wording; pairs = held-out (color, class) as the target.
Split = Literal['train', 'phrases', 'pairs']

_T = TypeVar('_T')
#: Share of what is no task that orders something else or remarks on a thing.
_STRANGE = 0.45


@dataclass(frozen=True)
class Thing:
    """Color and class of something on the table."""

    color: str
    kind: str

    @property
    def is_object(self) -> bool:
        """Whether it can be grasped, as bowls and plates cannot."""
        return self.kind in command_templates.OBJECT_CLASSES


class Name(NamedTuple):
    """What something is called by, whatever the words are."""

    color: str | None = None
    noun: Noun = Noun.NONE

    def fits(self, thing: Thing) -> bool:
        """Whether `thing` may be meant."""
        kind = Noun[thing.kind.upper()]
        named = self.noun == kind or (self.noun == Noun.ANY and thing.is_object)
        return named and self.color in (None, thing.color)


NO_NAME = Name()


class Words:
    """Draw words for names, orders and descriptions."""

    def __init__(self, rng: np.random.Generator, split: Split) -> None:
        self._rng = rng
        self._held_out = split == 'phrases'
        held = self._held_out
        self._templates = (
            command_templates.HELD_OUT_TEMPLATES if held else command_templates.TRAIN_TEMPLATES
        )
        self._nouns = noun_lexicon.HELD_OUT_NOUNS if held else noun_lexicon.TRAIN_NOUNS
        self._directions = (
            command_templates.HELD_OUT_DIRECTIONS if held else command_templates.TRAIN_DIRECTIONS
        )
        self._strangers = noun_lexicon.HELD_OUT_STRANGERS if held else noun_lexicon.TRAIN_STRANGERS
        self._nonsense = (
            command_templates.HELD_OUT_NONSENSE if held else command_templates.TRAIN_NONSENSE
        )

    def order(
        self, task: TaskKind, target: Name, goal: Name, direction: Direction
    ) -> tuple[str, tuple[str, str]]:
        """Return an order to do `task`, and what it calls target and goal."""
        templates: Sequence[str] = self._templates[task]
        alone = not self._held_out and self._rng.random() < 0.15
        if alone:
            templates = command_templates.TRAIN_SENTENCES[task]
        called = self.name(target), self.name(goal)
        text = self._pick(templates).format(t=called[0], d=called[1], w=self._way(direction))
        return self._varied(text if alone else self._framed(text)), called

    def nonsense(self, name: Name) -> str:
        """Say what is no order, of something called `name` perhaps."""
        # Held-out pairs are left out: never accepted in training, they would be refused on sight.
        other = self._pick(
            [
                (c, k)
                for c in command_templates.COLORS
                for k in command_templates.OBJECT_CLASSES
                if (c, k) not in command_templates.HELD_OUT_PAIRS
            ]
        )
        goal = Name(self._pick(command_templates.COLORS), self._pick((Noun.BOWL, Noun.PLATE)))
        way = self._way(self._pick(list(command_templates.TRAIN_DIRECTIONS)))
        second = self.name(Name(other[0], Noun[other[1].upper()]))
        text = self._strange() or self._pick(self._nonsense)
        return self._varied(text.format(t=self.name(name), u=second, d=self.name(goal), w=way))

    def _strange(self) -> str:
        """Return one of the many strange orders and remarks, or nothing."""
        if self._held_out or self._rng.random() > _STRANGE:
            return ''
        text = self._pick(STRANGE_ORDERS + STRANGE_REMARKS)
        return self._framed(text) if text in STRANGE_ORDERS else text

    def description(self, names: Sequence[Name]) -> str:
        """Tell what there is."""
        *most, last = (f'a {self.name(name)}' for name in names)
        return f'{", ".join(most)} and {last}' if most else last

    def name(self, name: Name) -> str:
        """Call something."""
        if name.noun == Noun.NONE:
            return ''
        words = [self._shade(name.color)] if name.color else []
        if not self._held_out and self._rng.random() < 0.06:
            words.insert(0, self._pick(command_templates.TRAIN_FILLERS))
        return ' '.join([*words, self._noun(name.noun)])

    def _noun(self, noun: Noun) -> str:
        if noun == Noun.ANY:
            return self._pick(noun_lexicon.ANY_OBJECT)
        if noun == Noun.STRANGER:
            return self._pick(self._strangers)
        kind, nouns = noun.name.lower(), self._nouns
        tables: Mapping[str, Sequence[str]] = nouns
        if kind not in nouns or (self._held_out and self._rng.random() < 0.5):
            tables = noun_lexicon.TRAIN_NOUNS
        if tables is noun_lexicon.TRAIN_NOUNS and self._rng.random() < 0.4:
            return kind
        return self._pick(tables[kind])

    def _shade(self, color: str) -> str:
        other = not self._held_out and self._rng.random() < 0.08
        return self._pick(command_templates.TRAIN_SHADES[color]) if other else color

    def _way(self, direction: Direction) -> str:
        return self._pick(self._directions[direction]) if direction else ''

    def _framed(self, text: str) -> str:
        """Put an opening before and an ending after the words of training."""
        if not self._held_out and self._rng.random() < 0.25:
            text = f'{self._pick(command_templates.TRAIN_OPENINGS)} {text}'
        if not self._held_out and self._rng.random() < 0.15:
            text = f'{text} {self._pick(command_templates.TRAIN_ENDINGS)}'
        return text

    def _varied(self, text: str) -> str:
        chance = self._rng.random()
        text = text.capitalize() if chance < 0.1 else text
        return f'{text}.' if 0.05 < chance < 0.15 else text

    def _pick(self, options: Sequence[_T]) -> _T:
        return options[int(self._rng.integers(len(options)))]
