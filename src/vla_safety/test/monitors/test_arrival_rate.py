# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rate at which messages arrive."""

import pytest
from vla_safety.monitors.arrival_rate import ArrivalRate


@pytest.mark.parametrize('rate_hz', [0.6, 4.0, 50.0, 1000.0])
def test_a_regular_rate_is_measured(rate_hz: float) -> None:
    rate = ArrivalRate()
    for i in range(int(rate_hz * 8) + 1):
        rate.record(100.0 + i / rate_hz)
    assert rate.rate_hz == pytest.approx(rate_hz, rel=0.01)


def test_a_silence_starts_a_new_measurement() -> None:
    rate = ArrivalRate()
    assert rate.rate_hz is rate.newest_s is None
    for i in range(200):
        rate.record(i * 0.02)
    assert rate.rate_hz == pytest.approx(50.0)
    rate.record(60.0)
    assert (rate.rate_hz, rate.newest_s) == (None, 60.0)


@pytest.mark.parametrize('gap_s', [0.5, 1.0, 1.9])
def test_an_interruption_is_no_low_rate(gap_s: float) -> None:
    rate, now_s = ArrivalRate(), 100.0
    found: list[float] = []
    for i in range(600):
        now_s += gap_s if i == 210 else 0.02
        rate.record(now_s)
        if rate.rate_hz is not None:
            found.append(rate.rate_hz)
    assert len(found) > 300
    assert min(found) == pytest.approx(50.0)
    assert max(found) == pytest.approx(50.0)
