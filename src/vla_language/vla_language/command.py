# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What kind of command a text is, before any model sees it."""

from dataclasses import dataclass
from enum import StrEnum
import unicodedata

from vla_common.stop_words import is_stop_command
from vla_language.scope_rules import check_domain
from vla_language.scope_rules import Rule

MAX_CHARACTERS = 512
_REPLACEMENT = '\N{REPLACEMENT CHARACTER}'


class CommandKind(StrEnum):
    """What to do with a command."""

    TASK = 'task'
    STOP = 'stop'
    INVALID = 'invalid'
    UNSUPPORTED = 'unsupported'


class Problem(StrEnum):
    """Why a command is invalid, for programs."""

    EMPTY = 'empty'
    TOO_LONG = 'too_long'
    NOT_UTF8 = 'not_utf8'
    CONTROL_CHARACTER = 'control_character'
    NO_LETTERS = 'no_letters'
    TOO_MANY_WORDS = 'too_many_words'


@dataclass(frozen=True)
class Command:
    """A command as it was understood; `text` is printable and short whatever came in."""

    kind: CommandKind
    text: str
    problem: Problem | Rule | None = None
    reason: str = ''


def parse_command(text: str) -> Command:
    """Clean `text` and say whether it may be a task, is a stop, or why it is neither."""
    # A stop counts even where the text around it would be refused.
    if is_stop_command(text):
        return Command(CommandKind.STOP, _printable(text.strip()))
    if len(text.strip()) > MAX_CHARACTERS:
        return _too_long(text.strip())
    # NFKC gives one spelling to full-width letters, ligatures and composed accents.
    normal = ' '.join(unicodedata.normalize('NFKC', text).split())
    if len(normal) > MAX_CHARACTERS:
        return _too_long(normal)
    if not normal:
        return invalid(normal, Problem.EMPTY, 'a command must not be empty; type what to do')
    if _REPLACEMENT in normal or any(unicodedata.category(c) == 'Cs' for c in normal):
        return invalid(
            normal,
            Problem.NOT_UTF8,
            'a command must be UTF-8, got bytes that are not; send it from a UTF-8 terminal',
        )
    for position, character in enumerate(normal):
        if not _is_printable(character):
            return invalid(
                normal,
                Problem.CONTROL_CHARACTER,
                f'a command must be printable, got U+{ord(character):04X} as character '
                f'{position + 1}; type it again',
            )
    if not any(map(str.isalpha, normal)):
        return invalid(
            normal,
            Problem.NO_LETTERS,
            f'a command must have letters, got {normal[:40]!r}; type what to do',
        )
    if beyond := check_domain(normal):
        return Command(CommandKind.UNSUPPORTED, normal, *beyond)
    return Command(CommandKind.TASK, normal)


def invalid(text: str, problem: Problem, reason: str) -> Command:
    """Refuse a command; what cannot be printed of `text` becomes a question mark."""
    return Command(CommandKind.INVALID, _printable(text), problem, reason)


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
