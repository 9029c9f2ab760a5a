# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Identifiers of commands: generation, validation and detection of repeated identifiers."""

from collections import OrderedDict
from typing import NamedTuple
from uuid import uuid4

from vla_language.command import Command
from vla_language.command import CommandKind
from vla_language.command import invalid
from vla_language.command import Problem

MAX_ID_CHARACTERS = 64
_SHOWN_CHARACTERS = 40


class IdentifiedCommand(NamedTuple):
    """A command, its identifier, and a warning if the requested identifier was not usable."""

    command: Command
    command_id: str
    warning: str = ''


class CommandIdRegistry:
    """
    Give each command a unique identifier.

    Parameters
    ----------
    capacity
        Number of recent identifiers that are stored to detect a repeated one.

    """

    def __init__(self, capacity: int = 1000) -> None:
        self._capacity = capacity
        self._recent = OrderedDict[str, None]()
        #: Number of requests that were ignored because of a repeated identifier.
        self.repeated = 0

    def new_id(self) -> str:
        """Return a unique identifier and store it as used."""
        command_id = uuid4().hex
        self._add(command_id)
        return command_id

    def identify(self, command: Command, requested_id: str) -> IdentifiedCommand | str:
        """
        Return the command under the requested identifier, or why it must be ignored.

        A malformed identifier makes the command invalid; a repeated identifier means that the
        command is ignored. A stop is executed in both cases, under a new identifier.
        """
        is_stop = command.kind is CommandKind.STOP
        if problem := find_id_problem(requested_id):
            if not is_stop:
                command = invalid(command.text, Problem.INVALID_ID, problem)
            return IdentifiedCommand(command, self.new_id(), problem)
        if not self._add(requested_id):
            problem = (
                f'command_id must be unique, got {requested_id!r} a second time; '
                'use a new command_id for each command'
            )
            if is_stop:
                return IdentifiedCommand(command, self.new_id(), problem)
            self.repeated += 1
            return problem
        return IdentifiedCommand(command, requested_id)

    def _add(self, command_id: str) -> bool:
        if command_id in self._recent:
            return False
        self._recent[command_id] = None
        if len(self._recent) > self._capacity:
            self._recent.popitem(last=False)
        return True


def find_id_problem(command_id: str) -> str:
    """Return why an identifier is malformed, or an empty string."""
    if not 1 <= len(command_id) <= MAX_ID_CHARACTERS:
        got = f'{len(command_id)} characters'
    elif not all('!' <= character <= '~' for character in command_id):
        got = ascii(command_id[:_SHOWN_CHARACTERS])
    else:
        return ''
    return (
        f'command_id must be 1 to {MAX_ID_CHARACTERS} printable ASCII characters without spaces, '
        f'got {got}; use a UUID, for example'
    )
