# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Queue of commands: the newest task replaces older ones, and a stop cancels all earlier tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace
import threading

from vla_common.latest_value import LatestValue
from vla_language.command import Command


@dataclass(frozen=True)
class ReceivedCommand:
    """A command with its identifier and times."""

    command: Command
    command_id: str
    #: Time at which the command entered the system (ROS clock).
    stamp_ns: int
    #: Time at which this process received it, to order commands of several topics.
    received_ns: int = 0
    generation: int = 0


class CommandQueue:
    """
    Transfer tasks from the subscription callbacks to the encoder thread.

    Commands that need no encoding are published at once by `interrupt`. It cancels all tasks that
    were received earlier, including the task that is being encoded, so that no task is published
    after a later stop.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest = LatestValue[ReceivedCommand]()
        self._generation = 0
        self._newest_ns = 0

    @property
    def replaced(self) -> int:
        """Return the number of tasks that a newer task replaced before they were encoded."""
        return self._latest.dropped

    def put(self, task: ReceivedCommand) -> bool:
        """
        Queue a task in place of an older one.

        The result is False if another command was received later than the task: each topic has its
        own queue, so the callbacks may run in another order than the messages arrived.
        """
        with self._lock:
            if task.received_ns < self._newest_ns:
                return False
            self._newest_ns = task.received_ns
            self._latest.put(replace(task, generation=self._generation))
            return True

    def take(self, timeout_s: float) -> ReceivedCommand | None:
        """Return the newest task, or None after `timeout_s`."""
        return self._latest.take(timeout_s)

    def interrupt(self, received_ns: int, publish: Callable[[], None]) -> None:
        """Cancel all earlier tasks and call `publish` as one atomic operation."""
        with self._lock:
            self._generation += 1
            self._newest_ns = max(self._newest_ns, received_ns)
            self._latest.clear()
            publish()

    def deliver(self, task: ReceivedCommand, publish: Callable[[], None]) -> bool:
        """Call `publish` unless the task was cancelled; return whether it was called."""
        with self._lock:
            if task.generation != self._generation:
                return False
            publish()
            return True
