# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Bring one fault about while the robot moves, and note what it does then."""

from dataclasses import asdict
from dataclasses import dataclass
import time
from typing import Any

from vla_bringup.fault_audit import check_audit
from vla_bringup.fault_cases import Case
from vla_bringup.fault_stage import COMMAND
from vla_bringup.fault_stage import OTHER_COMMAND
from vla_bringup.fault_stage import Stage
from vla_interfaces.msg import SafetyStatus

#: Time that a fault lasts; longer than any time-out and the ramp after it.
FAULT_S = 4.0
#: How much later than declared the robot may stand.
GRACE_S = 0.1
_BY_ITSELF_S = 5.0
_AFTER_COMMAND_S = 15.0
_BACK_S = 60.0
# A look that comes too late refuses a command.
_TRIES = 2
#: A robot that stands this long before the fault ends has stopped.
_STILL_S = 0.5


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
    #: State and reason of the safety node at the end of the fault.
    state: str
    reason: str
    recovery: str
    top_speed_m_s: float
    outside: int
    audit: str

    @property
    def is_safe(self) -> bool:
        """Whether the robot stood in time, or was allowed to go on, within its box."""
        if self.outside:
            return False
        if self.commanded_zero_s is None:
            return self.goes_on
        return self.limit_s is None or self.commanded_zero_s <= self.limit_s + GRACE_S

    def to_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def run_case(case: Case, stage: Stage, limits: dict[str, Any], command: str = COMMAND) -> Finding:
    """
    Try a fault on a system that is ready.

    Raises
    ------
    StageError
        If the robot does not move to begin with.

    """
    observer = stage.observer
    stage.set_off(command)
    case.before(stage)
    began_s = time.monotonic()
    case.inject(stage)
    time.sleep(FAULT_S)
    until_s = time.monotonic()
    told_s = observer.motion.last_told_s(began_s, until_s)
    moved_s = observer.motion.last_moved_s(began_s, until_s)
    ended_s = until_s - began_s - _STILL_S
    safety = observer.safety
    case.undo(stage)
    recovery = _recovery(stage, told_s < ended_s)
    return Finding(
        name=case.name, title=case.title,
        limit_s=limits[case.limit] if case.limit else None,
        goes_on=case.goes_on,
        commanded_zero_s=round(told_s, 3) if told_s < ended_s else None,
        measured_zero_s=round(moved_s, 3) if moved_s < ended_s else None,
        state=_STATES.get(safety.state, '?') if safety else 'none',
        reason=safety.reason if safety else '',
        recovery=recovery,
        top_speed_m_s=round(observer.motion.top_speed_m_s(), 3),
        outside=observer.motion.outside(limits['workspace_min_m'], limits['workspace_max_m']),
        audit=check_audit(stage.audit_directory, observer.commands),
    )


_STATES = {
    SafetyStatus.IDLE: 'idle', SafetyStatus.ACTIVE: 'active', SafetyStatus.HOLD: 'hold',
    SafetyStatus.STOPPED: 'stopped',
}


def _recovery(stage: Stage, stopped: bool) -> str:
    """Say what it takes until the robot moves again."""
    observer = stage.observer
    if not stopped:
        return 'not needed'
    if observer.wait_for(observer.is_moving, _BY_ITSELF_S):
        return 'by itself'
    if not observer.wait_for(lambda: not observer.missing(), _BACK_S):
        return f'no: no {", ".join(observer.missing())}'
    for service, answer in (('', 'with the next command'), ('reset', 'after reset')):
        if service:
            observer.call(service)
            time.sleep(1.0)
        for _ in range(_TRIES):
            observer.say(OTHER_COMMAND)
            if observer.wait_for(observer.is_moving, _AFTER_COMMAND_S):
                return answer
    return 'no'
