# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of a second system in the same namespace: its publishers and its safety node."""

from collections.abc import Iterator
from functools import partial
from itertools import cycle
import time
from typing import Final

from vla_system_tests.fault_injection.fault_case import Action
from vla_system_tests.fault_injection.fault_case import FaultCase
from vla_system_tests.fault_injection.testbed import COMMAND
from vla_system_tests.fault_injection.testbed import OBSERVER_NODE
from vla_system_tests.fault_injection.testbed import OTHER_COMMAND
from vla_system_tests.fault_injection.testbed import Testbed
from vla_system_tests.fault_injection.testbed import TestbedError

_TOPICS: Final = ('robot_action', 'action_chunk', 'robot_state')
#: The graph is read every 0.2 s; discovery, and the ramp of at most 0.5 s, come on top [s].
_LIMIT_S: Final = 1.0
_REPORT_TIMEOUT_S: Final = 10.0
_START_TIMEOUT_S: Final = 60.0
_BRAKING_S: Final = 2.0
_MOTION_CHECK_S: Final = 0.5
#: The command whose chunks were refused has failed.
_WITH_COMMAND = 'with the next command'
_AFTER_RESET = 'after reset'


def names_node(testbed: Testbed, *, reason: str, node: str) -> str:
    """Return a problem if the safety node did not name a node in the message of a reason."""
    message = testbed.observer.message_of(reason)
    return '' if node in message else f'the message must name {node}: {message or "none"}'


def _add_and_command(topic: str) -> Action:
    """Return an action that adds a publisher, and then sends a command, which fails."""

    def add(testbed: Testbed) -> None:
        testbed.add_publisher(topic)
        reported = partial(testbed.observer.message_of, f'duplicate_{topic}')
        testbed.client.wait_for(lambda: bool(reported()), _REPORT_TIMEOUT_S)
        testbed.observer.send(COMMAND)
        testbed.client.wait_for(partial(_has_failed, testbed), _REPORT_TIMEOUT_S)

    return add


def _has_failed(testbed: Testbed) -> bool:
    """Return whether the policy gave up the command because all its chunks were refused."""
    status = testbed.client.policy_status
    return status is not None and status.reason == 'chunks_refused'


def _start_second_safety_node(testbed: Testbed) -> None:
    """Start a second safety node, and keep the robot moving until the first one reports it."""
    testbed.start_second('safety_node')
    commands, end_s = cycle((OTHER_COMMAND, COMMAND)), time.monotonic() + _START_TIMEOUT_S
    reported = partial(testbed.observer.message_of, 'duplicate_robot_action')
    while not testbed.client.wait_for(lambda: bool(reported()), _MOTION_CHECK_S):
        if time.monotonic() > end_s:
            raise TestbedError(
                'a second safety node must be reported within'
                f' {_START_TIMEOUT_S:g} s of its start; none was'
            )
        # A task may end before the process has started.
        if not testbed.observer.is_moving():
            testbed.observer.send(next(commands))
    time.sleep(_BRAKING_S)


def second_system_cases() -> Iterator[FaultCase]:
    """Return the faults of a second system."""
    for topic in _TOPICS:
        reason = f'duplicate_{topic}'
        check = partial(names_node, reason=reason, node=OBSERVER_NODE)
        title = f'second publisher of `{topic}`'
        yield FaultCase(
            f'second_{topic}_idle',
            f'{title}, then a command; robot idle',
            _add_and_command(topic),
            Testbed.remove_publisher,
            limit_s=0.0,
            reason=reason,
            recovers=_WITH_COMMAND,
            check=check,
            is_idle=True,
        )
        yield FaultCase(
            f'second_{topic}_moving',
            title,
            partial(Testbed.add_publisher, topic=topic),
            Testbed.remove_publisher,
            limit_s=_LIMIT_S,
            reason=reason,
            recovers=_AFTER_RESET,
            check=check,
        )
    # The time counts from the start of the process, which takes seconds: no limit.
    yield FaultCase(
        'second_safety',
        'a second safety node starts in the namespace',
        _start_second_safety_node,
        partial(Testbed.end_second, node='safety_node'),
        reason='duplicate_robot_action',
        recovers=_AFTER_RESET,
        check=partial(names_node, reason='duplicate_robot_action', node='/safety_node'),
    )
