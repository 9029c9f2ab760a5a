# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Restarts of the safety node, after which no earlier command may move the robot."""

from collections.abc import Iterator
import time
from typing import Final

from vla_interfaces.msg import PolicyStatus
from vla_system_tests.fault_injection.fault_case import FaultCase
from vla_system_tests.fault_injection.safety_restart import kill
from vla_system_tests.fault_injection.safety_restart import reactivate
from vla_system_tests.fault_injection.safety_restart import restart
from vla_system_tests.fault_injection.testbed import OTHER_COMMAND
from vla_system_tests.fault_injection.testbed import Testbed
from vla_system_tests.fault_injection.testbed import TestbedError

#: Longest braking with the limits of config/vla.yaml [s].
_RAMP_S: Final = 0.5
_STOP_TIMEOUT_S: Final = 5.0
#: Time in which the robot must not move after a restart [s].
_WATCH_S: Final = 3.0
_AFTER_RESET, _WITH_COMMAND = 'after reset', 'with the next command'


def latch_stop(testbed: Testbed) -> None:
    """
    Stop the robot with the service, and wait until the stop is latched and the robot stands.

    Raises
    ------
    TestbedError
        If the robot does not stop.

    """
    observer = testbed.observer
    testbed.client.trigger_async('stop')

    def stands() -> bool:
        return observer.is_latched() and not observer.is_moving()

    if not testbed.client.wait_for(stands, _STOP_TIMEOUT_S):
        raise TestbedError(
            f'the robot must stand within {_STOP_TIMEOUT_S:g} s of `stop`; it did not'
        )


def _kill_and_restart(testbed: Testbed) -> None:
    kill(testbed)
    restart(testbed)
    time.sleep(_WATCH_S)


def _kill_restart_and_command(testbed: Testbed) -> None:
    kill(testbed)
    restart(testbed)
    testbed.observer.send(OTHER_COMMAND)
    time.sleep(_WATCH_S)


def is_latched(testbed: Testbed) -> str:
    """Return a problem if the safety node has no latched stop."""
    return '' if testbed.observer.is_latched() else 'a stop must be latched after the restart'


def command_is_over(testbed: Testbed) -> str:
    """Return a problem if the policy still executes the command that was sent last."""
    status = testbed.client.policy_status
    if testbed.observer.is_done() and status is not None and status.state == PolicyStatus.FAILED:
        return ''
    return 'the policy must end the command of before the deactivation as failed'


def restart_cases() -> Iterator[FaultCase]:
    """Return the restarts of the safety node."""
    yield FaultCase(
        'restart_safety_moving',
        '`kill -9` and restart of safety_node',
        _kill_and_restart,
        limit_s=0.0,
        reason='restart',
        recovers=_AFTER_RESET,
        check=is_latched,
        may_block_sim=True,
    )
    yield FaultCase(
        'restart_safety_stopped',
        '`kill -9` and restart of safety_node with a latched stop, then a command',
        _kill_restart_and_command,
        before=latch_stop,
        limit_s=0.0,
        reason='restart',
        recovers=_AFTER_RESET,
        check=is_latched,
        may_block_sim=True,
    )
    yield FaultCase(
        'reactivate_safety',
        'safety_node deactivated and activated',
        reactivate,
        limit_s=_RAMP_S,
        recovers=_WITH_COMMAND,
        check=command_is_over,
    )
