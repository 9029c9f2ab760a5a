# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Causes of a latched stop, and when they are cleared."""

import math

import pytest
from vla_safety.gate.stop_latch import ResetConditions
from vla_safety.gate.stop_latch import StopLatch
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.monitors.watchdog import InputAges
from vla_safety.monitors.watchdog import WatchdogLimits

FRESH = InputAges(state_age_s=0.1, camera=CameraStatus(0.1, 0.1), language_age_s=0.1)
LOST = InputAges(state_age_s=0.4, camera=CameraStatus(1.0, 0.1), language_age_s=0.8)


def _cleared(
    cause: str, ages: InputAges = FRESH, *, policy_alive: bool = True, deadman_held: bool = True
) -> bool:
    conditions = ResetConditions(WatchdogLimits(), 0.3, ages, policy_alive, deadman_held)
    return conditions.is_cleared(cause)


def test_the_first_cause_is_the_reason_and_all_are_kept() -> None:
    latch = StopLatch()
    assert (latch.cause, latch.message) == ('', '')
    latch.trip('stop_word', 'first')
    latch.trip('deadman', 'second')
    latch.trip('stop_word', 'third')
    assert (latch.cause, latch.message) == ('stop_word', 'first')
    assert latch.causes == {'stop_word': 'first', 'deadman': 'second'}
    latch.clear()
    assert latch.causes == {}


@pytest.mark.parametrize(
    'cause', ['state_stale', 'state_frame', 'language_stale', 'image_dark', 'image_stale']
)
def test_an_input_is_fresh_again_only_with_time_to_brake(cause: str) -> None:
    assert _cleared(cause, FRESH)
    assert not _cleared(cause, LOST)


def test_features_must_arrive_again() -> None:
    assert not _cleared('features_stale', InputAges(camera=CameraStatus(0.1, 0.8)))
    assert _cleared('features_stale', InputAges(camera=CameraStatus(0.1, 0.6)))


def test_inputs_that_are_not_monitored_do_not_block_a_reset() -> None:
    ages = InputAges(state_age_s=math.inf)
    assert _cleared('language_stale', ages)
    assert _cleared('image_frozen', ages)
    assert not _cleared('state_stale', ages)


def test_a_second_publisher_must_be_gone() -> None:
    duplicates = frozenset({'duplicate_robot_action'})
    conditions = ResetConditions(WatchdogLimits(), 0.3, FRESH, True, True, duplicates)
    assert not conditions.is_cleared('duplicate_robot_action')
    assert conditions.is_cleared('duplicate_action_chunk')


@pytest.mark.parametrize(
    ('cause', 'cleared'),
    [('chunk_stale', False), ('image_stale', False), ('image_dark', True), ('stop_word', True)],
)
def test_causes_that_a_silent_policy_keeps(cause: str, cleared: bool) -> None:
    assert _cleared(cause, policy_alive=False) == cleared
    assert _cleared(cause, policy_alive=True)


def test_the_deadman_switch_must_be_held_again() -> None:
    assert not _cleared('deadman', deadman_held=False)
    assert _cleared('deadman', deadman_held=True)
