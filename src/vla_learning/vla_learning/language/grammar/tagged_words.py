# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of generated sentences with their tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import Step
from vla_language.meaning.tags import WordKind
from vla_language.meaning.words import split_words

#: Words that are written without a space in front of them.
_CLITICS = frozenset(("'s", "'d", "'m", "'ll", "'re", "'ve"))


class LabeledWord(NamedTuple):
    """A word, the object that it describes, its kind, and its step if there are two."""

    text: str
    entity: Entity
    kind: WordKind
    step: Step | None = None


@dataclass(frozen=True)
class LabeledSentence:
    """A sentence with the classes that the tagger predicts."""

    words: tuple[LabeledWord, ...]
    task: RequestedTask
    speech_act: SpeechAct

    @property
    def text(self) -> str:
        """Return the words of the sentence."""
        return ' '.join(word.text for word in self.words)


def label(
    text: str, kind: WordKind = WordKind.FILLER, entity: Entity = Entity.NONE
) -> list[LabeledWord]:
    """Return the words of `text`, all with the same tags."""
    parts = ([part] if part in _CLITICS else split_words(part) for part in text.split())
    return [LabeledWord(word, entity, kind) for words in parts for word in words]


def relabel(words: Sequence[LabeledWord], kind: WordKind) -> list[LabeledWord]:
    """Return words that describe no object, all of the same kind."""
    return [LabeledWord(word.text, Entity.NONE, kind) for word in words]


def with_step(words: Sequence[LabeledWord], step: Step) -> list[LabeledWord]:
    """Return words that belong to a step."""
    return [word._replace(step=step) for word in words]
