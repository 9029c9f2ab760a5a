# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Distance and rest of the measured position."""

import pytest
from vla_system_tests.restart_runs.position_log import PositionLog


def test_travel_is_the_largest_distance_from_the_first_position_of_the_period() -> None:
    log = PositionLog()
    assert log.travel_m(0.0) == -1.0
    for at_s, x in ((1.0, 0.0), (2.0, 0.1), (3.0, 0.4), (4.0, 0.2)):
        log.add(at_s, (x, 0.0, 0.0))
    assert log.travel_m(2.0) == pytest.approx(0.3)
    assert log.travel_m(3.0) == pytest.approx(0.2)
    assert log.travel_m(1.0, 2.5) == pytest.approx(0.1)
    assert log.travel_m(5.0) == -1.0


def test_rest_needs_positions() -> None:
    log = PositionLog()
    assert not log.is_at_rest(0.0)
    log.add(1.0, (0.0, 0.0, 0.0))
    for i in range(20):
        assert not log.is_at_rest(1.5)
        log.add(2.0 + i / 50, (0.001, 0.0, 0.0))
    assert log.is_at_rest(1.5)
    assert not log.is_at_rest(0.5)
    assert not log.is_at_rest(2.5)
