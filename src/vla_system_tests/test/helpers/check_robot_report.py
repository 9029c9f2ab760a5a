# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Robot that check_robot examines with motions, and the report."""

import pytest
from vla_robot.check_robot import check_arrivals
from vla_robot.ros.robot_observer import RobotObserver

_OBSERVATION_S = 1.0


def wait_until_steady(observer: RobotObserver, timeout_s: float) -> None:
    """
    Wait until two observations in succession pass the checks of rates and stamps.

    While processes start, they take the time of the driver. Skips the test on a machine on which
    the driver never has its rate.
    """
    found = [check_arrivals(observer, _OBSERVATION_S) for _ in range(2)]
    while any(finding.problem for each in found[-2:] for finding in each):
        if len(found) * _OBSERVATION_S > timeout_s:
            assert observer.states, f'no robot_state in {timeout_s:g} s'
            pytest.skip(f'the machine is too busy for {timeout_s:g} s: {found[-1]}')
        found.append(check_arrivals(observer, _OBSERVATION_S))


def require_all_motions(text: str) -> None:
    """Assert that all checks passed, up to the last motion; skip on a machine that is too busy."""
    failed = [line for line in text.splitlines() if line.startswith('FAILED')]
    # Rate and stamps depend on the load of the machine; without them nothing moves.
    if any(line[8:].startswith(('rate', 'stamps')) for line in failed):
        pytest.skip(f'the machine is too busy: {text}')
    assert failed == [], text
    assert 'ok      normal speed, back' in text
