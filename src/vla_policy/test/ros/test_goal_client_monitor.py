# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Monitor of the client of a goal: alive, gone, not yet discovered, hidden by another one."""

from vla_policy.ros.goal_client_monitor import GoalClientMonitor

OURS, OTHER, LATER = b'ours', b'other', b'later'


def _gone_at_s(monitor: GoalClientMonitor, clients: dict[float, set[bytes]]) -> float | None:
    """Return the first time at which the goal ends; `clients` are present from each time on."""
    present = frozenset[bytes]()
    for tick in range(200):
        now_s = 10.0 + tick * 0.1
        for time_s, names in clients.items():
            if time_s <= now_s + 1e-6:
                present = frozenset(names)
        if monitor.outcome(present, now_s, 2.0) is not None:
            return round(now_s, 1)
    return None


def test_a_goal_ends_after_its_client_has_left() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {10.0: {OURS}, 15.0: set()}) == 17.0


def test_a_client_that_stays_or_returns_keeps_its_goal() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {10.0: {OURS}}) is None
    assert _gone_at_s(GoalClientMonitor(10.0), {10.0: {OURS}, 15.0: set(), 16.5: {OURS}}) is None


def test_a_client_that_is_discovered_late_keeps_its_goal() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {11.9: {OURS}}) is None


def test_a_client_that_was_never_discovered_is_gone() -> None:
    assert _gone_at_s(GoalClientMonitor(10.0), {}) == 12.1


def test_a_later_client_does_not_hide_the_loss() -> None:
    clients = {10.0: {OURS}, 12.0: {OURS, LATER}, 15.0: {LATER}}
    assert _gone_at_s(GoalClientMonitor(10.0), clients) == 17.0


def test_a_client_of_the_same_time_hides_the_loss() -> None:
    """Which of the two sent the goal is unknown: it is not ended on suspicion."""
    clients = {10.0: {OURS, OTHER}, 15.0: {OTHER}, 18.0: set()}
    assert _gone_at_s(GoalClientMonitor(10.0), clients) == 20.0


def test_the_outcome_contains_rule_value_and_remedy() -> None:
    monitor = GoalClientMonitor(10.0)
    assert monitor.outcome(frozenset({OURS}), 10.0, 2.0) is None
    outcome = monitor.outcome(frozenset(), 12.5, 2.0)
    assert outcome == (
        'failed',
        'client_lost',
        'the action client must stay in the ROS graph until the goal has ended; it left 2.5 s ago '
        '(goal_client_timeout_s is 2). Send the goal again',
    )
