# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that are typed in a terminal, and their answers."""

from collections.abc import Callable
from typing import Final
from typing import Protocol

from vla_client.command_handle import CommandHandle
from vla_client.command_handle import CommandResult
from vla_client.trigger_clients import TriggerReply
from vla_common.stop_words import is_stop_command

#: Words that call a service.
SERVICES: Final = {
    'stop': 'stop',
    'reset': 'reset',
    'approve': 'approve',
    'new scene': 'sim_node/reset_scene',
}
HELP: Final = (
    'Type a command for an object on the table, such as: pick up the red cube. '
    'Further words: stop, reset, approve, new scene, help, quit (or Ctrl-C)'
)
NO_TERMINAL: Final = (
    'Commands are read from a terminal only, and standard input is none: use the page. '
    'Ctrl-C or SIGTERM ends everything'
)


class CommandClient(Protocol):
    """The methods of `VlaClient` that the console uses."""

    def send(self, text: str) -> CommandHandle:
        """Send a command."""
        ...

    def trigger(self, service: str, timeout_s: float = 5.0) -> TriggerReply:
        """Call a service."""
        ...


class Console:
    """
    Execute lines of the terminal without waiting for the end of commands.

    Parameters
    ----------
    client
        Client of the system.
    show
        Prints a line; any thread calls it.

    """

    def __init__(self, client: CommandClient, show: Callable[[str], None]) -> None:
        self._client, self._show = client, show

    def execute(self, line: str) -> bool:
        """Execute a line; return False if it asks for the end."""
        text = line.strip()
        word = text.casefold()
        if word in ('quit', 'exit'):
            return False
        if word == 'help':
            self._show(HELP)
        elif word in SERVICES or is_stop_command(text):
            service = SERVICES.get(word, 'stop')
            reply = self._client.trigger(service)
            self._show(f'{word}: {"done" if reply.success else "FAILED"}: {reply.message}')
        elif text:
            self._client.send(text).on_done(lambda result: self._show(_answer(text, result)))
        return True


def _answer(text: str, result: CommandResult) -> str:
    if result.success:
        return f'DONE after {result.duration_s:.1f} s: {text}'
    # The message of a refusal begins with its text.
    message = result.message.removeprefix(f'refused {text!r}: ')
    return f'{result.outcome.upper()} ({result.reason}): {text!r}: {message}'
