# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Say a command about a scene, with what it means: the labels of language."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from typing import TypeVar

import numpy as np
from vla_learning import phrases
from vla_policy.vocabulary import Direction
from vla_policy.vocabulary import TaskKind
from vla_policy.vocabulary import Verdict

#: train; phrases = held-out wording; pairs = held-out (color, class) as the target.
Split = Literal['train', 'phrases', 'pairs']

_T = TypeVar('_T')
_VERDICT_SHARES = {
    Verdict.OK: 0.60,
    Verdict.TARGET_NOT_FOUND: 0.15,
    Verdict.DESTINATION_NOT_FOUND: 0.05,
    Verdict.NOT_UNDERSTOOD: 0.12,
    Verdict.AMBIGUOUS: 0.08,
}


@dataclass(frozen=True)
class Thing:
    """Color and class of something on the table."""

    color: str
    kind: str

    @property
    def is_object(self) -> bool:
        """Whether it can be grasped, as bowls and plates cannot."""
        return self.kind in phrases.OBJECT_CLASSES


@dataclass(frozen=True)
class Spoken:
    """A command and its meaning; indices into the scene's things, -1 for none."""

    text: str
    task: TaskKind
    verdict: Verdict = Verdict.OK
    target: int = -1
    destination: int = -1
    direction: Direction = Direction.NONE


class Speaker:
    """Make commands about scenes from one split of the words."""

    def __init__(self, rng: np.random.Generator, split: Split = 'train') -> None:
        self._rng = rng
        self._split = split
        held_out = split == 'phrases'
        self._templates = phrases.HELD_OUT_TEMPLATES if held_out else phrases.TRAIN_TEMPLATES
        self._nouns = phrases.HELD_OUT_NOUNS if held_out else phrases.TRAIN_NOUNS
        self._directions = phrases.HELD_OUT_DIRECTIONS if held_out else phrases.TRAIN_DIRECTIONS
        self._strangers = phrases.HELD_OUT_STRANGERS if held_out else phrases.TRAIN_STRANGERS
        self._nonsense = phrases.HELD_OUT_NONSENSE if held_out else phrases.TRAIN_NONSENSE

    def say(self, things: Sequence[Thing]) -> Spoken:
        """Say a command about `things`; where the drawn verdict cannot be had, a valid one."""
        shares = list(_VERDICT_SHARES.values())
        drawn = list(_VERDICT_SHARES)[self._rng.choice(len(shares), p=shares)]
        makers = {
            Verdict.TARGET_NOT_FOUND: self.say_absent,
            Verdict.DESTINATION_NOT_FOUND: self.say_nowhere,
            Verdict.NOT_UNDERSTOOD: self.say_nonsense,
            Verdict.AMBIGUOUS: self.say_ambiguous,
        }
        spoken = makers[drawn](things) if drawn in makers else None
        return spoken or self.say_valid(things) or self.say_nonsense(things)

    def say_valid(
        self, things: Sequence[Thing], task: TaskKind | None = None, target: int | None = None,
        destination: int | None = None, direction: Direction | None = None,
    ) -> Spoken | None:
        """Say a command that can be carried out, or None if no thing may be its target."""
        targets = [i for i, t in enumerate(things) if t.is_object and self._may_target(t)]
        target = self._pick(targets) if target is None and targets else target
        if target is None:
            return None
        places = [i for i, t in enumerate(things) if not t.is_object]
        if task is None:
            task = self._pick([k for k in TaskKind if k != TaskKind.PLACE or places])
        if task == TaskKind.PLACE and destination is None:
            destination = self._pick(places)
        if task == TaskKind.PUSH and direction is None:
            direction = self._pick(list(self._directions))
        goal = self._refer(things, destination) if task == TaskKind.PLACE else ''
        text = self._fill(task, self._refer(things, target), goal, direction)
        return Spoken(
            text, task, target=target,
            destination=destination if task == TaskKind.PLACE and destination is not None else -1,
            direction=direction or Direction.NONE,
        )

    def say_absent(self, things: Sequence[Thing]) -> Spoken:
        """Ask for a target that is not there."""
        return self._say_with(things, self._missing(things, phrases.OBJECT_CLASSES),
                              Verdict.TARGET_NOT_FOUND)

    def say_nowhere(self, things: Sequence[Thing]) -> Spoken | None:
        """Ask to put something that is there into something that is not."""
        valid = self.say_valid(things, task=TaskKind.PICK)
        if valid is None:
            return None
        goal = self._missing(things, ('bowl', 'plate'))
        target = self._refer(things, valid.target)
        text = self._fill(TaskKind.PLACE, target, goal, None)
        return Spoken(text, TaskKind.PLACE, Verdict.DESTINATION_NOT_FOUND, valid.target)

    def say_ambiguous(self, things: Sequence[Thing]) -> Spoken | None:
        """Name a target or a destination that two things fit, or None if no name does."""
        kinds = [t.kind for t in things]
        colors = [t.color for t in things if t.is_object]
        names = [self._noun(k) for k in phrases.OBJECT_CLASSES if kinds.count(k) > 1]
        names += [f'{c} {self._pick(phrases.ANY_OBJECT)}' for c in sorted(set(colors))
                  if colors.count(c) > 1]
        goals = [self._noun(k) for k in ('bowl', 'plate') if kinds.count(k) > 1]
        valid = self.say_valid(things, task=TaskKind.PICK)
        if goals and valid and (not names or self._rng.random() < 0.3):
            target = self._refer(things, valid.target)
            text = self._fill(TaskKind.PLACE, target, self._pick(goals), None)
            return Spoken(text, TaskKind.PLACE, Verdict.AMBIGUOUS, valid.target)
        return self._say_with(things, self._pick(names), Verdict.AMBIGUOUS) if names else None

    def say_nonsense(self, things: Sequence[Thing]) -> Spoken:
        """Say something that is no task of this robot."""
        # Held-out pairs are left out: never accepted in training, they would be refused on sight.
        objects = [i for i, t in enumerate(things) if t.is_object]
        objects = [i for i in objects if self._may_target(things[i])] or objects
        names = [self._refer(things, self._pick(objects), full=True) for _ in range(2)]
        goal = f'{self._pick(phrases.COLORS)} {self._noun(self._pick(("bowl", "plate")))}'
        way = self._pick(self._directions[self._pick(list(self._directions))])
        text = self._pick(self._nonsense).format(t=names[0], u=names[1], d=goal, w=way)
        return Spoken(text, TaskKind.PICK, Verdict.NOT_UNDERSTOOD)

    # Words ---------------------------------------------------------------------------------

    def _say_with(self, things: Sequence[Thing], name: str, verdict: Verdict) -> Spoken:
        places = [i for i, t in enumerate(things) if not t.is_object]
        task = self._pick([k for k in TaskKind if k != TaskKind.PLACE or places])
        direction = self._pick(list(self._directions)) if task == TaskKind.PUSH else None
        goal = self._refer(things, self._pick(places)) if task == TaskKind.PLACE else ''
        text = self._fill(task, name, goal, direction)
        return Spoken(text, task, verdict, direction=direction or Direction.NONE)

    def _fill(self, task: TaskKind, name: str, goal: str, direction: Direction | None) -> str:
        way = self._pick(self._directions[direction]) if direction else ''
        text = self._pick(self._templates[task]).format(t=name, d=goal, w=way)
        return text.capitalize() if self._rng.random() < 0.1 else text

    def _refer(self, things: Sequence[Thing], index: int | None, *, full: bool = False) -> str:
        """Name one thing so that no other fits."""
        assert index is not None
        thing, chance = things[index], self._rng.random()
        noun = self._noun(thing.kind)
        if not full and chance < 0.10 and sum(t.kind == thing.kind for t in things) == 1:
            return noun
        alike = sum(t.is_object and t.color == thing.color for t in things)
        if not full and thing.is_object and chance > 0.90 and alike == 1:
            return f'{thing.color} {self._pick(phrases.ANY_OBJECT)}'
        return f'{thing.color} {noun}'

    def _missing(self, things: Sequence[Thing], kinds: Sequence[str]) -> str:
        """Name something that is not there, often half right."""
        present = {(t.color, t.kind) for t in things}
        if self._rng.random() < 0.25:
            color = f'{self._pick(phrases.COLORS)} ' if self._rng.random() < 0.7 else ''
            return f'{color}{self._pick(self._strangers)}'
        # Held-out pairs are left out: always absent in training, they would be refused on sight.
        taken = present | phrases.HELD_OUT_PAIRS
        absent = [(c, k) for c in phrases.COLORS for k in kinds if (c, k) not in taken]
        colors, shapes = {c for c, _ in present}, {k for _, k in present}
        near = [(c, k) for c, k in absent if c in colors and k in shapes]
        color, kind = self._pick(near if near and self._rng.random() < 0.6 else absent)
        return f'{color} {self._noun(kind)}'

    def _noun(self, kind: str) -> str:
        nouns: Mapping[str, Sequence[str]] = self._nouns
        if kind not in nouns or (self._split == 'phrases' and self._rng.random() < 0.5):
            nouns = phrases.TRAIN_NOUNS
        return self._pick(nouns[kind])

    def _may_target(self, thing: Thing) -> bool:
        held = (thing.color, thing.kind) in phrases.HELD_OUT_PAIRS
        return held == (self._split == 'pairs')

    def _pick(self, options: Sequence[_T]) -> _T:
        return options[int(self._rng.integers(len(options)))]
