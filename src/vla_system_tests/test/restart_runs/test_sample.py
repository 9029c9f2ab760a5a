# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Assessment of the motion after a restart."""

import pytest
from vla_system_tests.restart_runs.sample import RestartSample


@pytest.mark.parametrize(
    ('until_m', 'after_m', 'moved'),
    [
        (0.0, 0.0, False),
        (0.0009, 0.0009, False),
        (0.0011, 0.0, True),
        (0.0, 0.0011, True),
        (-1.0, 0.0, True),
    ],
)
def test_motion_over_1_mm_or_no_robot_state_is_a_failure(
    until_m: float, after_m: float, moved: bool
) -> None:
    assert RestartSample(until_m, after_m, 'stopped: restart', 1, 0, 0.1).moved is moved
