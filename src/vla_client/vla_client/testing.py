# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Test double of the running system: one node that serves its interfaces."""

from collections.abc import Sequence
import os
import time
from typing import Any
from typing import Final

from diagnostic_msgs.msg import DiagnosticArray
from diagnostic_msgs.msg import DiagnosticStatus
from rclpy.action import ActionServer
from rclpy.action import CancelResponse
from rclpy.action import GoalResponse
from rclpy.task import Future
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_client.node_thread import NodeThread
from vla_client.readiness import REQUIRED_NODES
from vla_common import qos
from vla_interfaces.action import ExecuteCommand
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus

#: Longest time that `FakeSystem.wait_for_goal` waits [s].
GOAL_TIMEOUT_S: Final = 10.0


class FakeSystem:
    """
    Serve action, topics and services of the system; a test sets their responses.

    Parameters
    ----------
    domain_id
        ROS domain.
    name, namespace
        Name and namespace of the node.

    """

    def __init__(self, domain_id: int, name: str = 'fake_system', namespace: str = '') -> None:
        os.environ.setdefault('ROS_AUTOMATIC_DISCOVERY_RANGE', 'LOCALHOST')
        self.thread = NodeThread(name, domain_id=domain_id, namespace=namespace)
        node = self.thread.node
        #: Goals, requests and texts of commands in the order of their arrival.
        self.goals: list[Any] = []
        #: Number of goals that were received, answered or not.
        self.goals_received = 0
        self.requests: list[CommandRequest] = []
        self.texts: list[str] = []
        self.services: list[str] = []
        #: Whether goals are accepted, whether a canceled goal ends, and the delay of responses.
        self.accepts_goals, self.ends_canceled_goals = True, True
        self.response_delay_s = 0.0
        self._result_futures: dict[bytes, Future] = {}
        self._server: Any = ActionServer(
            node,
            ExecuteCommand,
            'execute_command',
            execute_callback=self._execute,
            goal_callback=self._on_goal,
            cancel_callback=self._on_cancel,
        )
        self.policy = node.create_publisher(PolicyStatus, 'policy_status', qos.LATCHED)
        self.safety = node.create_publisher(SafetyStatus, 'safety_status', qos.LATCHED)
        self._diagnostics = node.create_publisher(DiagnosticArray, '/diagnostics', 10)
        node.create_subscription(
            String, 'natural_language_command', lambda m: self.texts.append(m.data), qos.COMMAND
        )
        node.create_subscription(
            CommandRequest, 'command_request', self.requests.append, qos.COMMAND
        )
        for service in ('stop', 'reset', 'approve'):
            node.create_service(Trigger, service, self._service_callback(service))

    def __enter__(self) -> 'FakeSystem':
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end_server()
        self.thread.close()

    def end_server(self) -> None:
        """Remove the action server from the graph."""
        server, self._server = self._server, None
        if server is not None:
            self.thread.run_on_executor(server.destroy)

    def wait_for_goal(self, count: int = 1) -> Any:
        """Return the newest of `count` accepted goals."""
        if not self.thread.wait_for(lambda: len(self.goals) >= count, GOAL_TIMEOUT_S):
            raise AssertionError(
                f'{count} goals must arrive within {GOAL_TIMEOUT_S:g} s; got {len(self.goals)}'
            )
        return self.goals[-1]

    def end_goal(self, handle: Any, outcome: str, reason: str = '', message: str = '') -> None:
        """Send the result of a goal."""
        result = ExecuteCommand.Result(
            success=outcome == 'succeeded',
            outcome=outcome,
            reason=reason,
            message=message,
            command_id='command-1',
        )
        future = self._result_futures[bytes(handle.goal_id.uuid)]
        self.thread.run_on_executor(lambda: future.set_result(result))

    def publish_health(
        self,
        nodes: Sequence[str] = REQUIRED_NODES,
        level: int = 0,
        message: str = 'running',
        prefix: str = '',
    ) -> None:
        """Publish diagnostics of nodes."""
        status = [
            DiagnosticStatus(level=bytes([level]), name=prefix + node, message=message)
            for node in nodes
        ]
        self._diagnostics.publish(DiagnosticArray(status=status))

    def _on_goal(self, _: Any) -> GoalResponse:
        self.goals_received += 1
        time.sleep(self.response_delay_s)
        return GoalResponse.ACCEPT if self.accepts_goals else GoalResponse.REJECT

    async def _execute(self, handle: Any) -> Any:
        future = self._result_futures[bytes(handle.goal_id.uuid)] = Future()
        self.goals.append(handle)
        result = await future
        if result.outcome == 'succeeded':
            handle.succeed()
        elif result.outcome == 'canceled':
            handle.canceled()
        else:
            handle.abort()
        return result

    def _on_cancel(self, handle: Any) -> CancelResponse:
        if self.ends_canceled_goals:
            result = ExecuteCommand.Result(
                outcome='canceled', reason='canceled', message='canceled'
            )
            self._result_futures[bytes(handle.goal_id.uuid)].set_result(result)
        return CancelResponse.ACCEPT

    def _service_callback(self, service: str) -> Any:
        def callback(_: Any, response: Any) -> Any:
            self.services.append(service)
            response.success, response.message = service != 'approve', f'{service} received'
            return response

        return callback
