# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Calls of trigger services that are there, are missing or do not reply."""

from collections.abc import Iterator
import threading
from typing import Any

import pytest
from std_srvs.srv import Trigger
from vla_client import trigger_clients
from vla_client.node_thread import NodeThread
from vla_client.testing import FakeSystem
from vla_client.trigger_clients import TriggerClients


@pytest.fixture
def caller(domain_id: int) -> Iterator[NodeThread]:
    thread = NodeThread('test_caller', domain_id=domain_id)
    thread.start()
    yield thread
    thread.close()


def test_the_reply_of_the_service_is_returned(system: FakeSystem, caller: NodeThread) -> None:
    clients = TriggerClients(caller, ('stop',))
    assert clients.call('stop', 10.0) == (True, 'stop received')
    # A client that is created at the first call.
    assert clients.call('approve', 10.0) == (False, 'approve received')
    assert clients.call_async('reset').result(10.0).success
    assert system.services == ['stop', 'approve', 'reset']


def test_a_missing_service_is_an_unsuccessful_reply(
    caller: NodeThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trigger_clients, 'SERVICE_TIMEOUT_S', 0.2)
    reply = TriggerClients(caller).call('stop', 5.0)
    assert not reply.success
    assert reply.message.startswith('service stop must be there within 0.2 s; it is not')


def test_a_service_without_a_reply_is_an_unsuccessful_reply(
    system: FakeSystem, caller: NodeThread
) -> None:
    release = threading.Event()

    def wait(_: Any, response: Any) -> Any:
        release.wait(10.0)
        return response

    node = system.thread.node
    system.thread.run_on_executor(lambda: node.create_service(Trigger, 'slow', wait))
    try:
        reply = TriggerClients(caller).call('slow', 0.2)
    finally:
        release.set()
    assert not reply.success
    assert 'must reply within 0.2 s; it did not' in reply.message
