# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commanded and measured motion of a log."""

import numpy as np
import pytest
from vla_system_tests.fault_injection.motion_log import MotionLog

DOWN = (1.0, 0.0, 0.0, 0.0)


def log_of_motion(seconds: float, speed_m_s: float = 0.1) -> MotionLog:
    """Return the log of an end effector that moves from time 0 on, then stands for 1 s."""
    log, x = MotionLog(), 0.4
    for tick in range(round((seconds + 1.0) * 50)):
        x += 0.02 * speed_m_s if 0 < tick <= seconds * 50 else 0.0
        log.add_action(0.02 * tick, 1000 + 0.02 * tick, (x, 0.0, 0.2), DOWN)
        log.add_speed(0.02 * tick, speed_m_s if tick <= seconds * 50 + 5 else 0.0)
    return log


def test_last_motion_is_found() -> None:
    log = log_of_motion(2.0)
    assert log.last_commanded_motion_s(0.5, 3.0) == pytest.approx(1.5)
    assert log.last_measured_motion_s(0.5, 3.0) == pytest.approx(1.6)
    assert log.last_commanded_motion_s(2.5, 3.0) == 0.0
    assert log.last_measurement_s() == pytest.approx(2.98)
    assert log.is_moving(1.0)
    assert not log.is_moving(2.9)


def test_first_standstill_is_found() -> None:
    log = log_of_motion(1.0)
    assert log.first_standstill_s(0.5, 2.0) == pytest.approx(0.5)
    assert log.first_standstill_s(0.5, 1.05) is None


def test_speed_is_that_of_the_last_tick() -> None:
    log = log_of_motion(1.0)
    assert log.speed_m_s() == 0.0
    log.add_action(2.02, 1002.02, (0.51, 0.0, 0.2), DOWN)
    assert log.speed_m_s() == pytest.approx(0.5)
    assert MotionLog().speed_m_s() == 0.0


def test_rotation_is_motion_and_rounding_is_not() -> None:
    log = MotionLog()
    for tick in range(10):
        half = 0.5 * 0.01 * min(tick, 5)
        rotated = (float(np.cos(half)), float(np.sin(half)), 0.0, 0.0)
        log.add_action(0.02 * tick, 0.0, (0.4 + 1e-7 * tick, 0.0, 0.2), rotated)
    assert log.last_commanded_motion_s(0.0, 1.0) == pytest.approx(0.1)


def test_max_speed_ignores_gaps_and_positions_outside_are_counted() -> None:
    log = log_of_motion(1.0)
    log.add_action(2.5, 1009.0, (0.1, 0.0, 0.2), DOWN)
    assert log.max_speed_m_s() == pytest.approx(0.1)
    assert log.count_outside((0.2, -1.0, 0.0), (0.8, 1.0, 1.0)) == 1


def test_stamps_are_those_of_the_messages() -> None:
    assert log_of_motion(0.0).stamps_s()[:2] == pytest.approx([1000.0, 1000.02])


def test_distance_is_the_largest_one_from_the_last_position_before() -> None:
    log = MotionLog()
    assert log.distance_m(1.0, 2.0) is None
    for at_s, x_m in ((0.5, 9.0), (1.0, 0.1), (1.2, 0.15), (1.4, 0.12), (2.5, 5.0)):
        log.add_position(at_s, (x_m, 0.0, 0.0))
    assert log.distance_m(1.1, 2.0) == pytest.approx(0.05)
    assert log.distance_m(2.6, 3.0) == 0.0
