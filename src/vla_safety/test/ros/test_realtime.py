# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Real-time priority of one thread only."""

from concurrent.futures import ThreadPoolExecutor
import os

import pytest
from vla_safety.ros.realtime import set_realtime_priority


def policies_after_request() -> tuple[str, int, int]:
    """Return the error, the policy of the calling thread and that of a thread it starts."""
    problem = set_realtime_priority(1)
    with ThreadPoolExecutor(1) as pool:
        child = pool.submit(os.sched_getscheduler, 0).result()
    return problem, os.sched_getscheduler(0), child


def test_only_the_calling_thread_gets_the_priority() -> None:
    with ThreadPoolExecutor(1) as pool:
        problem, policy, child = pool.submit(policies_after_request).result()
    assert policy in (
        (os.SCHED_OTHER,) if problem else (os.SCHED_RR, os.SCHED_RR | os.SCHED_RESET_ON_FORK)
    )
    assert child == os.sched_getscheduler(0) == os.SCHED_OTHER


def test_a_system_without_permission_returns_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, 'Operation not permitted')

    monkeypatch.setattr(os, 'sched_setscheduler', refuse)
    assert set_realtime_priority(10) == 'PermissionError: [Errno 1] Operation not permitted'
