# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Validation of a command text, and detection of stops."""

from dataclasses import dataclass
from enum import StrEnum
import unicodedata

from vla_common.stop_words import is_stop_command
from vla_language.meaning.meaning_verdict import RefusalReason

MAX_CHARACTERS = 512
_REPLACEMENT = '\N{REPLACEMENT CHARACTER}'
#: Byte order mark of a text file, and joiners that phones insert into words and emoji.
_JOINERS = dict.fromkeys(
    map(
        ord,
        '\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}'
        '\N{WORD JOINER}',
    )
)


class CommandKind(StrEnum):
    """Kind of a command."""

    #: A readable text, before and after its meaning is known.
    TASK = 'task'
    STOP = 'stop'
    INVALID = 'invalid'
    #: Readable, but its meaning is refused.
    UNSUPPORTED = 'unsupported'


class Problem(StrEnum):
    """Machine-readable reason why a command is invalid."""

    EMPTY = 'empty'
    TOO_LONG = 'too_long'
    NOT_UTF8 = 'not_utf8'
    CONTROL_CHARACTER = 'control_character'
    NO_LETTERS = 'no_letters'
    INVALID_ID = 'invalid_id'


@dataclass(frozen=True)
class Command:
    """A classified command. `text` is printable and at most MAX_CHARACTERS long."""

    kind: CommandKind
    text: str
    problem: Problem | RefusalReason | None = None
    reason: str = ''


def parse_command(text: str) -> Command:
    """Normalize `text` and classify it as task, stop or invalid."""
    # A stop is executed even if the rest of the text is malformed.
    stripped = text.translate(_JOINERS).strip()
    if is_stop_command(text):
        return Command(CommandKind.STOP, _printable(stripped))
    if len(stripped) > MAX_CHARACTERS:
        return _too_long(stripped)
    # NFKC maps full-width letters, ligatures and composed accents to one spelling.
    normal = ' '.join(unicodedata.normalize('NFKC', stripped).split())
    if len(normal) > MAX_CHARACTERS:
        return _too_long(normal)
    if problem := _find_problem(normal):
        return invalid(normal, *problem)
    return Command(CommandKind.TASK, normal)


def invalid(text: str, problem: Problem, reason: str) -> Command:
    """Return an invalid command; characters that are not printable become question marks."""
    return Command(CommandKind.INVALID, _printable(text), problem, reason)


def _find_problem(normal: str) -> tuple[Problem, str] | None:
    """Return the first reason why a normalized text is invalid, or None."""
    if not normal:
        return Problem.EMPTY, 'a command must not be empty; enter a task'
    if _REPLACEMENT in normal or any(unicodedata.category(c) == 'Cs' for c in normal):
        return (
            Problem.NOT_UTF8,
            'a command must be UTF-8, got other bytes; send it from a UTF-8 terminal',
        )
    for position, character in enumerate(normal):
        if not _is_printable(character):
            return (
                Problem.CONTROL_CHARACTER,
                f'a command must be printable, got U+{ord(character):04X} as character '
                f'{position + 1}; remove it',
            )
    if not any(map(str.isalpha, normal)):
        return (
            Problem.NO_LETTERS,
            f'a command must contain letters, got {normal[:40]!r}; enter a task',
        )
    return None


def _too_long(text: str) -> Command:
    return invalid(
        text,
        Problem.TOO_LONG,
        f'a command must have at most {MAX_CHARACTERS} characters, got {len(text)}; shorten it',
    )


def _printable(text: str) -> str:
    return ''.join(c if _is_printable(c) else '?' for c in text[:MAX_CHARACTERS])


def _is_printable(character: str) -> bool:
    return character.isprintable() and character != _REPLACEMENT
