# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of a fault: required reason, time-out and recovery."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
import time
from types import SimpleNamespace
from typing import Any

import pytest
from vla_system_tests.fault_injection import run
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.motion_log import MotionLog
from vla_system_tests.fault_injection.observer import StatusSample

LIMITS = {
    'max_chunk_age_s': 1.0,
    'max_state_age_s': 0.6,
    'max_image_age_s': 1.2,
    'workspace_min_m': [-1.0] * 3,
    'workspace_max_m': [1.0] * 3,
}


class FakeObserver:
    """Observer of a safety node that reports `reason`, with a state from `silent_s` ago."""

    def __init__(self, reason: str, silent_s: float) -> None:
        self.motion = MotionLog()
        self.motion.add_speed(time.monotonic() - silent_s, 0.0)
        self.commands: dict[str, str] = {}
        self.moves, self.latched = True, False
        self.missing_nodes: dict[str, str] = {}
        self._sample = StatusSample('hold', reason)

    def status_samples(self, since_s: float, until_s: float) -> list[StatusSample]:
        del since_s, until_s
        return [self._sample]

    def is_moving(self) -> bool:
        return self.moves

    def is_latched(self) -> bool:
        return self.latched

    def missing(self) -> dict[str, str]:
        return self.missing_nodes


class FakeClient:
    """Client that does not wait, and whose `reset` clears a latched stop."""

    def __init__(self, observer: FakeObserver) -> None:
        self._observer = observer

    def wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        del timeout_s
        return condition()

    def trigger_async(self, service: str) -> None:
        assert service == 'reset'
        self._observer.latched = False


@pytest.mark.parametrize(
    ('name', 'reason', 'silent_s', 'blocked', 'reported', 'limit_s'),
    [
        ('freeze_policy', 'chunk_stale', 0.0, False, True, 1.0),
        ('freeze_policy', 'state_stale', 0.0, False, False, 1.0),
        ('freeze_policy', 'state_stale', 3.0, True, True, 0.6),
        ('freeze_policy', 'chunk_stale', 3.0, True, False, 0.6),
        ('freeze_sim', 'state_stale', 3.0, False, True, 0.6),
        ('camera_unplugged', 'state_stale', 3.0, False, False, 1.2),
    ],
)
def test_state_of_a_blocked_simulator_must_be_reported(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    reason: str,
    silent_s: float,
    blocked: bool,
    reported: bool,
    limit_s: float,
) -> None:
    monkeypatch.setattr(run, 'FAULT_S', 0.01)
    monkeypatch.setattr(run, 'check_audit', lambda folder, commands: '')
    observer = FakeObserver(reason, silent_s)
    testbed = SimpleNamespace(
        observer=observer,
        client=FakeClient(observer),
        start_motion=lambda command: None,
        audit_directory=tmp_path,
    )
    case = replace(CASES[name], inject=lambda testbed: None, undo=lambda testbed: None)
    finding = run.run_case(case, testbed, LIMITS)  # type: ignore[arg-type]
    assert (finding.sim_blocked, finding.reason_reported, finding.limit_s) == (
        blocked,
        reported,
        limit_s,
    )


def test_requirements_of_an_idle_case_are_in_the_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, 'FAULT_S', 0.01)
    monkeypatch.setattr(run, 'check_audit', lambda folder, commands: '')
    observer = FakeObserver('duplicate_robot_state', 0.0)
    # Without `start_motion`: an idle case sends no command before the fault.
    testbed: Any = SimpleNamespace(
        observer=observer, client=FakeClient(observer), audit_directory=tmp_path
    )
    case = replace(
        CASES['second_robot_state_idle'],
        inject=lambda testbed: None,
        undo=lambda testbed: None,
        check=lambda testbed: 'no name',
    )
    finding = run.run_case(case, testbed, LIMITS)
    assert (finding.limit_s, finding.required_recovery) == (0.0, 'with the next command')
    assert (finding.reason_reported, finding.problem, finding.is_safe) == (True, 'no name', False)


@pytest.mark.parametrize(
    ('state', 'continued', 'held', 'recovery'),
    [
        ({}, True, False, 'not needed'),
        ({}, True, True, 'by itself'),
        ({}, False, True, 'by itself'),
        ({'moves': False}, False, True, 'with the next command'),
        ({'moves': False, 'latched': True}, False, False, 'after reset'),
        (
            {'moves': False, 'missing_nodes': {'policy_node': 'x'}},
            False,
            True,
            'no: policy_node missing',
        ),
    ],
)
def test_recovery_is_the_first_remedy_that_works(
    state: dict[str, object], continued: bool, held: bool, recovery: str
) -> None:
    observer = FakeObserver('', 0.0)
    for name, value in state.items():
        setattr(observer, name, value)
    testbed: Any = SimpleNamespace(
        observer=observer,
        client=FakeClient(observer),
        moves_after=lambda commands, timeout_s: not observer.latched,
    )
    assert run._recovery(testbed, continued=continued, held=held) == recovery
