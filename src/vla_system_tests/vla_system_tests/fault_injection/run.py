# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Bring one fault about while the robot moves, and note what it does then."""

from dataclasses import asdict
from dataclasses import dataclass
import time
from typing import Any

from vla_system_tests.fault_injection.audit_check import check_audit
from vla_system_tests.fault_injection.cases import Case
from vla_system_tests.fault_injection.cases import STATE_LIMIT
from vla_system_tests.fault_injection.cases import STATE_STALE
from vla_system_tests.fault_injection.testbed import COMMAND
from vla_system_tests.fault_injection.testbed import OTHER_COMMAND
from vla_system_tests.fault_injection.testbed import Stage

#: Time that a fault lasts; longer than any time-out and the ramp after it.
FAULT_S = 4.0
#: How much later than declared the robot may stand.
GRACE_S = 0.1
_MOVING_AGAIN_S = 3.0
_BY_ITSELF_S = 5.0
_LATCHED_S = 2.0
_RESET_S = 3.0
_RESETS = 5
_AFTER_COMMAND_S = 40.0
_BACK_S = 60.0
#: A robot that stands this long before the fault ends has stopped.
_STILL_S = 0.5
#: A simulator that is silent for so long at the end of a fault is held up by it.
_JAMMED_S = 1.0


@dataclass(frozen=True)
class Finding:
    """What a fault did."""

    name: str
    title: str
    #: Time-out of the safety node; None where none applies.
    limit_s: float | None
    goes_on: bool
    #: From the fault to the last commanded and the last measured motion; None: it went on.
    commanded_zero_s: float | None
    measured_zero_s: float | None
    #: From the fault to the first commanded standstill, where the robot must hold and may go on.
    paused_s: float | None
    #: State and reason of the safety node at the end of the fault, and all of them during it.
    state: str
    reason: str
    said: str
    #: Whether it named the reason that it must.
    told: bool
    #: Whether the simulator, left alone, could not send any more: a process that is stopped or
    #: ended while it holds the lock of its queue in shared memory holds up all that send to it.
    jammed: bool
    recovery: str
    top_speed_m_s: float
    outside: int
    audit: str

    @property
    def is_safe(self) -> bool:
        """Whether the robot stood in time, or was allowed to go on, within its box."""
        if self.outside or not self.told:
            return False
        stood_s = self.commanded_zero_s if self.paused_s is None else self.paused_s
        if stood_s is None:
            return self.goes_on
        return self.limit_s is None or stood_s <= self.limit_s + GRACE_S

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def run_case(case: Case, stage: Stage, limits: dict[str, Any]) -> Finding:
    """
    Try a fault on a system that is ready.

    Raises
    ------
    StageError
        If the robot does not move to begin with.

    """
    observer = stage.observer
    stage.set_off(COMMAND)
    case.before(stage)
    # What took its time may have let the robot come to a rest of its own.
    observer.wait_for(observer.is_moving, _MOVING_AGAIN_S)
    began_s = time.monotonic()
    case.inject(stage)
    time.sleep(max(0.0, began_s + FAULT_S - time.monotonic()))
    until_s = time.monotonic()
    told_s = observer.motion.last_told_s(began_s, until_s)
    moved_s = observer.motion.last_moved_s(began_s, until_s)
    # A hand that grasps rests too: only where the robot has to hold is a rest the fault's doing.
    paused_s = observer.motion.first_rest_s(began_s, until_s) if case.holds else None
    ended_s = until_s - began_s - _STILL_S
    said = observer.said(began_s, until_s)
    # Of a robot whose state does not come, that must be said, whatever else is missing.
    jammed = case.jams and observer.motion.last_measured_s() < until_s - _JAMMED_S
    says, limit = (STATE_STALE, STATE_LIMIT) if jammed and case.says else (case.says, case.limit)
    told = not says or says in [saying.reason for saying in said]
    case.undo(stage)
    went_on = told_s >= ended_s or (paused_s is not None and told_s > paused_s)
    return Finding(
        name=case.name,
        title=case.title,
        limit_s=limits[limit] if limit else None,
        goes_on=case.goes_on,
        commanded_zero_s=None if went_on else round(told_s, 3),
        measured_zero_s=round(moved_s, 3) if moved_s < ended_s else None,
        paused_s=None if paused_s is None else round(paused_s, 3),
        state=said[-1].state,
        reason=said[-1].reason,
        said=', then '.join(map(str, said)),
        told=told,
        jammed=jammed,
        recovery=_recovery(stage, went_on=went_on, held='hold' in {s.state for s in said}),
        top_speed_m_s=round(observer.motion.top_speed_m_s(), 3),
        outside=observer.motion.outside(limits['workspace_min_m'], limits['workspace_max_m']),
        audit=check_audit(stage.audit_directory, observer.commands),
    )


def _recovery(stage: Stage, *, went_on: bool, held: bool) -> str:
    """Say what it takes until the robot moves again."""
    observer, commands = stage.observer, (OTHER_COMMAND, COMMAND)
    if went_on:
        return 'by itself' if held else 'not needed'
    # A latched stop that ends by itself would show at once.
    patience_s = _LATCHED_S if observer.is_latched() else _BY_ITSELF_S
    if observer.wait_for(observer.is_moving, patience_s):
        return 'by itself'
    if not observer.wait_for(lambda: not observer.missing(), _BACK_S):
        return f'no: no {", ".join(observer.missing())}'
    if stage.moves_after(commands, _AFTER_COMMAND_S):
        return 'with the next command'
    for _ in range(_RESETS):
        observer.call('reset')
        if observer.wait_for(lambda: not observer.is_latched(), _RESET_S) and stage.moves_after(
            commands, _AFTER_COMMAND_S
        ):
            return 'after reset'
    return 'no'
