# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the first motions name sign, scale, frame and a late standstill."""

import numpy as np
import pytest
from vla_robot.control.motion_checks import check_axes
from vla_robot.control.motion_checks import check_motion
from vla_robot.control.motion_checks import check_silence
from vla_robot.control.motion_checks import check_speed

X_M = np.array((0.02, 0.0, 0.0))


@pytest.mark.parametrize(
    ('measured_mm', 'texts'),
    [
        ((19.5, 0.4, -0.3), []),
        ((-20.0, 0.0, 0.0), ['it must move forward', 'moved back: the sign is wrong']),
        ((0.0, 20.0, 0.0), ['moved left: the frame is wrong']),
        ((2000.0, 0.0, 0.0), ['the scale is wrong by 100.00']),
        ((-10.0, 0.0, 0.0), ['the sign is wrong', 'the scale is wrong by 0.50']),
        ((0.1, 0.1, 0.0), ['the tool must move by 20 mm', 'it moved 0.1 mm']),
    ],
)
def test_wrong_motion_is_named(measured_mm: tuple[float, ...], texts: list[str]) -> None:
    finding = check_motion('x', 'robot_state', X_M, np.array(measured_mm) * 1e-3)
    assert bool(finding.problem) == bool(texts)
    for text in texts:
        assert text in finding.problem


@pytest.mark.parametrize(
    ('observed', 'text'),
    [
        ({'forward': 'forward', 'left': 'left', 'up': 'up'}, ''),
        ({'forward': 'back', 'left': 'right', 'up': 'up'}, 'turned by 180 degrees about z: UR'),
        ({'forward': 'left', 'left': 'back', 'up': 'up'}, 'turned by 90 degrees about z'),
        ({'forward': 'right', 'right': 'back', 'up': 'up'}, 'turned by -90 degrees about z'),
        ({'forward': 'forward', 'up': 'down'}, 'they fit no turn about z'),
    ],
)
def test_turn_of_the_base_is_named(observed: dict[str, str], text: str) -> None:
    problem = check_axes(observed).problem
    assert text in problem
    assert bool(problem) == bool(text)


def line(speed_m_s: float, duration_s: float = 2.0) -> tuple[np.ndarray, np.ndarray]:
    """Return positions and times of a motion along x that ends after 1 s."""
    times = np.arange(0, duration_s, 0.02)
    return np.minimum(times, 1.0)[:, None] * (speed_m_s, 0.0, 0.0), times


def test_speed_and_end_of_a_motion() -> None:
    positions, times = line(0.05)
    goal = np.array((0.05, 0.0, 0.0))
    assert check_speed('slow', 0.05, positions, times, goal).problem == ''
    assert 'must not be faster' in check_speed('slow', 0.03, positions, times, goal).problem
    far = check_speed('slow', 0.05, positions, times, goal * 1.2)
    assert 'it ended 10.0 mm away' in far.problem


@pytest.mark.parametrize(
    ('since_s', 'timeout_s', 'max_moved_m', 'is_passed'),
    [(0.6, 0.5, 0.05, True), (0.6, 0.3, 0.05, False), (0.6, 0.5, 0.01, False)],
)
def test_arm_must_stand_after_silence(
    since_s: float, timeout_s: float, max_moved_m: float, is_passed: bool
) -> None:
    positions, times = line(0.05)
    finding = check_silence('silence', since_s, timeout_s, max_moved_m, positions, times)
    assert (finding.problem == '') == is_passed, finding
    assert 'stands after 0.38 s' in finding.value
    assert '20 mm' in finding.value


def test_silence_without_robot_state_is_a_failure() -> None:
    positions, times = line(0.05)
    assert 'none did' in check_silence('silence', 5.0, 0.5, 0.05, positions, times).problem
