# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Client of the running system: commands, status, stop, reset and approval."""

from collections.abc import Callable
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
import time
from typing import Any
from typing import TypeVar
import uuid

from diagnostic_msgs.msg import DiagnosticArray
from rclpy.qos import QoSProfile
from std_msgs.msg import String
from vla_client.command_handle import CommandFeedback
from vla_client.command_handle import CommandHandle
from vla_client.command_handle import CommandResult
from vla_client.command_sender import CommandSender
from vla_client.node_thread import NodeThread
from vla_client.readiness import find_missing
from vla_client.readiness import HealthMonitor
from vla_client.readiness import NodeHealth
from vla_client.readiness import require_ready
from vla_client.readiness import REQUIRED_NODES
from vla_client.status_monitor import StatusMonitor
from vla_client.trigger_clients import TriggerClients
from vla_client.trigger_clients import TriggerReply
from vla_common import qos
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus

Result = TypeVar('Result')


class VlaClient:
    """
    Send commands to the running system and follow its status.

    The client has its own ROS context, node and executor thread. Its methods may be called in any
    thread; callbacks run in the executor thread and must not call blocking methods.

    Parameters
    ----------
    name
        Name of the node.
    domain_id
        ROS domain; None selects ROS_DOMAIN_ID of the environment.
    namespace
        Namespace of the system, as in the launch argument.

    """

    def __init__(
        self, name: str = 'vla_client', *, domain_id: int | None = None, namespace: str = ''
    ) -> None:
        self._thread = NodeThread(name, domain_id=domain_id, namespace=namespace)
        self.node = node = self._thread.node
        self._status = StatusMonitor(node)
        self._health = HealthMonitor(node.get_namespace())
        self._commands = node.create_publisher(String, 'natural_language_command', qos.COMMAND)
        self._requests = node.create_publisher(CommandRequest, 'command_request', qos.COMMAND)
        self._sender = CommandSender(self._thread)
        self._services = TriggerClients(self._thread, ('stop', 'reset', 'approve'))
        node.create_subscription(DiagnosticArray, '/diagnostics', self._health.update, qos.COMMAND)
        self._thread.start()

    def __enter__(self) -> 'VlaClient':
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the graph; commands continue unless the policy sets `goal_client_timeout_s`."""
        self._thread.require_other_thread('close')
        if self._thread.is_running:
            with suppress(TimeoutError):
                self._thread.run_on_executor(self._sender.close)
        self._thread.close()

    # Readiness -----------------------------------------------------------------------------

    @property
    def node_health(self) -> dict[str, NodeHealth]:
        """Return the newest diagnostics of the nodes, by their names without namespace."""
        return self._health.health

    @property
    def failed_nodes(self) -> dict[str, str]:
        """Return the messages of nodes with a failed lifecycle transition, by their names."""
        return self._health.failures()

    def discard_health(self, node: str) -> None:
        """Discard the diagnostics of a node, so that it is not ready until it sends new ones."""
        self._health.discard(node)

    def not_ready(
        self, nodes: Sequence[str] = REQUIRED_NODES, command_subscribers: int = 1
    ) -> dict[str, str]:
        """Return what is missing until a command can be executed, and why; see `find_missing`."""
        return find_missing(
            self._health,
            nodes,
            self.command_subscriber_count,
            command_subscribers,
            is_server_ready=self._sender.is_server_ready,
        )

    def wait_until_ready(
        self,
        timeout_s: float = 60.0,
        nodes: Sequence[str] = REQUIRED_NODES,
        command_subscribers: int = 1,
    ) -> float:
        """
        Wait until a command can be executed, and return how long that took [s].

        Parameters
        ----------
        timeout_s
            Longest time to wait [s].
        nodes, command_subscribers
            Nodes that must be active, and least number of subscribers of the command topic. A
            system with nodes of its own leaves these out of `nodes`; without the policy node no
            action server is needed.

        Raises
        ------
        NotReadyError
            If a node fails or is not active in time; the message names it and its diagnostics.

        """
        started_s = time.monotonic()
        missing: dict[str, str] = {}

        def is_decided() -> bool:
            nonlocal missing
            missing = self.failed_nodes or self.not_ready(nodes, command_subscribers)
            return not missing or bool(self.failed_nodes)

        self.wait_for(is_decided, timeout_s)
        spent_s = time.monotonic() - started_s
        require_ready(missing, spent_s)
        return spent_s

    # Commands ------------------------------------------------------------------------------

    def execute(self, text: str, timeout_s: float = 60.0) -> CommandResult:
        """
        Send a command as a goal of `execute_command` and wait for its result.

        A command without a result in time is canceled, and so is one whose caller is interrupted.

        Parameters
        ----------
        text
            Command in natural language, at most 512 characters.
        timeout_s
            Longest time to wait [s]. The server also ends a command after its parameter
            `command_timeout_s`.

        """
        return self._sender.execute(text, timeout_s)

    def send(
        self, text: str, on_feedback: Callable[[CommandFeedback], None] | None = None
    ) -> CommandHandle:
        """Send a command as a goal; `on_feedback` is called in the executor thread."""
        return self._sender.send(text, on_feedback)

    def publish_command(self, text: str) -> None:
        """Publish a command on `natural_language_command`, without feedback and result."""
        self._commands.publish(String(data=text))

    def publish_request(self, text: str) -> str:
        """Publish a command on `command_request` and return the id that the client gave it."""
        request = CommandRequest(text=text, command_id=uuid.uuid4().hex)
        request.header.stamp = self.node.get_clock().now().to_msg()
        self._requests.publish(request)
        return str(request.command_id)

    @property
    def command_subscriber_count(self) -> int:
        """Return the number of subscribers of `natural_language_command`."""
        return int(self._commands.get_subscription_count())

    # Status --------------------------------------------------------------------------------

    @property
    def policy_status(self) -> PolicyStatus | None:
        """Return the newest status of the policy node; None before the first one."""
        return self._status.policy

    @property
    def safety_status(self) -> SafetyStatus | None:
        """Return the newest status of the safety node; None before the first one."""
        return self._status.safety

    def on_policy_status(self, callback: Callable[[PolicyStatus], None]) -> None:
        """Call `callback` with every status of the policy node, in the executor thread."""
        self._status.add_policy_callback(callback)

    def on_safety_status(self, callback: Callable[[SafetyStatus], None]) -> None:
        """Call `callback` with every status of the safety node, in the executor thread."""
        self._status.add_safety_callback(callback)

    # Services ------------------------------------------------------------------------------

    def stop(self, timeout_s: float = 5.0) -> TriggerReply:
        """Stop the robot; `reset` clears the latched stop."""
        return self.trigger('stop', timeout_s)

    def reset(self, timeout_s: float = 5.0) -> TriggerReply:
        """Clear a latched stop; the robot moves again with the next command."""
        return self.trigger('reset', timeout_s)

    def approve(self, timeout_s: float = 5.0) -> TriggerReply:
        """Approve the command that waits for approval."""
        return self.trigger('approve', timeout_s)

    def trigger(self, service: str, timeout_s: float = 5.0) -> TriggerReply:
        """Call a service of type std_srvs/Trigger; a missing reply is an unsuccessful one."""
        return self._services.call(service, timeout_s)

    def trigger_async(self, service: str) -> Future[TriggerReply]:
        """Call a service of type std_srvs/Trigger without waiting for its reply."""
        return self._services.call_async(service)

    def subscribe(
        self,
        kind: type,
        topic: str,
        callback: Callable[[Any], None],
        profile: QoSProfile | int = 10,
        *,
        raw: bool = False,
    ) -> Any:
        """Subscribe to a further topic; `callback` runs in the executor thread."""
        return self.run_on_executor(
            lambda: self.node.create_subscription(kind, topic, callback, profile, raw=raw)
        )

    def wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """Wait until `condition` holds; return False if it does not hold in `timeout_s`."""
        return self._thread.wait_for(condition, timeout_s)

    def run_on_executor(self, action: Callable[[], Result]) -> Result:
        """Run `action` in the executor thread, see `NodeThread`."""
        return self._thread.run_on_executor(action)
