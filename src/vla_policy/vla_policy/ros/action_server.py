# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Server of the action `execute_command`: a command with feedback and a result."""

from collections import OrderedDict
from collections.abc import Callable
from queue import Empty
from queue import SimpleQueue
import time
from typing import Any
from uuid import uuid4

from rclpy.action import ActionServer
from rclpy.action import CancelResponse
from rclpy.clock import Clock
from rclpy.clock import ClockType
from rclpy.task import Future
from vla_common.node import VlaNode
from vla_interfaces.action import ExecuteCommand
from vla_policy.control.command_state import CommandState
from vla_policy.ros.goal_client_monitor import GoalClientMonitor
from vla_policy.ros.goal_outcome import GoalOutcome
from vla_policy.ros.goals import outcome_of
from vla_policy.ros.goals import PendingGoal
from vla_policy.ros.goals import validate_goal
from vla_policy.ros.request_publisher import RequestPublisher
from vla_policy.ros.settings import PolicySettings

_CHECK_PERIOD_S = 0.1
_FEEDBACK = 'execute_command/_action/feedback'
# Number of goals to store that ended before the policy received their command.
_MAX_ENDED_GOALS = 100


class ExecuteCommandServer:
    """
    Publish each goal as a command request and follow its command by the identifier.

    All methods except `on_command_state` must be called by the thread of the executor.

    Parameters
    ----------
    node
        Lifecycle node of the server; goals are accepted while it is active.
    cancel_command
        Cancels a command of the policy; called with its identifier, a reason and a message.

    """

    def __init__(self, node: VlaNode, cancel_command: Callable[[str, str, str], None]) -> None:
        self._node, self._settings = node, PolicySettings()
        self._cancel_command = cancel_command
        self._goals: dict[str, PendingGoal] = {}
        self._ended = OrderedDict[str, tuple[str, str]]()
        self._states = SimpleQueue[CommandState]()
        self._state_arrived = node.create_guard_condition(self._process_states)
        self._requests = RequestPublisher(node)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = node.create_timer(_CHECK_PERIOD_S, self._check_timeouts, clock=steady)
        self._server = ActionServer(
            node,
            ExecuteCommand,
            'execute_command',
            execute_callback=self._execute,
            cancel_callback=self._on_cancel,
        )

    def use_settings(self, settings: PolicySettings) -> None:
        """Use new time limits, for open goals too; may be called by any thread."""
        self._settings = settings

    def on_command_state(self, command: CommandState) -> None:
        """Queue a new state of a command; may be called by any thread."""
        self._states.put(command)
        self._state_arrived.trigger()

    def fail_all(self, reason: str, message: str) -> None:
        """Fail all goals."""
        for goal in list(self._goals.values()):
            self._end(goal, GoalOutcome('failed', reason, message))

    def cancel_reason(self, command_id: str) -> tuple[str, str] | None:
        """Return reason and message if a command must be cancelled as soon as it arrives."""
        goal = self._goals.get(command_id)
        return goal.cancel_reason if goal else self._ended.get(command_id)

    @property
    def subscriber_count(self) -> int:
        """Return the number of subscribers that receive command requests."""
        return self._requests.subscriber_count

    def destroy(self) -> None:
        """Destroy the action server."""
        self._server.destroy()

    # Callbacks -----------------------------------------------------------------------------

    async def _execute(self, handle: Any) -> Any:
        request = handle.request
        goal = PendingGoal(
            handle,
            Future(),
            command_id=uuid4().hex,
            text=request.text,
            started_s=time.monotonic(),
            max_duration_s=request.max_duration_s or self._settings.command_timeout_s,
            client=GoalClientMonitor(time.monotonic()),
        )
        self._goals[goal.command_id] = goal
        try:
            limit_s = self._settings.command_timeout_s
            validate_goal(request.text, request.max_duration_s, limit_s)
        except ValueError as error:
            self._end(goal, GoalOutcome('refused', 'invalid_command', str(error)))
        else:
            self._send_requests()
        result = await goal.result
        if result.outcome == 'succeeded':
            handle.succeed()
        elif result.outcome == 'canceled':
            handle.canceled()
        else:
            handle.abort()
        return result

    def _send_requests(self) -> None:
        """Publish the requests that wait, in their order, as soon as they can be received."""
        waiting = [
            goal
            for goal in self._goals.values()
            if not goal.is_sent and goal.cancel_reason is None
        ]
        if not self._node.is_active:
            message = 'the policy node must be active; activate it'
            for goal in waiting:
                self._end(goal, GoalOutcome('failed', 'inactive', message))
            return
        for goal in waiting:
            waited_s = time.monotonic() - goal.started_s
            goal.is_sent = self._requests.try_publish(goal.command_id, goal.text, waited_s)

    def _on_cancel(self, handle: Any) -> CancelResponse:
        for goal in self._goals.values():
            if goal.handle == handle:
                self._cancel(goal, 'canceled', 'the client canceled the goal')
                return CancelResponse.ACCEPT
        return CancelResponse.REJECT

    def _check_timeouts(self) -> None:
        now_s, client_timeout_s = time.monotonic(), self._settings.goal_client_timeout_s
        clients = self._clients() if client_timeout_s and self._goals else frozenset()
        self._send_requests()
        for goal in list(self._goals.values()):
            outcome = goal.timeout(now_s)
            if outcome is None and client_timeout_s:
                outcome = goal.client.outcome(clients, now_s, client_timeout_s)
            if not goal.is_sent and goal.cancel_reason is not None:
                self._end(goal, GoalOutcome(goal.cancel_reason[0], *goal.cancel_reason))
            elif outcome is None:
                continue
            elif goal.is_accepted:
                self._cancel(goal, outcome.reason, outcome.message)
            else:
                self._end(goal, outcome)

    def _clients(self) -> frozenset[bytes]:
        """Return the identifiers of all action clients: each subscribes to the feedback."""
        infos = self._node.get_subscriptions_info_by_topic(_FEEDBACK)
        return frozenset(bytes(info.endpoint_gid) for info in infos)

    def _process_states(self) -> None:
        while True:
            try:
                command = self._states.get_nowait()
            except Empty:
                return
            if goal := self._goals.get(command.command_id):
                self._follow(goal, command)

    # Goals ---------------------------------------------------------------------------------

    def _follow(self, goal: PendingGoal, command: CommandState) -> None:
        if not goal.is_accepted:
            self._accept(goal)
        if not command.is_open:
            self._end(goal, GoalOutcome(outcome_of(command), command.reason, command.message))
            return
        goal.handle.publish_feedback(
            ExecuteCommand.Feedback(
                task=command.task,
                phase=command.phase,
                progress=command.progress,
                latency_s=command.latency_s,
            )
        )

    def _accept(self, goal: PendingGoal) -> None:
        goal.is_accepted = True
        # Requests stay in order: the language node has dropped the requests before this one.
        replaced = GoalOutcome('replaced', 'replaced', 'a newer command was received')
        for older in list(self._goals.values()):
            if older is goal:
                return
            if not older.is_accepted:
                self._end(older, replaced)

    def _cancel(self, goal: PendingGoal, reason: str, message: str) -> None:
        if goal.cancel_reason is None:
            goal.cancel_reason = reason, message
            self._cancel_command(goal.command_id, reason, message)

    def _end(self, goal: PendingGoal, outcome: GoalOutcome) -> None:
        if not goal.is_accepted:
            if goal.cancel_reason is not None:
                reason, message = goal.cancel_reason
                outcome = GoalOutcome(reason, reason, message)
            self._remember_ended(goal, outcome)
        del self._goals[goal.command_id]
        result = ExecuteCommand.Result(
            command_id=goal.command_id,
            success=outcome.outcome == 'succeeded',
            outcome=outcome.outcome,
            reason=outcome.reason,
            message=outcome.message,
            duration_s=time.monotonic() - goal.started_s,
        )
        goal.result.set_result(result)

    def _remember_ended(self, goal: PendingGoal, outcome: GoalOutcome) -> None:
        """Store a goal whose command may still arrive after the client has its result."""
        self._ended[goal.command_id] = outcome.reason, outcome.message
        if len(self._ended) > _MAX_ENDED_GOALS:
            self._ended.popitem(last=False)
