# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of a second system in the same namespace: its publishers and its safety node."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from lifecycle_msgs.msg import Transition
from vla_system_tests.fault_injection.fault_case import Action
from vla_system_tests.fault_injection.fault_case import FaultCase
from vla_system_tests.fault_injection.safety_restart import change_state
from vla_system_tests.fault_injection.safety_restart import SAFETY_NODE
from vla_system_tests.fault_injection.testbed import COMMAND
from vla_system_tests.fault_injection.testbed import OBSERVER_NODE
from vla_system_tests.fault_injection.testbed import OTHER_COMMAND
from vla_system_tests.fault_injection.testbed import Testbed

_SECOND_NODE: Final = f'second_{SAFETY_NODE}'
_TOPICS: Final = ('robot_action', 'action_chunk', 'robot_state')
#: The graph is read every 0.2 s; discovery, and the ramp of at most 0.5 s, come on top [s].
_LIMIT_S: Final = 1.0
_REPORT_TIMEOUT_S: Final = 10.0
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
    """Start a second safety node, which publishes nothing until it is configured."""
    # Its status goes to a topic of its own, so that the one that is observed has one source.
    testbed.start_second(
        SAFETY_NODE, '-p', 'autostart:=false', '-r', f'safety_status:={_SECOND_NODE}/safety_status'
    )
    # The last task may have ended in the meantime.
    testbed.start_motion(OTHER_COMMAND, COMMAND)


def _configure_second_safety_node(testbed: Testbed) -> None:
    change_state(testbed, Transition.TRANSITION_CONFIGURE, _SECOND_NODE)


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
    yield FaultCase(
        'second_safety',
        'a second safety node is configured in the namespace',
        _configure_second_safety_node,
        partial(Testbed.end_second, node=SAFETY_NODE),
        before=_start_second_safety_node,
        limit_s=_LIMIT_S,
        reason='duplicate_robot_action',
        recovers=_AFTER_RESET,
        check=partial(names_node, reason='duplicate_robot_action', node=_SECOND_NODE),
    )
