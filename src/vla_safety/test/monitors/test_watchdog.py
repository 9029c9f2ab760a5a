# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The ladder from fresh to stop, by age and time in hold."""

import math

import pytest
from vla_safety.monitors.watchdog import Ages
from vla_safety.monitors.watchdog import judge
from vla_safety.monitors.watchdog import Rung
from vla_safety.monitors.watchdog import Timing
from vla_safety.monitors.watchdog import View

FRESH = Ages(image_s=0.2, chunk_s=0.1, state_s=0.02)


@pytest.mark.parametrize(
    ('ages', 'ramp_s', 'held_s', 'rung', 'reason'),
    [
        (FRESH, 0.0, 0.0, Rung.FRESH, ''),
        (Ages(0.5, 0.4, 0.02), 0.0, 0.0, Rung.REST, ''),
        (Ages(1.1, 0.99, 0.02), 0.0, 0.0, Rung.REST, ''),
        (Ages(1.1, 1.0, 0.02), 0.0, 0.0, Rung.HOLD, 'chunk_stale'),
        (Ages(1.1, 0.3, 0.02), 0.3, 0.0, Rung.HOLD, 'image_stale'),
        (Ages(0.8, 0.71, 0.02), 0.3, 0.0, Rung.HOLD, 'chunk_stale'),
        (Ages(0.8, 0.69, 0.02), 0.3, 0.0, Rung.REST, ''),
        (Ages(0.2, 0.1, 0.6), 0.0, 0.0, Rung.HOLD, 'state_stale'),
        (Ages(), 0.0, 0.0, Rung.HOLD, 'state_stale'),
        (Ages(state_s=0.1), 0.0, 9.9, Rung.HOLD, 'chunk_stale'),
        (Ages(state_s=0.1), 0.0, 10.0, Rung.STOP, 'chunk_stale'),
        (FRESH, 0.3, 99.0, Rung.FRESH, ''),
        (Ages(0.2, 0.1, 0.02, View(0.3, 0.1)), 0.0, 0.0, Rung.FRESH, ''),
        (Ages(0.2, 0.1, 0.02, View(1.3, 1.0)), 0.0, 0.0, Rung.HOLD, 'features_stale'),
        (Ages(0.2, 0.1, 0.02, View(1.2, 0.1, 'image_dark')), 0.0, 0.0, Rung.HOLD, 'image_dark'),
        (Ages(0.2, 0.1, 0.02, View()), 0.0, 0.0, Rung.HOLD, 'features_stale'),
        (Ages(math.nan, 0.1, 0.02), 0.0, 0.0, Rung.HOLD, 'image_stale'),
    ],
)
def test_rungs(ages: Ages, ramp_s: float, held_s: float, rung: Rung, reason: str) -> None:
    assert judge(ages, Timing(), ramp_s, held_s)[:2] == (rung, reason)


def test_the_message_names_topic_age_and_limit() -> None:
    message = judge(Ages(0.2, 0.1, 0.75), Timing(), 0.0, 0.0)[2]
    assert 'robot_state is 0.6 s old; it is 0.75 s old' in message
