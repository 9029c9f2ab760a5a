# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that were given before the activation are over."""

import pytest
from vla_common.clock import TimePoint
from vla_safety.gate.command_announcements import BEFORE_ACTIVATION
from vla_safety.gate.command_announcements import CommandAnnouncements
from vla_safety.gate.command_announcements import UNANNOUNCED


def at(ros_s: float) -> TimePoint:
    return TimePoint(5.0, ros_s)


@pytest.fixture
def announcements() -> CommandAnnouncements:
    found = CommandAnnouncements(is_required=True, max_future_s=0.1)
    found.activate(at(100.0))
    return found


@pytest.mark.parametrize(
    ('stamp_s', 'problem'),
    [
        (100.1, ''),
        (100.2, ''),
        (100.29, ''),
        (100.0, BEFORE_ACTIVATION),
        (99.0, BEFORE_ACTIVATION),
        (0.0, BEFORE_ACTIVATION),
        (100.31, BEFORE_ACTIVATION),
    ],
)
def test_stamp_decides(announcements: CommandAnnouncements, stamp_s: float, problem: str) -> None:
    announcements.record('a', stamp_s, at(100.2))
    assert announcements.problem('a') == problem
    assert announcements.is_announced('a') == (problem == '')


def test_stamps_of_nan_are_refused(announcements: CommandAnnouncements) -> None:
    announcements.record('a', float('nan'), at(100.2))
    assert announcements.problem('a') == BEFORE_ACTIVATION


def test_a_command_that_was_never_announced_is_refused(
    announcements: CommandAnnouncements,
) -> None:
    assert announcements.problem('a') == UNANNOUNCED


def test_without_language_node_only_earlier_commands_are_refused() -> None:
    announcements = CommandAnnouncements(is_required=False, max_future_s=0.1)
    announcements.activate(at(100.0))
    assert announcements.problem('a') == ''
    announcements.record('b', 99.0, at(100.2))
    assert announcements.problem('b') == BEFORE_ACTIVATION


def test_activation_ends_all_commands(announcements: CommandAnnouncements) -> None:
    announcements.record('a', 100.1, at(100.2))
    announcements.record_policy_state('b', is_open=True)
    announcements.activate(at(101.0))
    assert announcements.problem('a') == announcements.problem('b') == BEFORE_ACTIVATION
    announcements.record('c', 101.5, at(101.6))
    assert announcements.problem('c') == ''


def test_the_command_that_the_policy_executes_at_the_activation_is_over(
    announcements: CommandAnnouncements,
) -> None:
    announcements.record_policy_state('old', is_open=True)
    assert announcements.problem('old') == BEFORE_ACTIVATION
    announcements.record('new', 100.1, at(100.2))
    announcements.record_policy_state('new', is_open=True)
    assert announcements.problem('new') == ''


def test_before_the_activation_nothing_is_refused() -> None:
    announcements = CommandAnnouncements(is_required=True, max_future_s=0.1)
    assert announcements.problem('a') == ''


def test_a_clock_that_starts_or_jumps_sets_the_time_of_activation() -> None:
    announcements = CommandAnnouncements(is_required=True, max_future_s=0.1)
    announcements.activate(at(0.0))
    announcements.record('early', 3.0, at(5.0))
    assert announcements.problem('early') == BEFORE_ACTIVATION
    announcements.record('a', 5.1, at(5.2))
    assert announcements.problem('a') == ''
    announcements.on_clock_jump(at(1.0))
    announcements.record('b', 1.1, at(1.2))
    assert announcements.problem('b') == ''
