# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interpretation of a command: typed meaning, then refusal or plain sentence with token states."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import RequestedTask
from vla_common.engine import ONNX_RUNTIME
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.dialogue import Dialogue
from vla_language.dialogue import without_correction
from vla_language.encoders.minilm import MiniLM
from vla_language.encoders.text_encoder import TextEncoder
from vla_language.encoders.text_encoder import TokenStates
from vla_language.encoders.text_encoder_registry import load_text_encoder
from vla_language.meaning.canonical_text import canonical_text
from vla_language.meaning.canonical_text import encoded_text
from vla_language.meaning.canonical_text import find_unsupported
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.meaning_verdict import ALL_TASKS
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.meaning_verdict import MeaningRefusal
from vla_language.meaning.meaning_verdict import RefusalReason
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_language.meaning.references import has_pronoun
from vla_language.meaning.references import read_clause
from vla_language.meaning.step_parser import parse_steps

#: Plain sentences whose token states are kept: all picks and pushes, and the latest places.
_CACHED_SENTENCES = 512


@dataclass(frozen=True)
class InterpretedStep:
    """Meaning, plain sentence and token states of a further step, as in Interpretation."""

    meaning: CommandMeaning
    text: str = ''
    encoded: TokenStates | None = None


@dataclass(frozen=True)
class Interpretation:
    """
    A command as it is passed on to the policy.

    Parameters
    ----------
    command
        The command; of the kind UNSUPPORTED with a reason if its meaning is refused.
    meaning
        Meaning of a readable text that is no stop; of its first step if there are several.
    text
        Plain sentence for the meaning; empty for none.
    encoded
        Token states of the sentence in the wording of the policy's training, see `encoded_text`;
        None unless the command is a task.
    further
        Steps to be done after this one.

    """

    command: Command
    meaning: CommandMeaning | None = None
    text: str = ''
    encoded: TokenStates | None = None
    further: tuple[InterpretedStep, ...] = ()

    @property
    def steps(self) -> tuple[InterpretedStep, ...]:
        """All steps; none of a stop or a malformed text."""
        if self.meaning is None:
            return ()
        return (InterpretedStep(self.meaning, self.text, self.encoded), *self.further)


class CommandInterpreter:
    """
    Interpret commands.

    Parameters
    ----------
    parser
        Parser of meanings.
    encoder
        Encoder of the plain sentences.
    tasks
        Tasks that the robot can do; commands for others are refused.

    """

    def __init__(
        self, parser: MeaningParser, encoder: TextEncoder, tasks: Sequence[str] = ALL_TASKS
    ) -> None:
        self._parser = parser
        self._tasks = tuple(map(RequestedTask, tasks))
        self._encode = lru_cache(_CACHED_SENTENCES)(encoder.encode)
        #: Identifier of the encoder, which a policy compares with that of its training.
        self.encoder_id = encoder.encoder_id

    def interpret(self, command: Command, dialogue: Dialogue | None = None) -> Interpretation:
        """
        Return the interpretation of a command; stops and malformed texts have no meaning.

        Parameters
        ----------
        command
            The command.
        dialogue
            Commands before it, which an answer or a correction completes.

        """
        if command.kind is not CommandKind.TASK:
            return Interpretation(command)
        meanings = self._read(command.text, dialogue)
        if refusal := find_step_refusal(meanings, self._tasks):
            command = replace(
                command, kind=CommandKind.UNSUPPORTED, problem=refusal.reason, reason=refusal.text
            )
            first, *further = (InterpretedStep(meaning) for meaning in meanings)
        else:
            first, *further = map(self._encode_step, meanings)
        return Interpretation(
            command, first.meaning, first.text, first.encoded, further=tuple(further)
        )

    def _encode_step(self, meaning: CommandMeaning) -> InterpretedStep:
        text = canonical_text(meaning)
        return InterpretedStep(meaning, text, self._encode(encoded_text(meaning)))

    def _read(self, text: str, dialogue: Dialogue | None) -> tuple[CommandMeaning, ...]:
        meanings = parse_steps(text, self._parser.parse, self._parser.split_steps)
        if dialogue is None or len(meanings) > 1:
            return meanings
        rest = without_correction(text)
        if rest != text and meanings[0].task is RequestedTask.NONE:
            correction = self._parser.parse(rest)
            completed = dialogue.complete(correction)
            return meanings if completed == (correction,) else completed
        if dialogue.last is not None and meanings[0].target is None and has_pronoun(text):
            # "Put it in the bowl", after the command that picked it up.
            return (read_clause(text, dialogue.last, self._parser.parse) or meanings[0],)
        return dialogue.complete(meanings[0])


def find_step_refusal(
    meanings: Sequence[CommandMeaning], tasks: Sequence[RequestedTask]
) -> MeaningRefusal | None:
    """Return the first reason why a robot that can do `tasks` refuses a step, or None."""
    for i, meaning in enumerate(meanings, 1):
        if refusal := find_refusal(meaning, tasks) or find_unsupported(meaning):
            step = f'step {i} of {len(meanings)}: ' if len(meanings) > 1 else ''
            return MeaningRefusal(refusal.reason, f'{step}{refusal.text}')
    return find_sequence_refusal(meanings)


def find_sequence_refusal(meanings: Sequence[CommandMeaning]) -> MeaningRefusal | None:
    """Return why steps that can each be done cannot be done one after the other, or None."""
    if any(meaning.task is RequestedTask.PICK for meaning in meanings[:-1]):
        return MeaningRefusal(
            RefusalReason.SEVERAL,
            'the gripper must be free for each step, but it holds the object of step 1 after a '
            'pick; pick up an object in the last step only, or say where to put it first',
        )
    return None


def load_interpreter(
    encoder: str = 'minilm_l6_v2', engine: str = ONNX_RUNTIME, tasks: Sequence[str] = ALL_TASKS
) -> CommandInterpreter:
    """
    Load the meaning parser and the text encoder with the name `encoder`, for an engine.

    Commands for other tasks than `tasks` are refused.

    Raises
    ------
    TextEncoderError
        If no encoder has this name, or if its weights cannot be loaded.
    CheckpointError, WordNetError
        If the weights of the tagger or the files of WordNet are missing or damaged.

    """
    text = load_text_encoder(encoder, engine)
    words = text if isinstance(text, MiniLM) else None
    return CommandInterpreter(load_meaning_parser(encoder=words, engine=engine), text, tasks)
