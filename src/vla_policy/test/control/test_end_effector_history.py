# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""History of end-effector states: interpolation, limits, clock resets and threads."""

import math
import threading

from policy_samples import sample_end_effector
import pytest
from vla_policy.control.end_effector_history import EndEffectorHistory


def _history(*stamps_s: float) -> EndEffectorHistory:
    history = EndEffectorHistory(duration_s=2.0)
    for stamp_s in stamps_s:
        history.put(sample_end_effector(stamp_s, x_m=stamp_s))
    return history


def _x(history: EndEffectorHistory, stamp_s: float, skew_s: float = 0.2) -> float | None:
    state = history.at(stamp_s, skew_s)
    return None if state is None else float(state.position[0])


def test_an_empty_history_has_no_state() -> None:
    assert EndEffectorHistory().at(0.0, 1.0) is None


@pytest.mark.parametrize(
    ('stamp_s', 'x_m'), [(1.0, 1.0), (1.05, 1.05), (1.1, 1.1), (1.2, 1.2), (1.25, 1.2), (0.9, 1.0)]
)
def test_states_are_interpolated(stamp_s: float, x_m: float) -> None:
    assert _x(_history(1.0, 1.1, 1.2), stamp_s) == pytest.approx(x_m)


@pytest.mark.parametrize('stamp_s', [0.7, 1.5])
def test_a_state_beyond_the_skew_is_not_used(stamp_s: float) -> None:
    assert _x(_history(1.0, 1.1, 1.2), stamp_s) is None


def test_a_gap_is_interpolated_only_near_its_ends() -> None:
    history = _history(1.0, 2.0)
    assert _x(history, 1.1) == pytest.approx(1.1)
    assert _x(history, 1.5) is None


def test_yaw_is_interpolated_along_the_shorter_arc() -> None:
    history = EndEffectorHistory()
    history.put(sample_end_effector(0.0, yaw_rad=math.pi - 0.1))
    history.put(sample_end_effector(0.1, yaw_rad=-math.pi + 0.1))
    state = history.at(0.05, 0.1)
    assert state is not None
    assert abs(state.yaw_rad) == pytest.approx(math.pi)


def test_old_states_are_removed() -> None:
    history = _history(*(0.1 * i for i in range(50)))
    assert _x(history, 1.0) is None
    assert _x(history, 4.0) == pytest.approx(4.0)


def test_the_number_of_states_is_bounded() -> None:
    history = EndEffectorHistory(duration_s=1e9, capacity=10)
    for i in range(100):
        history.put(sample_end_effector(float(i)))
    assert history.at(89.0, 0.5) is None
    assert history.at(91.0, 0.5) is not None


def test_reordered_and_duplicate_states_are_ignored() -> None:
    history = _history(1.0, 1.2, 1.15, 1.2)
    assert _x(history, 1.1) == pytest.approx(1.1)


def test_a_clock_reset_clears_the_history() -> None:
    history = _history(100.0, 1.0, 1.1)
    assert _x(history, 100.0) is None
    assert _x(history, 0.95) == 1.0
    assert _x(history, 1.05) == pytest.approx(1.05)


def test_the_next_valid_state_clears_the_warning() -> None:
    history = _history(1.0)
    history.warning = 'not finite'
    history.put(sample_end_effector(1.1))
    assert history.warning == ''


@pytest.mark.parametrize(
    ('stamps_s', 'warning', 'text'),
    [
        ((), '', 'none was received'),
        ((1.0, 1.1), '', 'the nearest is 8.900 s earlier'),
        ((15.0, 15.1), '', 'the nearest is 5.000 s later'),
        ((1.0,), 'not finite', 'not finite'),
    ],
)
def test_a_missing_state_is_explained(
    stamps_s: tuple[float, ...], warning: str, text: str
) -> None:
    history = _history(*stamps_s)
    history.warning = warning
    assert text in history.problem(10.0, 0.2)


def test_one_thread_may_write_while_another_reads() -> None:
    history, errors = EndEffectorHistory(duration_s=0.01), []

    def read() -> None:
        try:
            for i in range(3000):
                history.at(i * 1e-3, 1.0)
        except Exception as error:  # noqa: BLE001 - any exception fails the test
            errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for i in range(3000):
        history.put(sample_end_effector(i * 1e-3))
    thread.join()
    assert not errors
