# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A latched stop and an activation of the safety node end the current command."""

import pytest
from vla_policy.control.safety_feedback import ENDING_REASONS
from vla_policy.control.safety_feedback import SafetyFeedback


def test_a_latched_stop_fails_every_command_until_it_is_reset() -> None:
    feedback = SafetyFeedback()
    text = 'the service stop was called. Call reset, then send the command again'
    for _ in range(2):
        found = feedback.update('stop_service', 'the service stop was called', is_stopped=True)
        assert found == feedback.stop_message == text
    assert feedback.update('', 'the stop was reset', is_stopped=False) == ''
    assert feedback.stop_message == ''


def test_without_a_message_the_reason_is_given() -> None:
    assert SafetyFeedback().update('', '', is_stopped=True).startswith('the safety node stopped.')
    assert SafetyFeedback().update('x', '', is_stopped=True).startswith('x. ')


@pytest.mark.parametrize('reason', ENDING_REASONS)
def test_an_ending_reason_fails_the_command_of_its_time_only(reason: str) -> None:
    feedback = SafetyFeedback()
    assert feedback.update('', '', is_stopped=False) == ''
    failure = feedback.update(reason, 'rule.', is_stopped=False)
    assert failure == 'rule. Send the command again once the safety node is active'
    assert feedback.stop_message == ''
    # Repeated until the reason changes: a later command goes on.
    assert feedback.update(reason, 'rule', is_stopped=False) == ''


@pytest.mark.parametrize('reason', ['', 'workspace', 'chunk_stale', 'command_unannounced'])
def test_other_reasons_fail_nothing(reason: str) -> None:
    feedback = SafetyFeedback()
    feedback.update('other', '', is_stopped=False)
    assert feedback.update(reason, 'text', is_stopped=False) == ''


def test_a_policy_that_starts_later_ignores_the_reason_that_it_finds() -> None:
    assert SafetyFeedback().update('deactivated', 'text', is_stopped=False) == ''
