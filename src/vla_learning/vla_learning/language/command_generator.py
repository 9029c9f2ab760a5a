# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Say a command about a scene, with what it means: the labels of language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from zlib import crc32

import numpy as np
from vla_learning.language import command_templates
from vla_learning.language.referring_expressions import Name
from vla_learning.language.referring_expressions import NO_NAME
from vla_learning.language.referring_expressions import Split
from vla_learning.language.referring_expressions import Thing
from vla_learning.language.referring_expressions import Words
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

_T = TypeVar('_T')
#: So many times more sentences are made where the words hardly tell the meaning.
_MANY = 6
_MANY_NONSENSE = 16
_MOST_DESCRIBED = 5
_VERDICT_SHARES = {
    Verdict.OK: 0.58,
    Verdict.TARGET_NOT_FOUND: 0.14,
    Verdict.DESTINATION_NOT_FOUND: 0.05,
    Verdict.NOT_UNDERSTOOD: 0.14,
    Verdict.AMBIGUOUS: 0.09,
}


@dataclass(frozen=True)
class Spoken:
    """A command and its meaning; indices into the scene's things, -1 for none."""

    text: str
    task: TaskKind
    verdict: Verdict = Verdict.OK
    target: int = -1
    destination: int = -1
    direction: Direction = Direction.NONE
    #: What the words call target and destination.
    names: tuple[Name, Name] = (NO_NAME, NO_NAME)
    #: The words themselves, as "red toy block"; empty for no name.
    called: tuple[str, str] = ('', '')


class Speaker:
    """
    Make commands about scenes from one split of the words.

    Parameters
    ----------
    rng
        Source of all choices.
    split
        Which words and which targets.
    variants
        About how many sentences there are for one meaning, so that their encodings can be
        remembered; without limit when None.
    strange
        Share of the absent things that are none of ours, like a banana; a fit one when None.

    """

    def __init__(
        self,
        rng: np.random.Generator,
        split: Split = 'train',
        variants: int | None = None,
        strange: float | None = None,
    ) -> None:
        self._rng = rng
        self._split = split
        self._variants = variants
        # Rare in training: names that are unknown but fit are to be understood, not refused.
        usual = 0.35 if variants is None else 0.15
        self._strange = usual if strange is None else strange

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
        self,
        things: Sequence[Thing],
        task: TaskKind | None = None,
        target: int | None = None,
        destination: int | None = None,
        direction: Direction | None = None,
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
            direction = self._pick(list(command_templates.TRAIN_DIRECTIONS))
        goal = self._refer(things, destination) if task == TaskKind.PLACE else NO_NAME
        return self._spoken(
            task,
            self._refer(things, target),
            goal,
            Verdict.OK,
            target=target,
            destination=destination if task == TaskKind.PLACE and destination is not None else -1,
            direction=direction or Direction.NONE,
        )

    def say_absent(self, things: Sequence[Thing]) -> Spoken:
        """Ask for a target that is not there."""
        return self._say_with(
            things,
            self._missing(things, command_templates.OBJECT_CLASSES),
            Verdict.TARGET_NOT_FOUND,
        )

    def say_nowhere(self, things: Sequence[Thing]) -> Spoken | None:
        """Ask to put something that is there into something that is not."""
        valid = self.say_valid(things, task=TaskKind.PICK)
        if valid is None:
            return None
        goal = self._missing(things, ('bowl', 'plate'))
        return self._spoken(
            TaskKind.PLACE,
            self._refer(things, valid.target),
            goal,
            Verdict.DESTINATION_NOT_FOUND,
            target=valid.target,
        )

    def say_ambiguous(self, things: Sequence[Thing]) -> Spoken | None:
        """Name a target or a destination that two things fit, or None if no name does."""
        kinds = [t.kind for t in things]
        colors = [t.color for t in things if t.is_object]
        names = [_name(None, k) for k in command_templates.OBJECT_CLASSES if kinds.count(k) > 1]
        names += [_name(c, None) for c in sorted(set(colors)) if colors.count(c) > 1]
        goals = [_name(None, k) for k in ('bowl', 'plate') if kinds.count(k) > 1]
        valid = self.say_valid(things, task=TaskKind.PICK)
        if goals and valid and (not names or self._rng.random() < 0.3):
            return self._spoken(
                TaskKind.PLACE,
                self._refer(things, valid.target),
                self._pick(goals),
                Verdict.AMBIGUOUS,
                target=valid.target,
            )
        return self._say_with(things, self._pick(names), Verdict.AMBIGUOUS) if names else None

    def say_nonsense(self, things: Sequence[Thing]) -> Spoken:
        """Say something that is no task of this robot."""
        # Held-out pairs are left out: never accepted in training, they would be refused on sight.
        objects = [t for t in things if t.is_object]
        objects = [t for t in objects if self._may_target(t)] or objects
        thing = self._pick(objects)
        words = self._words(_MANY_NONSENSE, thing.color, thing.kind)
        return Spoken(
            words.nonsense(_name(thing.color, thing.kind)), TaskKind.PICK, Verdict.NOT_UNDERSTOOD
        )

    def describe(self, things: Sequence[Thing]) -> tuple[str, list[Thing]]:
        """Tell what stands on the table, up to five things of it."""
        shown = [things[i] for i in self._rng.permutation(len(things))[:_MOST_DESCRIBED]]
        words = Words(self._rng, self._split)
        return words.description([_name(t.color, t.kind) for t in shown]), shown

    def _say_with(self, things: Sequence[Thing], name: Name, verdict: Verdict) -> Spoken:
        places = [i for i, t in enumerate(things) if not t.is_object]
        task = self._pick([k for k in TaskKind if k != TaskKind.PLACE or places])
        push = task == TaskKind.PUSH
        direction = (
            self._pick(list(command_templates.TRAIN_DIRECTIONS)) if push else Direction.NONE
        )
        place = self._pick(places) if task == TaskKind.PLACE else -1
        goal = self._refer(things, place) if place >= 0 else NO_NAME
        return self._spoken(task, name, goal, verdict, destination=place, direction=direction)

    def _spoken(
        self,
        task: TaskKind,
        name: Name,
        goal: Name,
        verdict: Verdict,
        *,
        target: int = -1,
        destination: int = -1,
        direction: Direction = Direction.NONE,
    ) -> Spoken:
        many = _MANY if Noun.STRANGER in (name.noun, goal.noun) else 1
        words = self._words(many, task, *name, *goal, direction)
        text, called = words.order(task, name, goal, direction)
        return Spoken(text, task, verdict, target, destination, direction, (name, goal), called)

    def _words(self, many: int, *meaning: object) -> 'Words':
        if self._variants is None:
            return Words(self._rng, self._split)
        variant = int(self._rng.integers(self._variants * many))
        return Words(np.random.default_rng((crc32(repr(meaning).encode()), variant)), self._split)

    def _refer(self, things: Sequence[Thing], index: int | None) -> Name:
        """Name one thing so that no other fits."""
        assert index is not None
        thing, chance = things[index], self._rng.random()
        if chance < 0.10 and sum(t.kind == thing.kind for t in things) == 1:
            return _name(None, thing.kind)
        alike = sum(t.is_object and t.color == thing.color for t in things)
        if thing.is_object and chance > 0.90 and alike == 1:
            return _name(thing.color, None)
        return _name(thing.color, thing.kind)

    def _missing(self, things: Sequence[Thing], kinds: Sequence[str]) -> Name:
        """Name something that is not there, often half right."""
        present = {(t.color, t.kind) for t in things}
        if self._rng.random() < self._strange:
            color = self._pick(command_templates.COLORS) if self._rng.random() < 0.7 else None
            return Name(color, Noun.STRANGER)
        # Held-out pairs are left out: always absent in training, they would be refused on sight.
        taken = present | command_templates.HELD_OUT_PAIRS
        absent = [(c, k) for c in command_templates.COLORS for k in kinds if (c, k) not in taken]
        colors, shapes = {c for c, _ in present}, {k for _, k in present}
        near = [(c, k) for c, k in absent if c in colors and k in shapes]
        return _name(*self._pick(near if near and self._rng.random() < 0.6 else absent))

    def _may_target(self, thing: Thing) -> bool:
        held = (thing.color, thing.kind) in command_templates.HELD_OUT_PAIRS
        return held == (self._split == 'pairs')

    def _pick(self, options: Sequence[_T]) -> _T:
        return options[int(self._rng.integers(len(options)))]


def _name(color: str | None, kind: str | None) -> Name:
    """Call something by color, class, or both; without a class it is any object."""
    return Name(color, Noun[kind.upper()] if kind else Noun.ANY)
