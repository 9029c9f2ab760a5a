# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Wording of references, commands and scene descriptions in one split of the vocabulary."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language.out_of_scope_commands import OUT_OF_SCOPE_COMMANDS
from vla_learning.language.out_of_scope_commands import OUT_OF_SCOPE_REMARKS
from vla_learning.language.reference_sampling import pick
from vla_learning.language.referring_expressions import Noun
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.language.referring_expressions import refer_by
from vla_learning.language.referring_expressions import Split
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

_T = TypeVar('_T')
#: Share of the out-of-scope texts of training that come from `out_of_scope_commands`.
_EXTENDED_OUT_OF_SCOPE_SHARE = 0.45
# Shares of the variations that only training has.
_SENTENCE_SHARE = 0.15
_FILLER_SHARE = 0.06
_SHADE_SHARE = 0.08
_OPENING_SHARE = 0.25
_ENDING_SHARE = 0.15


class Verbalizer:
    """
    Draw the wording of references, commands and scene descriptions.

    Parameters
    ----------
    rng
        Source of all choices.
    split
        Vocabulary to use; `heldout_pairs` has that of training.

    """

    def __init__(self, rng: np.random.Generator, split: Split) -> None:
        self._rng = rng
        self._held_out = held_out = split == 'heldout_phrasing'
        self._templates = (
            command_templates.HELD_OUT_TEMPLATES if held_out else command_templates.TRAIN_TEMPLATES
        )
        self._nouns = noun_lexicon.HELD_OUT_NOUNS if held_out else noun_lexicon.TRAIN_NOUNS
        self._directions = (
            command_templates.HELD_OUT_DIRECTIONS
            if held_out
            else command_templates.TRAIN_DIRECTIONS
        )
        self._unknown_nouns = (
            noun_lexicon.HELD_OUT_UNKNOWN_NOUNS if held_out else noun_lexicon.TRAIN_UNKNOWN_NOUNS
        )
        self._out_of_scope = (
            command_templates.HELD_OUT_OUT_OF_SCOPE
            if held_out
            else command_templates.TRAIN_OUT_OF_SCOPE
        )

    def verbalize_command(
        self,
        task: TaskKind,
        target: ObjectReference,
        destination: ObjectReference,
        direction: Direction,
    ) -> str:
        """Return the text of a command."""
        templates: Sequence[str] = self._templates[task]
        is_sentence = not self._held_out and self._rng.random() < _SENTENCE_SHARE
        if is_sentence:
            templates = command_templates.TRAIN_SENTENCES[task]
        words = self.verbalize_reference(target), self.verbalize_reference(destination)
        text = self._pick(templates).format(
            t=words[0], d=words[1], w=self._verbalize_direction(direction)
        )
        return self._vary_case(text if is_sentence else self._add_frame(text))

    def verbalize_out_of_scope(self, reference: ObjectReference) -> str:
        """Return a text that is no task of the robot; it may mention `reference`."""
        # Held-out pairs are excluded. Otherwise training would show them only in commands to
        # refuse, and the policy would learn to refuse them.
        pair = self._pick(
            [
                (c, k)
                for c in command_templates.COLORS
                for k in command_templates.GRASPABLE_CLASSES
                if (c, k) not in command_templates.HELD_OUT_PAIRS
            ]
        )
        destination = ObjectReference(
            self._pick(command_templates.COLORS), self._pick((Noun.BOWL, Noun.PLATE))
        )
        direction = self._verbalize_direction(self._pick(list(command_templates.TRAIN_DIRECTIONS)))
        second = self.verbalize_reference(refer_by(*pair))
        text = self._draw_extended_out_of_scope() or self._pick(self._out_of_scope)
        return self._vary_case(
            text.format(
                t=self.verbalize_reference(reference),
                u=second,
                d=self.verbalize_reference(destination),
                w=direction,
            )
        )

    def verbalize_description(self, references: Sequence[ObjectReference]) -> str:
        """Return a list of `references` as a noun phrase."""
        *most, last = (f'a {self.verbalize_reference(r)}' for r in references)
        return f'{", ".join(most)} and {last}' if most else last

    def verbalize_reference(self, reference: ObjectReference) -> str:
        """Return the surface form of a reference, as "red toy block"; empty for none."""
        if reference.noun == Noun.NONE:
            return ''
        words = [self._verbalize_color(reference.color)] if reference.color else []
        if not self._held_out and self._rng.random() < _FILLER_SHARE:
            words.insert(0, self._pick(command_templates.TRAIN_FILLERS))
        return ' '.join([*words, self._verbalize_noun(reference.noun)])

    def _draw_extended_out_of_scope(self) -> str:
        """Return a template of `out_of_scope_commands`, or an empty text."""
        if self._held_out or self._rng.random() > _EXTENDED_OUT_OF_SCOPE_SHARE:
            return ''
        text = self._pick(OUT_OF_SCOPE_COMMANDS + OUT_OF_SCOPE_REMARKS)
        return self._add_frame(text) if text in OUT_OF_SCOPE_COMMANDS else text

    def _verbalize_noun(self, noun: Noun) -> str:
        if noun == Noun.ANY:
            return self._pick(noun_lexicon.ANY_OBJECT)
        if noun == Noun.UNKNOWN:
            return self._pick(self._unknown_nouns)
        kind, nouns = noun.name.lower(), self._nouns
        tables: Mapping[str, Sequence[str]] = nouns
        if kind not in nouns or (self._held_out and self._rng.random() < 0.5):
            tables = noun_lexicon.TRAIN_NOUNS
        if tables is noun_lexicon.TRAIN_NOUNS and self._rng.random() < 0.4:
            return kind
        return self._pick(tables[kind])

    def _verbalize_color(self, color: str) -> str:
        use_shade = not self._held_out and self._rng.random() < _SHADE_SHARE
        return self._pick(command_templates.TRAIN_SHADES[color]) if use_shade else color

    def _verbalize_direction(self, direction: Direction) -> str:
        return self._pick(self._directions[direction]) if direction else ''

    def _add_frame(self, text: str) -> str:
        """Add an opening and an ending to some texts of training."""
        if not self._held_out and self._rng.random() < _OPENING_SHARE:
            text = f'{self._pick(command_templates.TRAIN_OPENINGS)} {text}'
        if not self._held_out and self._rng.random() < _ENDING_SHARE:
            text = f'{text} {self._pick(command_templates.TRAIN_ENDINGS)}'
        return text

    def _vary_case(self, text: str) -> str:
        """Capitalize some texts and end some with a full stop."""
        chance = self._rng.random()
        text = text.capitalize() if chance < 0.1 else text
        return f'{text}.' if 0.05 < chance < 0.15 else text

    def _pick(self, options: Sequence[_T]) -> _T:
        return pick(self._rng, options)
