# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where the hand was."""

import math
import threading

from policy_samples import a_hand
import pytest
from vla_policy.control.end_effector_history import HandHistory


def _history(*stamps_s: float) -> HandHistory:
    history = HandHistory(duration_s=2.0)
    for stamp_s in stamps_s:
        history.put(a_hand(stamp_s, x_m=stamp_s))
    return history


def _x(history: HandHistory, stamp_s: float, skew_s: float = 0.2) -> float | None:
    hand = history.at(stamp_s, skew_s)
    return None if hand is None else float(hand.position[0])


def test_nothing_is_known_before_the_first_state() -> None:
    assert HandHistory().at(0.0, 1.0) is None


@pytest.mark.parametrize(
    ('stamp_s', 'x_m'), [(1.0, 1.0), (1.05, 1.05), (1.1, 1.1), (1.2, 1.2), (1.25, 1.2), (0.9, 1.0)]
)
def test_states_between_two_are_interpolated(stamp_s: float, x_m: float) -> None:
    assert _x(_history(1.0, 1.1, 1.2), stamp_s) == pytest.approx(x_m)


@pytest.mark.parametrize('stamp_s', [0.7, 1.5])
def test_a_state_that_is_too_far_away_counts_for_nothing(stamp_s: float) -> None:
    assert _x(_history(1.0, 1.1, 1.2), stamp_s) is None


def test_a_gap_is_bridged_only_near_its_ends() -> None:
    history = _history(1.0, 2.0)
    assert _x(history, 1.1) == pytest.approx(1.1)
    assert _x(history, 1.5) is None


def test_yaw_turns_the_short_way() -> None:
    history = HandHistory()
    history.put(a_hand(0.0, yaw_rad=math.pi - 0.1))
    history.put(a_hand(0.1, yaw_rad=-math.pi + 0.1))
    hand = history.at(0.05, 0.1)
    assert hand is not None
    assert abs(hand.yaw_rad) == pytest.approx(math.pi)


def test_old_states_are_forgotten() -> None:
    history = _history(*(0.1 * i for i in range(50)))
    assert _x(history, 1.0) is None
    assert _x(history, 4.0) == pytest.approx(4.0)


def test_the_number_of_states_is_bounded() -> None:
    history = HandHistory(duration_s=1e9, capacity=10)
    for i in range(100):
        history.put(a_hand(float(i)))
    assert history.at(89.0, 0.5) is None
    assert history.at(91.0, 0.5) is not None


def test_states_out_of_order_and_twins_are_left_out() -> None:
    history = _history(1.0, 1.2, 1.15, 1.2)
    assert _x(history, 1.1) == pytest.approx(1.1)


def test_a_clock_set_back_starts_anew() -> None:
    history = _history(100.0, 1.0, 1.1)
    assert _x(history, 100.0) is None
    assert _x(history, 0.95) == 1.0
    assert _x(history, 1.05) == pytest.approx(1.05)


def test_trouble_is_over_with_the_next_good_state() -> None:
    history = _history(1.0)
    history.trouble = 'not finite'
    history.put(a_hand(1.1))
    assert history.trouble == ''


def test_one_thread_may_put_while_another_asks() -> None:
    history, errors = HandHistory(duration_s=0.01), []

    def ask() -> None:
        try:
            for i in range(3000):
                history.at(i * 1e-3, 1.0)
        except Exception as error:  # noqa: BLE001 - whatever it is fails the test
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    for i in range(3000):
        history.put(a_hand(i * 1e-3))
    thread.join()
    assert not errors
