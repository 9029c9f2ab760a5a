# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Jerk limiter: limits for any input, approach, braking."""

import numpy as np
import pytest
from vla_common.arrays import FloatArray
from vla_safety.playback.jerk_limiter import JerkLimiter

PERIOD_S = 0.02
SPEED, ACCELERATION, WINDOW = 0.5, 3.0, 5
FAR = np.array((1.0, 0.0, 0.0))
ZERO = np.zeros(3)


def _limiter() -> JerkLimiter:
    return JerkLimiter(speed=SPEED, acceleration=ACCELERATION, window=WINDOW, period_s=PERIOD_S)


def _accelerated(ticks: int) -> JerkLimiter:
    limiter = _limiter()
    for _ in range(ticks):
        limiter.push(limiter.velocity_toward(FAR, ZERO))
    return limiter


def _rates(velocities: list[FloatArray], order: int) -> FloatArray:
    padded = np.concatenate((np.zeros((order, 3)), velocities))
    return np.linalg.norm(np.diff(padded, n=order, axis=0), axis=1) / PERIOD_S**order


@pytest.mark.parametrize('seed', range(5))
def test_speed_acceleration_and_jerk_are_limited_for_any_error(seed: int) -> None:
    rng, limiter = np.random.default_rng(seed), _limiter()
    velocities = []
    for _ in range(300):
        error, reference = rng.normal(size=(2, 3)) * 10.0 ** rng.integers(-3, 2)
        raw = limiter.braking_velocity() if rng.random() < 0.2 else None
        raw = limiter.velocity_toward(error, reference) if raw is None else raw
        velocities.append(limiter.push(raw))
    assert _rates(velocities, 0).max() <= SPEED * (1 + 1e-9)
    assert _rates(velocities, 1).max() <= ACCELERATION * (1 + 1e-9)
    assert _rates(velocities, 2).max() <= 2 * ACCELERATION / (WINDOW * PERIOD_S) * (1 + 1e-9)


def test_full_speed_is_reached_and_a_fraction_of_it_respected() -> None:
    assert _accelerated(20).velocity == pytest.approx((SPEED, 0.0, 0.0))
    limiter = _limiter()
    for _ in range(20):
        limiter.push(limiter.velocity_toward(FAR, ZERO, 0.4))
    assert limiter.velocity == pytest.approx((0.4 * SPEED, 0.0, 0.0))


def test_a_target_is_overshot_by_less_than_a_millimetre() -> None:
    limiter, position = _limiter(), np.zeros(3)
    for _ in range(200):
        raw = limiter.velocity_toward(np.array((0.1, 0.0, 0.0)) - position, ZERO)
        position = position + raw * PERIOD_S
        limiter.push(raw)
        assert position[0] < 0.101
    assert position[0] == pytest.approx(0.1, abs=1e-4)


@pytest.mark.parametrize('ticks', [1, 3, 8, 20])
def test_braking_takes_its_time_and_its_displacement(ticks: int) -> None:
    limiter = _accelerated(ticks)
    expected_s, displacement = limiter.ramp_s, limiter.braking_displacement(limiter._history[0])
    count, braked = 0, np.zeros(3)
    while not limiter.is_still:
        raw = limiter.braking_velocity()
        braked = braked + raw * PERIOD_S
        limiter.push(raw)
        count += 1
    assert count * PERIOD_S == pytest.approx(expected_s)
    assert braked == pytest.approx(displacement, abs=1e-12)
    assert limiter.ramp_s == 0.0


def test_the_pending_displacement_follows_while_the_raw_velocity_is_zero() -> None:
    limiter = _accelerated(1)
    pending, moved = limiter.pending, np.zeros(3)
    while not limiter.is_still:
        moved = moved + limiter.push(ZERO) * PERIOD_S
    assert moved == pytest.approx(pending)
    assert limiter.pending == pytest.approx(ZERO)


def test_clear_sets_all_velocities_to_zero() -> None:
    limiter = _accelerated(10)
    limiter.clear()
    assert limiter.is_still
    assert not limiter.velocity.any()
