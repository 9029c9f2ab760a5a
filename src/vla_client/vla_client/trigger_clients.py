# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Clients of std_srvs/Trigger services."""

from concurrent.futures import Future
from typing import Any
from typing import Final
from typing import NamedTuple

from std_srvs.srv import Trigger
from vla_client.node_thread import NodeThread

#: Longest time until a service is on the graph [s].
SERVICE_TIMEOUT_S: Final = 3.0


class TriggerReply(NamedTuple):
    """Reply of a service."""

    success: bool
    message: str


class TriggerClients:
    """
    Call services, each with one client.

    Parameters
    ----------
    thread
        Node and executor thread.
    services
        Services whose clients are created at once, so that the first call finds them connected.

    """

    def __init__(self, thread: NodeThread, services: tuple[str, ...] = ()) -> None:
        self._thread = thread
        self._clients: dict[str, Any] = {name: self._create(name) for name in services}

    def call(self, service: str, timeout_s: float) -> TriggerReply:
        """Call a service and wait for its reply; a missing reply is an unsuccessful one."""
        try:
            return self.call_async(service).result(timeout_s)
        except TimeoutError:
            return TriggerReply(
                False,
                f'service {service} must reply within {timeout_s:g} s; it did not. '
                'Check that its node runs',
            )

    def call_async(self, service: str) -> Future[TriggerReply]:
        """Call a service without waiting for its reply."""
        self._thread.require_other_thread(f'a call of {service}')
        if service not in self._clients:
            self._clients[service] = self._thread.run_on_executor(lambda: self._create(service))
        client = self._clients[service]
        reply: Future[TriggerReply] = Future()
        if not self._thread.wait_for(client.service_is_ready, SERVICE_TIMEOUT_S):
            reply.set_result(
                TriggerReply(
                    False,
                    f'service {service} must be there within {SERVICE_TIMEOUT_S:g} s; it is not. '
                    'Start its node in this ROS domain and namespace',
                )
            )
            return reply

        def on_response(response: Any) -> None:
            reply.set_result(TriggerReply(response.result().success, response.result().message))

        client.call_async(Trigger.Request()).add_done_callback(on_response)
        return reply

    def _create(self, service: str) -> Any:
        return self._thread.node.create_client(Trigger, service)
