# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Load of commands that replace each other."""

from collections.abc import Callable
from collections.abc import Sequence
from itertools import cycle
import threading


class CommandLoad:
    """
    Publish commands in turn at a rate, in a thread.

    Parameters
    ----------
    publish
        Publishes a command.
    commands
        Commands that are published in turn.

    """

    def __init__(self, publish: Callable[[str], None], commands: Sequence[str]) -> None:
        self._publish, self._commands = publish, commands
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, rate_hz: float) -> None:
        """Start the thread."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, args=(1 / rate_hz,), name='command load')
        self._thread.start()

    def stop(self) -> None:
        """End the thread if it runs."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, period_s: float) -> None:
        for command in cycle(self._commands):
            if self._stopping.wait(period_s):
                return
            self._publish(command)
