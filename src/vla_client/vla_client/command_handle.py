# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A command that was sent: its feedback and its result."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
import threading
from typing import Final

SUCCEEDED: Final = 'succeeded'
FAILED: Final = 'failed'
CANCELED: Final = 'canceled'
TIMEOUT: Final = 'timeout'


@dataclass(frozen=True)
class CommandFeedback:
    """
    Progress of a command.

    Parameters
    ----------
    task, phase
        Predicted task and its phase.
    progress
        Completed share of the task, 0 .. 1.
    latency_s
        Time from the stamp of the newest image to its chunk [s].

    """

    task: str
    phase: str
    progress: float
    latency_s: float


@dataclass(frozen=True)
class CommandResult:
    """
    Result of a command.

    Parameters
    ----------
    outcome
        succeeded, refused, failed, stopped, timeout, canceled or replaced.
    reason
        Machine-readable reason; empty if the command succeeded.
    message
        Human-readable reason.
    duration_s
        Time from the command to its result [s].
    command_id
        Identifier of the command; empty if no server accepted it.

    """

    outcome: str
    reason: str
    message: str
    duration_s: float
    command_id: str = ''

    @property
    def success(self) -> bool:
        """Whether the policy reported that the task is done."""
        return self.outcome == SUCCEEDED


class CommandHandle:
    """
    Access to a command that was sent; all methods may be called in any thread.

    Parameters
    ----------
    text
        The command.
    cancel
        Requests the cancellation of the command.
    on_feedback
        Called with every feedback, in the executor thread.

    """

    def __init__(
        self,
        text: str,
        cancel: Callable[['CommandHandle'], None],
        on_feedback: Callable[[CommandFeedback], None] | None = None,
    ) -> None:
        self.text = text
        self._cancel = cancel
        self._on_feedback = on_feedback
        self._feedback: CommandFeedback | None = None
        self._result: Future[CommandResult] = Future()
        self._lock = threading.Lock()

    @property
    def feedback(self) -> CommandFeedback | None:
        """Return the newest feedback; None before the first one."""
        with self._lock:
            return self._feedback

    @property
    def done(self) -> bool:
        """Whether the command has a result."""
        return self._result.done()

    def result(self, timeout_s: float | None = None) -> CommandResult:
        """
        Wait for the result.

        Parameters
        ----------
        timeout_s
            Longest time to wait [s]; None waits until there is a result.

        Raises
        ------
        TimeoutError
            If there is no result in time. The command continues.

        """
        try:
            return self._result.result(timeout_s)
        except TimeoutError:
            raise TimeoutError(
                f'{self.text!r} must end within {timeout_s:g} s; it still runs. '
                'Wait longer, or cancel it'
            ) from None

    def cancel(self) -> None:
        """Request the cancellation of the command; the result follows."""
        if not self.done:
            self._cancel(self)

    def on_done(self, callback: Callable[[CommandResult], None]) -> None:
        """Call `callback` with the result, at once if there is one."""
        self._result.add_done_callback(lambda future: callback(future.result()))

    # Called by the sender ------------------------------------------------------------------

    def update(self, feedback: CommandFeedback) -> None:
        """Store feedback of the server."""
        with self._lock:
            self._feedback = feedback
        if self._on_feedback is not None:
            self._on_feedback(feedback)

    def finish(self, result: CommandResult) -> None:
        """Store the result; only the first one counts."""
        with suppress(InvalidStateError):
            self._result.set_result(result)
