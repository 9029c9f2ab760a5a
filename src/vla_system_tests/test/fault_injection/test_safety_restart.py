# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Restart of the safety node: waits and errors, with a lifecycle service on a real graph."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from lifecycle_msgs.srv import ChangeState
import pytest
from vla_client.client import VlaClient
from vla_common.domain_id import free_domain_id
from vla_system_tests.fault_injection import safety_restart
from vla_system_tests.fault_injection.safety_restart import kill
from vla_system_tests.fault_injection.safety_restart import reactivate
from vla_system_tests.fault_injection.safety_restart import restart
from vla_system_tests.fault_injection.testbed import TestbedError


class RestartableTestbed:
    """Testbed whose safety node sends its status at `after_s`, by the steady clock."""

    def __init__(self, after_s: float, missing: str = '') -> None:
        self.calls: list[str] = []
        self._after_s = after_s
        self.observer = SimpleNamespace(last_status_s=lambda: self._after_s)
        not_ready = {missing: 'not received'} if missing else {}
        self.client = SimpleNamespace(wait_for=self._wait_for, not_ready=lambda _: not_ready)

    def kill(self, node: str) -> None:
        self.calls.append(f'kill {node}')

    def restart(self, node: str) -> None:
        self.calls.append(f'restart {node}')

    def last_log_line(self, node: str) -> str:
        return f'last line of {node}'

    def _wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        del timeout_s
        return condition()


def test_restart_waits_for_status_and_connections_of_the_new_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(safety_restart, '_QUEUED_S', 0.0)
    testbed: Any = RestartableTestbed(1e12)
    kill(testbed)
    restart(testbed)
    assert testbed.calls == ['kill safety_node', 'restart safety_node']
    with pytest.raises(TestbedError, match='it did not: last line of safety_node'):
        restart(RestartableTestbed(0.0))  # type: ignore[arg-type]
    with pytest.raises(TestbedError, match='must send its status and be connected'):
        restart(RestartableTestbed(1e12, 'language_heartbeat'))  # type: ignore[arg-type]


@pytest.mark.parametrize('success', [True, False])
def test_node_is_deactivated_and_activated(success: bool) -> None:
    with VlaClient('test_restart', domain_id=free_domain_id()) as client:
        transitions: list[str] = []

        def change(request: Any, response: Any) -> Any:
            transitions.append(request.transition.id)
            response.success = success
            return response

        node = client.node
        client.run_on_executor(
            lambda: node.create_service(ChangeState, 'safety_node/change_state', change)
        )
        testbed: Any = SimpleNamespace(client=client)
        if success:
            reactivate(testbed)
            assert transitions == [4, 3]
        else:
            with pytest.raises(TestbedError, match='must perform transition 4 within'):
                reactivate(testbed)
            assert transitions == [4]
