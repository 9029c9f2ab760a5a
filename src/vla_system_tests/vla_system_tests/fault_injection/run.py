# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Injection of one fault while the robot moves."""

import time
from typing import Any

from vla_system_tests.fault_injection.audit_check import check_audit
from vla_system_tests.fault_injection.cases import STATE_LIMIT
from vla_system_tests.fault_injection.cases import STATE_STALE
from vla_system_tests.fault_injection.fault_case import FaultCase
from vla_system_tests.fault_injection.finding import Finding
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.fault_injection.observer import SystemObserver
from vla_system_tests.fault_injection.testbed import COMMAND
from vla_system_tests.fault_injection.testbed import OTHER_COMMAND
from vla_system_tests.fault_injection.testbed import Testbed

#: Duration of a fault [s]; longer than every time-out and the ramp after it.
FAULT_S = 4.0
_MOTION_TIMEOUT_S = 3.0
_BY_ITSELF_S = 5.0
_LATCHED_S = 2.0
_RESET_S = 3.0
_MAX_RESETS = 5
_AFTER_COMMAND_S = 40.0
_RESTART_S = 60.0
#: Standstill before the end of a fault from which on the robot has stopped [s].
_STANDSTILL_S = 0.5
#: Silence of the simulator at the end of a fault from which on it is blocked [s].
_BLOCKED_S = 1.0


def run_case(case: FaultCase, testbed: Testbed, limits: dict[str, Any]) -> Finding:
    """
    Inject a fault into a system that is ready.

    Raises
    ------
    TestbedError
        If the robot does not move before the fault.

    """
    if not case.is_idle:
        testbed.start_motion(COMMAND)
    case.before(testbed)
    # The robot may have come to rest during the preparation.
    testbed.client.wait_for(
        lambda: testbed.observer.is_moving() or testbed.observer.is_latched() or case.is_idle,
        _MOTION_TIMEOUT_S,
    )
    began_s = time.monotonic()
    case.inject(testbed)
    time.sleep(max(0.0, began_s + FAULT_S - time.monotonic()))
    until_s = time.monotonic()
    motion = _motion(case, testbed.observer.motion, began_s, until_s)
    status = _status(case, testbed.observer, limits, began_s, until_s)
    distance_m = testbed.observer.motion.distance_m(began_s, until_s)
    problem = case.check(testbed)
    case.undo(testbed)
    return Finding(
        name=case.name,
        title=case.title,
        may_continue=case.may_continue,
        **motion,
        **status,
        recovery=_recovery(
            testbed,
            continued=motion['commanded_zero_s'] is None,
            held='hold' in status['statuses'],
        ),
        max_speed_m_s=round(testbed.observer.motion.max_speed_m_s(), 3),
        outside=testbed.observer.motion.count_outside(
            limits['workspace_min_m'], limits['workspace_max_m']
        ),
        audit=check_audit(testbed.audit_directory, testbed.observer.commands),
        required_recovery=case.recovers,
        problem=problem,
        robot=case.robot,
        distance_m=distance_m,
    )


def _motion(case: FaultCase, motion: MotionLog, began_s: float, until_s: float) -> dict[str, Any]:
    """Return the times of the finding from the fault to the end of the motion."""
    commanded_s = motion.last_commanded_motion_s(began_s, until_s)
    measured_s = motion.last_measured_motion_s(began_s, until_s)
    # During a grasp the robot rests too: a rest counts only where the robot must hold.
    first_hold_s = motion.first_standstill_s(began_s, until_s) if case.must_hold else None
    ended_s = until_s - began_s - _STANDSTILL_S
    continued = commanded_s >= ended_s or (first_hold_s is not None and commanded_s > first_hold_s)
    return {
        'commanded_zero_s': None if continued else round(commanded_s, 3),
        'measured_zero_s': round(measured_s, 3) if measured_s < ended_s else None,
        'first_hold_s': None if first_hold_s is None else round(first_hold_s, 3),
    }


def _status(
    case: FaultCase,
    observer: SystemObserver,
    limits: dict[str, Any],
    began_s: float,
    until_s: float,
) -> dict[str, Any]:
    """Return the status of the safety node during the fault, and the time-out that applies."""
    samples = observer.status_samples(began_s, until_s)
    # A robot state that does not arrive is the required reason, whatever else is missing.
    last_s = observer.motion.last_measurement_s()
    is_blocked = case.may_block_sim and last_s < until_s - _BLOCKED_S
    reason, limit = (
        (STATE_STALE, STATE_LIMIT) if is_blocked and case.reason else (case.reason, case.limit)
    )
    return {
        'limit_s': limits[limit] if limit else case.limit_s,
        'state': samples[-1].state,
        'reason': samples[-1].reason,
        'statuses': ', then '.join(map(str, samples)),
        'reason_reported': not reason or reason in [sample.reason for sample in samples],
        'sim_blocked': is_blocked,
    }


def _recovery(testbed: Testbed, *, continued: bool, held: bool) -> str:
    """Return what the robot needs to move again."""
    observer, client = testbed.observer, testbed.client
    commands = (OTHER_COMMAND, COMMAND)
    if continued:
        return 'by itself' if held else 'not needed'
    # A latched stop that ends by itself would end at once.
    timeout_s = _LATCHED_S if observer.is_latched() else _BY_ITSELF_S
    if client.wait_for(observer.is_moving, timeout_s):
        return 'by itself'
    if not client.wait_for(lambda: not observer.missing(), _RESTART_S):
        return f'no: {", ".join(observer.missing())} missing'
    if testbed.moves_after(commands, _AFTER_COMMAND_S):
        return 'with the next command'
    for _ in range(_MAX_RESETS):
        client.trigger_async('reset')
        if client.wait_for(lambda: not observer.is_latched(), _RESET_S) and testbed.moves_after(
            commands, _AFTER_COMMAND_S
        ):
            return 'after reset'
    return 'no'
