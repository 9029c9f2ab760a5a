# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Action client of `execute_command`; every goal gets a result, even if the server ends."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import replace
import time
from typing import Any
from typing import Final

from rclpy.action import ActionClient
from rclpy.clock import Clock
from rclpy.clock import ClockType
from vla_client.command_handle import CANCELED
from vla_client.command_handle import CommandFeedback
from vla_client.command_handle import CommandHandle
from vla_client.command_handle import CommandResult
from vla_client.command_handle import FAILED
from vla_client.command_handle import TIMEOUT
from vla_client.node_thread import NodeThread
from vla_interfaces.action import ExecuteCommand

ACTION: Final = 'execute_command'
#: Longest time without a server until a new command fails [s].
SERVER_TIMEOUT_S: Final = 5.0
#: Longest time from a goal or a cancel request to the answer of the server [s].
ANSWER_TIMEOUT_S: Final = 10.0
#: Longest time that the server of a running command may be missing on the graph [s].
LOST_TIMEOUT_S: Final = 2.0
#: Longest time that `execute` waits for the result of a command which it canceled [s].
CANCEL_TIMEOUT_S: Final = 2.0
_CHECK_PERIOD_S: Final = 0.05


@dataclass
class _Goal:
    """State of a command without a result; used in the executor thread only."""

    handle: CommandHandle
    started_s: float
    #: Handle of the accepted goal.
    accepted: Any = None
    #: Time at which the server must have answered; None while it need not answer.
    answer_due_s: float | None = None
    is_sent: bool = False
    is_cancel_requested: bool = False
    server_seen_s: float = 0.0


class CommandSender:
    """
    Send commands as goals and complete their handles.

    Parameters
    ----------
    thread
        Node and executor thread. `close` runs in that thread, the other methods in any thread.

    """

    def __init__(self, thread: NodeThread) -> None:
        self._thread = thread
        self._goals: list[_Goal] = []
        self._client = ActionClient(thread.node, ExecuteCommand, ACTION)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = thread.node.create_timer(_CHECK_PERIOD_S, self._check, clock=steady)

    @property
    def is_server_ready(self) -> bool:
        """Whether an action server is on the graph."""
        return bool(self._client.server_is_ready())

    def send(
        self, text: str, on_feedback: Callable[[CommandFeedback], None] | None = None
    ) -> CommandHandle:
        """Send a command as soon as there is a server; do not wait for it."""
        handle = CommandHandle(text, self.cancel, on_feedback)
        self._begin(handle)
        return handle

    def execute(self, text: str, timeout_s: float) -> CommandResult:
        """Send a command and wait for its result; cancel it if none comes in time."""
        self._thread.require_other_thread('execute')
        handle = CommandHandle(text, self.cancel)
        try:
            self._begin(handle)
            with suppress(TimeoutError):
                return handle.result(timeout_s)
            handle.cancel()
            with suppress(TimeoutError):
                return _as_timeout(handle.result(CANCEL_TIMEOUT_S), timeout_s)
        except BaseException:
            # Nobody waits for the result of a command whose caller was interrupted. The caller
            # closes the client next, which would lose the request while the goal is unanswered.
            handle.cancel()
            with suppress(TimeoutError):
                handle.result(CANCEL_TIMEOUT_S)
            raise
        missing = CommandResult(CANCELED, '', '', timeout_s + CANCEL_TIMEOUT_S)
        return _as_timeout(missing, timeout_s)

    def _begin(self, handle: CommandHandle) -> None:
        goal = _Goal(handle, time.monotonic())

        def begin() -> None:
            self._goals.append(goal)
            self._send_when_ready(goal)

        self._thread.run_on_executor(begin)

    def cancel(self, handle: CommandHandle) -> None:
        """Request the cancellation of a command."""
        self._thread.run_on_executor(lambda: self._request_cancel(handle))

    def close(self) -> None:
        """Fail all commands without a result and destroy the action client."""
        for goal in list(self._goals):
            self._fail(goal, 'client_closed', 'the client was closed before the command ended')
        self._thread.node.destroy_timer(self._timer)
        self._client.destroy()

    # Supervision ---------------------------------------------------------------------------

    def _check(self) -> None:
        now_s = time.monotonic()
        is_ready = self.is_server_ready if self._goals else False
        for goal in list(self._goals):
            if is_ready:
                goal.server_seen_s = now_s
            if not goal.is_sent:
                self._send_when_ready(goal)
            elif goal.answer_due_s is not None and now_s > goal.answer_due_s:
                self._fail(
                    goal,
                    'no_answer',
                    f'the server of {ACTION} must answer within {ANSWER_TIMEOUT_S:g} s; it did '
                    'not. Check that the policy node is active',
                )
            elif now_s - goal.server_seen_s > LOST_TIMEOUT_S:
                self._fail(
                    goal,
                    'server_lost',
                    f'the server of {ACTION} left the graph before the command ended; '
                    'restart the policy node',
                )

    def _send_when_ready(self, goal: _Goal) -> None:
        now_s = time.monotonic()
        if self.is_server_ready:
            goal.is_sent = True
            goal.server_seen_s, goal.answer_due_s = now_s, now_s + ANSWER_TIMEOUT_S
            future = self._client.send_goal_async(
                ExecuteCommand.Goal(text=goal.handle.text),
                feedback_callback=lambda message: self._on_feedback(goal, message.feedback),
            )
            future.add_done_callback(lambda answer: self._on_answer(goal, answer.result()))
        elif now_s - goal.started_s > SERVER_TIMEOUT_S:
            self._fail(
                goal,
                'no_server',
                f'a server of {ACTION} must be there within {SERVER_TIMEOUT_S:g} s; there is '
                'none. Start the policy node in this ROS domain and namespace',
            )

    def _request_cancel(self, handle: CommandHandle) -> None:
        goal = next((goal for goal in self._goals if goal.handle is handle), None)
        if goal is None or goal.is_cancel_requested:
            return
        goal.is_cancel_requested = True
        if not goal.is_sent:
            self._finish(goal, CANCELED, CANCELED, 'canceled before a server received it')
        elif goal.accepted is not None:
            self._send_cancel(goal)

    def _send_cancel(self, goal: _Goal) -> None:
        goal.answer_due_s = time.monotonic() + ANSWER_TIMEOUT_S
        goal.accepted.cancel_goal_async()

    # Answers of the server -----------------------------------------------------------------

    def _on_answer(self, goal: _Goal, accepted: Any) -> None:
        if not accepted.accepted:
            self._fail(goal, 'rejected', f'the server of {ACTION} rejected the goal')
            return
        goal.accepted, goal.answer_due_s = accepted, None
        accepted.get_result_async().add_done_callback(
            lambda answer: self._on_result(goal, answer.result().result)
        )
        if goal.is_cancel_requested:
            self._send_cancel(goal)

    def _on_feedback(self, goal: _Goal, message: Any) -> None:
        goal.handle.update(
            CommandFeedback(message.task, message.phase, message.progress, message.latency_s)
        )

    def _on_result(self, goal: _Goal, result: Any) -> None:
        if not result.outcome:
            self._fail(goal, 'no_result', f'the server of {ACTION} sent no result')
            return
        self._finish(goal, result.outcome, result.reason, result.message, result.command_id)

    def _fail(self, goal: _Goal, reason: str, message: str) -> None:
        self._finish(goal, FAILED, reason, message)

    def _finish(
        self, goal: _Goal, outcome: str, reason: str, message: str, command_id: str = ''
    ) -> None:
        if goal in self._goals:
            self._goals.remove(goal)
        duration_s = time.monotonic() - goal.started_s
        goal.handle.finish(CommandResult(outcome, reason, message, duration_s, command_id))


def _as_timeout(result: CommandResult, timeout_s: float) -> CommandResult:
    """Return the result of a command that was canceled because its time was over."""
    if result.outcome != CANCELED:
        return result
    message = f'the command must end within {timeout_s:g} s; it did not and was canceled'
    return replace(result, outcome=TIMEOUT, reason=TIMEOUT, message=message)
