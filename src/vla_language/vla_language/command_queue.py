# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Order among commands: the newest task wins, and none survives a later stop."""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace
import threading

from vla_common.latest_value import LatestValue
from vla_language.command import Command


@dataclass(frozen=True)
class Received:
    """A command, who it is, and when it came."""

    command: Command
    command_id: str
    stamp_ns: int
    epoch: int = 0


class Inbox:
    """
    Hand tasks from callbacks to the worker that encodes them.

    What needs no encoding is answered at once by `interrupt`. Tasks that came before it are void
    then, also the one that is being encoded: an old task must not follow a stop.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = LatestValue[Received]()
        self._epoch = 0

    @property
    def replaced(self) -> int:
        """Tasks that a newer one replaced before they were encoded."""
        return self._newest.dropped

    def put(self, task: Received) -> None:
        """Queue a task in place of one that was not taken yet."""
        with self._lock:
            self._newest.put(replace(task, epoch=self._epoch))

    def take(self, timeout_s: float) -> Received | None:
        """Return the newest task, or None after `timeout_s`."""
        return self._newest.take(timeout_s)

    def interrupt(self, answer: Callable[[], None]) -> None:
        """Void all earlier tasks and run `answer`, with nothing in between."""
        with self._lock:
            self._epoch += 1
            self._newest.clear()
            answer()

    def deliver(self, task: Received, answer: Callable[[], None]) -> bool:
        """Run `answer` unless the task became void; say which."""
        with self._lock:
            if task.epoch != self._epoch:
                return False
            answer()
            return True
