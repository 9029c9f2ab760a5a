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
