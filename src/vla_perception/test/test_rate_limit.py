# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
from collections.abc import Sequence

import numpy as np
from vla_perception.rate_limit import RateLimit

PERIOD_S = 1 / 30


def encode(arrivals_s: Sequence[float], max_rate_hz: float) -> list[tuple[float, float]]:
    """Return arrival and start of each encoded image; the newest one is taken, as in the node."""
    limit, encoded, now_s = RateLimit(), [], 0.0
    last_s = -1.0
    while True:
        now_s += limit.wait_s(now_s)
        waiting = [at_s for at_s in arrivals_s if last_s < at_s <= now_s]
        if not waiting:
            later = [at_s for at_s in arrivals_s if at_s > now_s]
            if not later:
                return encoded
            now_s = later[0]
            continue
        last_s = waiting[-1]
        limit.start(now_s, max_rate_hz)
        encoded.append((last_s, now_s))
        now_s += 0.004


def test_images_of_a_camera_at_the_maximum_rate_do_not_wait() -> None:
    rng = np.random.default_rng(0)
    jitter_s = rng.uniform(0.0, 0.01, 300)
    arrivals_s = 1.0 + PERIOD_S * np.arange(300) + jitter_s
    encoded = encode(list(arrivals_s), 30.0)
    assert len(encoded) == 300
    assert max(start_s - at_s for at_s, start_s in encoded) < 1e-9


def test_the_wait_after_images_that_arrived_together_ends_within_a_second() -> None:
    # As a simulator that makes up for a late start, or an executor that was blocked.
    burst_s = 1.0 + 0.007 * np.arange(10)
    first_waits_s = []
    for phase_s in np.linspace(0.07, 0.1, 10):
        arrivals_s = [*burst_s, *(1.0 + phase_s + PERIOD_S * np.arange(60))]
        encoded = encode(arrivals_s, 30.0)
        first_waits_s += [start_s - at_s for at_s, start_s in encoded if at_s < 1.2]
        assert max(start_s - at_s for at_s, start_s in encoded if at_s > 2.0) < 1e-9
        # None of those after the burst was replaced by a newer one.
        assert sum(at_s > 1.11 for at_s, _ in encoded) >= 58
    assert max(first_waits_s) > 0.02


def test_a_faster_camera_is_encoded_at_the_maximum_rate_plus_5_percent_at_most() -> None:
    arrivals_s = list(1.0 + np.arange(1200) / 240)
    encoded = encode(arrivals_s, 30.0)
    assert 150 <= len(encoded) <= 160
    assert max(start_s - at_s for at_s, start_s in encoded[:-1]) <= 1 / 240 + 1e-9


def test_a_pause_is_not_made_up_for() -> None:
    limit = RateLimit()
    limit.start(100.0, 10.0)
    limit.start(200.0, 10.0)
    limit.start(200.0, 10.0)
    assert 0.09 < limit.wait_s(200.0) < 0.1
