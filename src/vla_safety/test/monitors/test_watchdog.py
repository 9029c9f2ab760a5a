# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Watchdog: level of degradation by age of the inputs and time in hold."""

import math
from typing import Any

import pytest
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.monitors.watchdog import DegradationLevel
from vla_safety.monitors.watchdog import evaluate
from vla_safety.monitors.watchdog import InputAges
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.types.input_fault import InputFault

FRESH = InputAges(image_age_s=0.2, chunk_age_s=0.1, state_age_s=0.02)


@pytest.mark.parametrize(
    ('ages', 'ramp_s', 'held_s', 'level', 'reason'),
    [
        (FRESH, 0.0, 0.0, DegradationLevel.FRESH, ''),
        (InputAges(0.5, 0.4, 0.02), 0.0, 0.0, DegradationLevel.CHUNK_REMAINDER, ''),
        (InputAges(1.1, 0.99, 0.02), 0.0, 0.0, DegradationLevel.CHUNK_REMAINDER, ''),
        (InputAges(1.1, 1.0, 0.02), 0.0, 0.0, DegradationLevel.HOLD, 'chunk_stale'),
        (InputAges(1.1, 0.3, 0.02), 0.3, 0.0, DegradationLevel.HOLD, 'image_stale'),
        (InputAges(0.8, 0.71, 0.02), 0.3, 0.0, DegradationLevel.HOLD, 'chunk_stale'),
        (InputAges(0.8, 0.69, 0.02), 0.3, 0.0, DegradationLevel.CHUNK_REMAINDER, ''),
        (InputAges(0.2, 0.1, 0.6), 0.0, 0.0, DegradationLevel.HOLD, 'state_stale'),
        (InputAges(), 0.0, 0.0, DegradationLevel.HOLD, 'state_stale'),
        (InputAges(state_age_s=0.1), 0.0, 9.9, DegradationLevel.HOLD, 'chunk_stale'),
        (InputAges(state_age_s=0.1), 0.0, 10.0, DegradationLevel.STOP, 'chunk_stale'),
        (FRESH, 0.3, 99.0, DegradationLevel.FRESH, ''),
        (InputAges(0.2, 0.1, 0.02, CameraStatus(0.3, 0.1)), 0.0, 0.0, DegradationLevel.FRESH, ''),
        (
            InputAges(0.2, 0.1, 0.02, CameraStatus(1.3, 1.0)),
            0.0,
            0.0,
            DegradationLevel.HOLD,
            'features_stale',
        ),
        (
            InputAges(0.2, 0.1, 0.02, CameraStatus(1.2, 0.1, 'image_dark')),
            0.0,
            0.0,
            DegradationLevel.HOLD,
            'image_dark',
        ),
        (
            InputAges(0.2, 0.1, 0.02, CameraStatus()),
            0.0,
            0.0,
            DegradationLevel.HOLD,
            'features_stale',
        ),
        (InputAges(math.nan, 0.1, 0.02), 0.0, 0.0, DegradationLevel.HOLD, 'image_stale'),
    ],
)
def test_degradation_levels(
    ages: InputAges, ramp_s: float, held_s: float, level: DegradationLevel, reason: str
) -> None:
    assert evaluate(ages, WatchdogLimits(), ramp_s, held_s)[:2] == (level, reason)


def test_the_message_has_topic_age_and_limit() -> None:
    message = evaluate(InputAges(0.2, 0.1, 0.46), WatchdogLimits(), 0.16, 0.0)[2]
    assert message == (
        'the newest robot_state may be 0.6 s old at standstill, which braking reaches in 0.16 s;'
        ' it is 0.46 s old. Check that the robot driver runs'
    )


@pytest.mark.parametrize('chunk_age_s', [0.9, 0.1])
def test_refused_chunks_are_the_cause_of_an_old_accepted_one(chunk_age_s: float) -> None:
    ages = InputAges(
        1.1,
        chunk_age_s,
        0.02,
        chunk_fault=InputFault(
            'workspace', 'positions must be within 1 m; step 5 is 0.1 m outside. Move the object'
        ),
    )
    result = evaluate(ages, WatchdogLimits(), 0.16, 0.0)
    assert result[:2] == (DegradationLevel.HOLD, 'workspace')
    assert result.message == (
        'newer chunks are refused: positions must be within 1 m; step 5 is 0.1 m outside.'
        ' Move the object'
    )


def test_a_refused_chunk_is_no_fault_while_the_accepted_one_is_fresh() -> None:
    ages = InputAges(0.2, 0.1, 0.02, chunk_fault=InputFault('workspace', 'text'))
    assert evaluate(ages, WatchdogLimits(), 0.16, 0.0).level is DegradationLevel.FRESH


def test_time_outs_must_be_longer_than_braking() -> None:
    with pytest.raises(ValueError, match=r'max_state_age_s must be above the 0\.70 s'):
        WatchdogLimits().check_ramp(0.7)


@pytest.mark.parametrize(
    ('changes', 'part'),
    [
        ({'max_chunk_age_s': 0.0}, 'max_chunk_age_s'),
        ({'max_state_age_s': float('inf')}, 'max_state_age_s'),
    ],
)
def test_invalid_values_are_refused(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        WatchdogLimits(**changes)
