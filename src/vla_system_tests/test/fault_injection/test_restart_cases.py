# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Restarts of the safety node: requirements at the end of a fault."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from vla_interfaces.msg import PolicyStatus
from vla_system_tests.fault_injection.restart_cases import command_is_over
from vla_system_tests.fault_injection.restart_cases import is_latched
from vla_system_tests.fault_injection.restart_cases import latch_stop
from vla_system_tests.fault_injection.restart_cases import restart_cases
from vla_system_tests.fault_injection.testbed import TestbedError


def make_testbed(*, latched: bool, moving: bool = False, policy: int = 0) -> Any:
    """Return a testbed in a state."""
    called: list[str] = []

    def wait_for(condition: Callable[[], bool], timeout_s: float) -> bool:
        del timeout_s
        return condition()

    client = SimpleNamespace(
        wait_for=wait_for, trigger_async=called.append, policy_status=PolicyStatus(state=policy)
    )
    observer = SimpleNamespace(
        is_latched=lambda: latched,
        is_moving=lambda: moving,
        is_done=lambda: policy not in (PolicyStatus.IDLE, PolicyStatus.EXECUTING),
    )
    return SimpleNamespace(client=client, observer=observer, called=called)


def test_restart_with_and_without_a_stop_must_not_move_the_robot() -> None:
    cases = {case.name: case for case in restart_cases()}
    for name in ('restart_safety_moving', 'restart_safety_stopped'):
        case = cases[name]
        assert (case.limit_s, case.reason, case.recovers) == (0.0, 'restart', 'after reset')
    assert cases['restart_safety_stopped'].before is latch_stop
    assert cases['reactivate_safety'].limit_s == 0.5


def test_stop_must_be_latched_and_the_robot_stand() -> None:
    testbed = make_testbed(latched=True)
    latch_stop(testbed)
    assert testbed.called == ['stop']
    for failed in (make_testbed(latched=False), make_testbed(latched=True, moving=True)):
        with pytest.raises(TestbedError, match='must stand within 5 s'):
            latch_stop(failed)


def test_stop_must_be_latched_after_the_restart() -> None:
    assert is_latched(make_testbed(latched=True)) == ''
    assert is_latched(make_testbed(latched=False)) == 'a stop must be latched after the restart'


@pytest.mark.parametrize(
    ('state', 'is_over'),
    [
        (PolicyStatus.FAILED, True),
        (PolicyStatus.EXECUTING, False),
        (PolicyStatus.SUCCEEDED, False),
    ],
)
def test_policy_must_end_the_command(state: int, is_over: bool) -> None:
    assert (command_is_over(make_testbed(latched=False, policy=state)) == '') is is_over
