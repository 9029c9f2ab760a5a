# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generator of commands about a scene together with their labels."""

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

import numpy as np
from vla_learning.language import command_templates
from vla_learning.language import reference_sampling
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.referring_expressions import NO_REFERENCE
from vla_learning.language.referring_expressions import Noun
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.language.referring_expressions import refer_by
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.language.referring_expressions import Split
from vla_learning.language.verbalizer import Verbalizer
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

_T = TypeVar('_T')
#: Factors of the number of sentences where the wording hardly determines the meaning.
_UNKNOWN_NOUN_VARIANTS = 6
_OUT_OF_SCOPE_VARIANTS = 16
_MAX_DESCRIBED_OBJECTS = 5
#: Shares of unknown nouns among absent references. The share of training (limited
#: variants) is smaller: unknown nouns that match an object are to be resolved, not refused.
_UNKNOWN_NOUN_SHARE = 0.35
_TRAIN_UNKNOWN_NOUN_SHARE = 0.15
_AMBIGUOUS_DESTINATION_SHARE = 0.3
_VERDICT_SHARES = {
    Verdict.OK: 0.58,
    Verdict.TARGET_NOT_FOUND: 0.14,
    Verdict.DESTINATION_NOT_FOUND: 0.05,
    Verdict.NOT_UNDERSTOOD: 0.14,
    Verdict.AMBIGUOUS: 0.09,
}


class CommandGenerator:
    """
    Generate labeled commands about scenes in one split of the vocabulary.

    Parameters
    ----------
    rng
        Source of all choices.
    split
        Vocabulary and allowed targets.
    variants
        Approximate number of sentences per meaning, so that their encodings can be cached;
        unlimited when None.

    """

    def __init__(
        self, rng: np.random.Generator, split: Split = 'train', variants: int | None = None
    ) -> None:
        self._rng = rng
        self._split = split
        self._variants = variants
        self._unknown_noun_share = (
            _UNKNOWN_NOUN_SHARE if variants is None else _TRAIN_UNKNOWN_NOUN_SHARE
        )

    def generate(self, objects: Sequence[SceneObject]) -> LabeledCommand:
        """Generate a command with a random verdict; a valid one where the scene has no such."""
        shares = list(_VERDICT_SHARES.values())
        verdict = list(_VERDICT_SHARES)[self._rng.choice(len(shares), p=shares)]
        generators = {
            Verdict.TARGET_NOT_FOUND: self.generate_absent_target,
            Verdict.DESTINATION_NOT_FOUND: self.generate_absent_destination,
            Verdict.NOT_UNDERSTOOD: self.generate_out_of_scope,
            Verdict.AMBIGUOUS: self.generate_ambiguous,
        }
        command = generators[verdict](objects) if verdict in generators else None
        return command or self.generate_valid(objects) or self.generate_out_of_scope(objects)

    def generate_valid(
        self,
        objects: Sequence[SceneObject],
        task: TaskKind | None = None,
        target: int | None = None,
        destination: int | None = None,
        direction: Direction | None = None,
    ) -> LabeledCommand | None:
        """Generate a feasible command; None if the split allows no object as the target."""
        targets = [i for i, o in enumerate(objects) if o.is_graspable and self._may_target(o)]
        target = self._pick(targets) if target is None and targets else target
        if target is None:
            return None
        receptacles = _receptacles(objects)
        if task is None:
            task = self._draw_task(receptacles)
        if task == TaskKind.PLACE and destination is None:
            destination = self._pick(receptacles)
        if task == TaskKind.PUSH and direction is None:
            direction = self._pick(list(command_templates.TRAIN_DIRECTIONS))
        place = destination if task == TaskKind.PLACE and destination is not None else -1
        goal = self._refer(objects, place) if place >= 0 else NO_REFERENCE
        return self._verbalize(
            task,
            self._refer(objects, target),
            goal,
            Verdict.OK,
            target=target,
            destination=place,
            direction=direction or Direction.NONE,
        )

    def generate_absent_target(self, objects: Sequence[SceneObject]) -> LabeledCommand:
        """Generate a command whose target is absent."""
        target = self._refer_to_absent(objects, command_templates.GRASPABLE_CLASSES)
        return self._generate_with_target(objects, target, Verdict.TARGET_NOT_FOUND)

    def generate_absent_destination(self, objects: Sequence[SceneObject]) -> LabeledCommand | None:
        """Generate a place command with a present target and an absent destination."""
        valid = self.generate_valid(objects, task=TaskKind.PICK)
        if valid is None:
            return None
        destination = self._refer_to_absent(objects, command_templates.RECEPTACLE_CLASSES)
        return self._verbalize(
            TaskKind.PLACE,
            self._refer(objects, valid.target),
            destination,
            Verdict.DESTINATION_NOT_FOUND,
            target=valid.target,
        )

    def generate_ambiguous(self, objects: Sequence[SceneObject]) -> LabeledCommand | None:
        """Generate a command with an ambiguous target or destination; None if there is none."""
        targets = reference_sampling.ambiguous_targets(objects)
        destinations = reference_sampling.ambiguous_destinations(objects)
        valid = self.generate_valid(objects, task=TaskKind.PICK)
        share = _AMBIGUOUS_DESTINATION_SHARE
        if destinations and valid and (not targets or self._rng.random() < share):
            return self._verbalize(
                TaskKind.PLACE,
                self._refer(objects, valid.target),
                self._pick(destinations),
                Verdict.AMBIGUOUS,
                target=valid.target,
            )
        if not targets:
            return None
        return self._generate_with_target(objects, self._pick(targets), Verdict.AMBIGUOUS)

    def generate_out_of_scope(self, objects: Sequence[SceneObject]) -> LabeledCommand:
        """Generate a text that is no task of the robot."""
        # Held-out pairs are excluded. Otherwise training would show them only in commands to
        # refuse, and the policy would learn to refuse them.
        graspable = [o for o in objects if o.is_graspable]
        mentioned = self._pick([o for o in graspable if self._may_target(o)] or graspable)
        reference = refer_by(mentioned.color, mentioned.kind)
        verbalizer = self._verbalizer(_OUT_OF_SCOPE_VARIANTS, mentioned.color, mentioned.kind)
        text = verbalizer.verbalize_out_of_scope(reference)
        return LabeledCommand(text, TaskKind.PICK, Verdict.NOT_UNDERSTOOD)

    def generate_description(
        self, objects: Sequence[SceneObject]
    ) -> tuple[str, list[SceneObject]]:
        """Return a description of up to five objects, and these objects."""
        order = self._rng.permutation(len(objects))
        described = [objects[i] for i in order[:_MAX_DESCRIBED_OBJECTS]]
        verbalizer = Verbalizer(self._rng, self._split)
        references = [refer_by(o.color, o.kind) for o in described]
        return verbalizer.verbalize_description(references), described

    def _generate_with_target(
        self, objects: Sequence[SceneObject], target: ObjectReference, verdict: Verdict
    ) -> LabeledCommand:
        """Generate a command of a random task for a given reference to the target."""
        receptacles = _receptacles(objects)
        task = self._draw_task(receptacles)
        is_push = task == TaskKind.PUSH
        direction = (
            self._pick(list(command_templates.TRAIN_DIRECTIONS)) if is_push else Direction.NONE
        )
        place = self._pick(receptacles) if task == TaskKind.PLACE else -1
        goal = self._refer(objects, place) if place >= 0 else NO_REFERENCE
        return self._verbalize(task, target, goal, verdict, destination=place, direction=direction)

    def _verbalize(
        self,
        task: TaskKind,
        target_reference: ObjectReference,
        goal: ObjectReference,
        verdict: Verdict,
        *,
        target: int = -1,
        destination: int = -1,
        direction: Direction = Direction.NONE,
    ) -> LabeledCommand:
        references = target_reference, goal
        has_unknown = any(r.noun == Noun.UNKNOWN for r in references)
        factor = _UNKNOWN_NOUN_VARIANTS if has_unknown else 1
        verbalizer = self._verbalizer(factor, task, *target_reference, *goal, direction)
        text = verbalizer.verbalize_command(task, target_reference, goal, direction)
        return LabeledCommand(text, task, verdict, target, destination, direction, references)

    def _verbalizer(self, factor: int, *meaning: object) -> Verbalizer:
        """Return a verbalizer; with limited variants, its seed is one of few per meaning."""
        if self._variants is None:
            return Verbalizer(self._rng, self._split)
        variant = int(self._rng.integers(self._variants * factor))
        seed = (crc32(repr(meaning).encode()), variant)
        return Verbalizer(np.random.default_rng(seed), self._split)

    def _draw_task(self, receptacles: Sequence[int]) -> TaskKind:
        return self._pick([k for k in TaskKind if k != TaskKind.PLACE or receptacles])

    def _refer(self, objects: Sequence[SceneObject], index: int) -> ObjectReference:
        return reference_sampling.draw_unique_reference(self._rng, objects, index)

    def _refer_to_absent(
        self, objects: Sequence[SceneObject], kinds: Sequence[str]
    ) -> ObjectReference:
        return reference_sampling.draw_absent_reference(
            self._rng, objects, kinds, self._unknown_noun_share
        )

    def _may_target(self, candidate: SceneObject) -> bool:
        """Return whether the split allows `candidate` as the target of a command."""
        is_held_out = (candidate.color, candidate.kind) in command_templates.HELD_OUT_PAIRS
        return is_held_out == (self._split == 'heldout_pairs')

    def _pick(self, options: Sequence[_T]) -> _T:
        return reference_sampling.pick(self._rng, options)


def _receptacles(objects: Sequence[SceneObject]) -> list[int]:
    return [i for i, o in enumerate(objects) if not o.is_graspable]
