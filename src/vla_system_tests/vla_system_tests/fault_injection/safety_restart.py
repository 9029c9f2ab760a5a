# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Restart of the safety node: of its process, or by its lifecycle."""

import time
from typing import Any
from typing import Final

from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from vla_system_tests.fault_injection.testbed import Testbed
from vla_system_tests.fault_injection.testbed import TestbedError

SAFETY_NODE: Final = 'safety_node'
LANGUAGE_NODE: Final = 'language_node'
#: A status that is received later than this after a kill is one of the next process [s].
_QUEUED_S: Final = 0.3
_RESTART_TIMEOUT_S: Final = 60.0
_SERVICE_TIMEOUT_S: Final = 10.0


def kill(testbed: Testbed) -> None:
    """Kill the safety process, and wait until nothing that it sent is left in a queue."""
    testbed.kill(SAFETY_NODE)
    time.sleep(_QUEUED_S)


def restart(testbed: Testbed) -> None:
    """
    Start the killed safety process, and wait for its first status and for its connections.

    A command that is sent before them is neither logged nor executed.

    Raises
    ------
    TestbedError
        If it is not ready in time.

    """
    began_s = time.monotonic()
    testbed.restart(SAFETY_NODE)

    def is_ready() -> bool:
        has_status = testbed.observer.last_status_s() > began_s
        return has_status and not testbed.client.not_ready((LANGUAGE_NODE, SAFETY_NODE))

    if not testbed.client.wait_for(is_ready, _RESTART_TIMEOUT_S):
        raise TestbedError(
            'a restarted safety node must send its status and be connected within'
            f' {_RESTART_TIMEOUT_S:g} s; it did not: {testbed.last_log_line(SAFETY_NODE)}'
        )


def reactivate(testbed: Testbed) -> None:
    """Deactivate the safety node, which brakes, and activate it again."""
    for transition in (Transition.TRANSITION_DEACTIVATE, Transition.TRANSITION_ACTIVATE):
        change_state(testbed, transition)


def change_state(testbed: Testbed, transition: int, name: str = SAFETY_NODE) -> None:
    """
    Request a lifecycle transition of a node, which is the safety node, and wait for it.

    Raises
    ------
    TestbedError
        If the node does not reply in time, or the transition fails.

    """
    client, node = testbed.client, testbed.client.node
    service = f'{name}/change_state'
    caller: Any = client.run_on_executor(lambda: node.create_client(ChangeState, service))
    try:
        future: Any = None
        if client.wait_for(caller.service_is_ready, _SERVICE_TIMEOUT_S):
            request = ChangeState.Request(transition=Transition(id=transition))
            future = client.run_on_executor(lambda: caller.call_async(request))
            client.wait_for(future.done, _SERVICE_TIMEOUT_S)
        if future is None or not future.done() or not future.result().success:
            raise TestbedError(
                f'{service} must perform transition {transition} within'
                f' {_SERVICE_TIMEOUT_S:g} s; it did not'
            )
    finally:
        client.run_on_executor(lambda: node.destroy_client(caller))
