# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Property tests: every tick is within limits, and nothing moves after a latched stop."""

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
import numpy as np
import pytest
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.testing.fuzz_driver import FuzzDriver
from vla_safety.testing.fuzz_events import chunk_event
from vla_safety.testing.fuzz_events import EVENTS
from vla_safety.testing.fuzz_events import LIMITS
from vla_safety.testing.fuzz_events import random_chunk
from vla_safety.testing.fuzz_events import reset
from vla_safety.testing.fuzz_events import stop

STREAM_SEEDS = range(8)


CHUNKS_PER_STREAM = 1300


@pytest.mark.timeout(600)
@pytest.mark.parametrize('seed', STREAM_SEEDS)
def test_ten_thousand_chunks_violate_no_limit(seed: int) -> None:
    assert len(STREAM_SEEDS) * CHUNKS_PER_STREAM >= 10_000
    rng = np.random.default_rng(seed)
    driver = FuzzDriver(clamping=seed % 2 == 0)
    while driver.chunks < CHUNKS_PER_STREAM:
        driver.apply_event(int(rng.integers(len(EVENTS))), rng)
        driver.tick(int(rng.integers(9)))
    # A gate that refuses everything would pass too.
    assert driver.ticks_in_motion > 0.1 * driver.ticks
    assert driver.harness.gate.chunks.accepted > 0.05 * driver.chunks
    assert driver.harness.gate.chunks.refused > 0.05 * driver.chunks


STREAMS = st.lists(
    st.tuples(st.integers(0, len(EVENTS) - 1), st.integers(0, 20), st.integers(0, 2**32 - 1)),
    min_size=5,
    max_size=40,
)


@pytest.mark.timeout(600)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(stream=STREAMS, clamping=st.booleans())
def test_every_tick_is_within_limits(stream: list[tuple[int, int, int]], clamping: bool) -> None:
    driver = FuzzDriver(clamping=clamping)
    for kind, ticks, seed in stream:
        driver.apply_event(kind, np.random.default_rng(seed))
        driver.tick(ticks)


@pytest.mark.timeout(600)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(stream=STREAMS, after=STREAMS, seed=st.integers(0, 2**32 - 1))
def test_no_motion_after_a_latched_stop(
    stream: list[tuple[int, int, int]], after: list[tuple[int, int, int]], seed: int
) -> None:
    driver, rng = FuzzDriver(clamping=True, hold_timeout_s=10.0), np.random.default_rng(seed)
    for _ in range(5):
        chunk_event(random_chunk)(driver.harness, rng)
        driver.tick(7)
    for kind, ticks, event_seed in stream:
        driver.apply_event(kind, np.random.default_rng(event_seed))
        driver.tick(ticks)
    stop(driver.harness, rng)
    driver.tick(round(LIMITS.ramp_s / 0.02) + 2)
    assert driver.harness.gate.is_still
    moved = driver.ticks_in_motion
    for kind, ticks, event_seed in after:
        if EVENTS[kind] is not reset:
            driver.apply_event(kind, np.random.default_rng(event_seed))
        driver.tick(ticks)
    assert driver.harness.gate.state is GateState.STOPPED
    assert driver.ticks_in_motion == moved
