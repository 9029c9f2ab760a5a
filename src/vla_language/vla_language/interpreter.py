# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interpretation of a command: typed meaning, refusal or plain sentence, token states."""

from dataclasses import dataclass
from dataclasses import replace

from vla_common.command_meaning import CommandMeaning
from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command import invalid
from vla_language.command import Problem
from vla_language.meaning.canonical_text import canonical_text
from vla_language.meaning.canonical_text import find_unsupported
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.text_encoder import TextEncoder
from vla_language.text_encoder import TokenStates


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
        Plain sentence for the meaning, in the wording of the policy's training; empty for none.
    encoded
        Token states of `text`; None unless the command is a task.

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
        self._encoder = encoder

    def interpret(self, command: Command) -> Interpretation:
        """Return the interpretation of a command; stops and malformed texts have no meaning."""
        if command.kind is not CommandKind.TASK:
            return Interpretation(command)
        meaning = self._parser.parse(command.text)
        refusal = find_refusal(meaning) or find_unsupported(meaning)
        text = canonical_text(meaning)
        if refusal is not None or text is None:
            reason = refusal or find_unsupported(meaning)
            assert reason is not None, f'neither a sentence nor a reason for {command.text!r}'
            refused = replace(
                command, kind=CommandKind.UNSUPPORTED, problem=reason.reason, reason=reason.text
            )
            return Interpretation(refused, meaning)
        encoded = self._encoder.encode(text)
        if encoded.truncated or not encoded.tokens:
            reason_text = (
                f'a command must have between 1 and {len(encoded.tokens)} word pieces, got more; '
                'use fewer words'
            )
            return Interpretation(
                invalid(command.text, Problem.TOO_MANY_WORDS, reason_text), meaning
            )
        return Interpretation(command, meaning, text, encoded)
