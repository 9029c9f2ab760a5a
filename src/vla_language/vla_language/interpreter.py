# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interpretation of a command: typed meaning, then refusal or plain sentence with token states."""

from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import RequestedTask
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
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.parser_loading import load_meaning_parser

#: Plain sentences whose token states are kept: all picks and pushes, and the latest places.
_CACHED_SENTENCES = 512


@dataclass(frozen=True)
class Interpretation:
    """
    A command as it is passed on to the policy.

    Parameters
    ----------
    command
        The command; of the kind UNSUPPORTED with a reason if its meaning is refused.
    meaning
        Meaning of a readable text that is no stop.
    text
        Plain sentence for the meaning; empty for none.
    encoded
        Token states of the sentence in the wording of the policy's training, see `encoded_text`;
        None unless the command is a task.

    """

    command: Command
    meaning: CommandMeaning | None = None
    text: str = ''
    encoded: TokenStates | None = None


class CommandInterpreter:
    """
    Interpret commands.

    Parameters
    ----------
    parser
        Parser of meanings.
    encoder
        Encoder of the plain sentences.

    """

    def __init__(self, parser: MeaningParser, encoder: TextEncoder) -> None:
        self._parser = parser
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
        meaning = self._read(command.text, dialogue)
        if refusal := find_refusal(meaning) or find_unsupported(meaning):
            refused = replace(
                command, kind=CommandKind.UNSUPPORTED, problem=refusal.reason, reason=refusal.text
            )
            return Interpretation(refused, meaning)
        text = canonical_text(meaning)
        return Interpretation(command, meaning, text, self._encode(encoded_text(meaning)))

    def _read(self, text: str, dialogue: Dialogue | None) -> CommandMeaning:
        meaning = self._parser.parse(text)
        if dialogue is None:
            return meaning
        rest = without_correction(text)
        if rest != text and meaning.task is RequestedTask.NONE:
            completed = dialogue.complete(correction := self._parser.parse(rest))
            return meaning if completed == correction else completed
        return dialogue.complete(meaning)


def load_interpreter(encoder: str = 'minilm_l6_v2') -> CommandInterpreter:
    """
    Load the meaning parser and the text encoder with the name `encoder`.

    Raises
    ------
    TextEncoderError
        If no encoder has this name, or if its weights cannot be loaded.
    CheckpointError, WordNetError
        If the weights of the tagger or the files of WordNet are missing or damaged.

    """
    text = load_text_encoder(encoder)
    words = text if isinstance(text, MiniLM) else None
    return CommandInterpreter(load_meaning_parser(encoder=words), text)
