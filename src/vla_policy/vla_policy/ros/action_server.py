# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The action `execute_command`: a command that is answered."""

from collections.abc import Callable
from queue import Empty
from queue import SimpleQueue
import time
from typing import Any

from rclpy.action import ActionServer
from rclpy.action import CancelResponse
from rclpy.clock import Clock
from rclpy.clock import ClockType
from rclpy.task import Future
from std_msgs.msg import String
from vla_common import qos
from vla_common.node import VlaNode
from vla_interfaces.action import ExecuteCommand
from vla_policy.control.command_state import Session
from vla_policy.ros.goals import check_goal
from vla_policy.ros.goals import Order
from vla_policy.ros.goals import outcome_of
from vla_policy.ros.goals import same_text

_CHECK_PERIOD_S = 0.1


class CommandServer:
    """
    Send goals the way of every command, then follow them through the policy's sessions.

    It works on the executor's thread; only `put` may be called from others.

    Parameters
    ----------
    node
        Owner; goals are accepted while it is active.
    drop
        Makes the policy drop a command: its id, a reason, a message.

    """

    def __init__(self, node: VlaNode, drop: Callable[[str, str, str], None]) -> None:
        self.maximum_duration_s = 60.0
        self._node = node
        self._drop = drop
        self._orders: list[Order] = []
        self._newest_id = ''
        self._sessions = SimpleQueue[Session]()
        self._arrived = node.create_guard_condition(self._read)
        self._commands = node.create_publisher(String, 'natural_language_command', qos.COMMAND)
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = node.create_timer(_CHECK_PERIOD_S, self._check, clock=steady)
        self._server = ActionServer(
            node,
            ExecuteCommand,
            'execute_command',
            execute_callback=self._carry_out,
            cancel_callback=self._on_cancel,
        )

    def put(self, session: Session) -> None:
        """Take note of a session, from any thread."""
        self._sessions.put(session)
        self._arrived.trigger()

    def abandon(self, reason: str, message: str) -> None:
        """Fail all goals."""
        for order in list(self._orders):
            self._end(order, 'failed', reason, message)

    def destroy(self) -> None:
        """Let go of the action."""
        self._server.destroy()

    # Callbacks -----------------------------------------------------------------------------

    async def _carry_out(self, handle: Any) -> Any:
        goal, longest_s = handle.request, self.maximum_duration_s
        order = Order(
            handle, Future(), goal.text, time.monotonic(), goal.max_duration_s or longest_s
        )
        self._orders.append(order)
        try:
            check_goal(goal.text, goal.max_duration_s, longest_s)
        except ValueError as error:
            self._end(order, 'refused', 'invalid_command', str(error))
        else:
            self._send(order)
        result = await order.answer
        if result.outcome == 'succeeded':
            handle.succeed()
        elif result.outcome == 'canceled':
            handle.canceled()
        else:
            handle.abort()
        return result

    def _send(self, order: Order) -> None:
        if self._node.is_active:
            self._commands.publish(String(data=order.text))
        else:
            self._end(order, 'failed', 'inactive', 'the policy node must be active; activate it')

    def _on_cancel(self, handle: Any) -> CancelResponse:
        for order in self._orders:
            if order.handle == handle:
                self._give_up(order, 'canceled', 'the client canceled the goal')
                return CancelResponse.ACCEPT
        return CancelResponse.REJECT

    def _check(self) -> None:
        now_s = time.monotonic()
        for order in list(self._orders):
            late = order.late(now_s)
            if late is None:
                continue
            if order.command_id:
                self._give_up(order, 'timeout', late[2])
            else:
                self._end(order, *late)

    def _read(self) -> None:
        while True:
            try:
                session = self._sessions.get_nowait()
            except Empty:
                return
            order = self._order_of(session)
            if order is not None:
                self._follow(order, session)

    # Orders --------------------------------------------------------------------------------

    def _order_of(self, session: Session) -> Order | None:
        known, self._newest_id = self._newest_id, session.command_id
        for order in self._orders:
            if order.command_id and order.command_id == session.command_id:
                return order
        return None if session.command_id in ('', known) else self._claim(session)

    def _claim(self, session: Session) -> Order | None:
        """Find the order of a command that is new."""
        waiting = [order for order in self._orders if not order.command_id]
        for i, order in enumerate(waiting):
            if same_text(order.text, session.text):
                order.command_id = session.command_id
                # Commands stay in order: the language node left out what came before this one.
                for older in waiting[:i]:
                    self._end(older, 'replaced', 'replaced', 'a newer command came')
                return order
        return None

    def _follow(self, order: Order, session: Session) -> None:
        if not session.is_open:
            self._end(order, outcome_of(session), session.reason, session.message)
            return
        if order.ending is not None:
            self._drop(order.command_id, *order.ending)
        order.handle.publish_feedback(
            ExecuteCommand.Feedback(
                task=session.task,
                phase=session.phase,
                progress=session.progress,
                latency_s=session.latency_s,
            )
        )

    def _give_up(self, order: Order, reason: str, message: str) -> None:
        if order.ending is None:
            order.ending = reason, message
            if order.command_id:
                self._drop(order.command_id, reason, message)

    def _end(self, order: Order, outcome: str, reason: str, message: str) -> None:
        if not order.command_id and order.ending is not None:
            outcome, message = order.ending
            reason = outcome
        self._orders.remove(order)
        result = ExecuteCommand.Result(
            success=outcome == 'succeeded',
            outcome=outcome,
            reason=reason,
            message=message,
            duration_s=time.monotonic() - order.started_s,
        )
        order.answer.set_result(result)
