# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever arrives: every tick within limits, and no motion after a latched stop."""

import dataclasses

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
import numpy as np
import pytest
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.testing.fuzz_driver import FuzzDriver
from vla_safety.testing.fuzz_events import chunk_event
from vla_safety.testing.fuzz_events import CHUNK_EVENT_COUNT
from vla_safety.testing.fuzz_events import EVENTS
from vla_safety.testing.fuzz_events import LIMITS
from vla_safety.testing.fuzz_events import pause
from vla_safety.testing.fuzz_events import random_chunk
from vla_safety.testing.fuzz_events import reset
from vla_safety.testing.fuzz_events import stop
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.testing.limit_oracle import LimitOracle
from vla_safety.testing.limit_oracle import LimitViolation
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target

STREAMS = st.lists(
    st.tuples(st.integers(0, len(EVENTS) - 1), st.integers(0, 20), st.integers(0, 2**32 - 1)),
    min_size=5,
    max_size=40,
)
STREAM_SEEDS = range(8)
CHUNKS_A_STREAM = 1300


@pytest.mark.timeout(600)
@pytest.mark.parametrize('seed', STREAM_SEEDS)
def test_ten_thousand_chunks_break_no_limit(seed: int) -> None:
    assert len(STREAM_SEEDS) * CHUNKS_A_STREAM >= 10_000
    rng = np.random.default_rng(seed)
    driver = FuzzDriver(clamping=seed % 2 == 0)
    while driver.chunks < CHUNKS_A_STREAM:
        driver.apply_event(int(rng.integers(len(EVENTS))), rng)
        driver.tick(int(rng.integers(9)))
    # A gate that refuses everything would pass too.
    assert driver.ticks_in_motion > 0.1 * driver.ticks
    assert driver.harness.gate.chunks.accepted > 0.05 * driver.chunks
    assert driver.harness.gate.chunks.refused > 0.05 * driver.chunks


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


def test_events_begin_with_those_that_send() -> None:
    assert len({id(event) for event in EVENTS[:CHUNK_EVENT_COUNT]}) == 3
    assert EVENTS[CHUNK_EVENT_COUNT].__name__ == '_jump_clock'


MEASURED = RobotSample(HOME, TOOL_DOWN, 1.0, 0, 'base_link')
AT_HOME = Target(HOME, TOOL_DOWN, 1.0)


@pytest.mark.parametrize(
    ('changes', 'part'),
    [
        ({'position': HOME + (0.0, 0.0, 0.3)}, 'workspace'),
        ({'position': np.array((0.43, 0.0, 0.3))}, 'keep-out'),
        ({'position': HOME + (0.007, 0.0, 0.0)}, 'rates'),
        ({'position': HOME + (0.001, 0.0, 0.0)}, 'rates'),  # slow enough, but not at once
        ({'position': HOME * np.nan}, 'workspace'),
        ({'quaternion': np.array((0.0, 1.0, 0.0, 0.0))}, 'rates'),
        ({'quaternion': TOOL_DOWN * np.nan}, 'unit quaternion'),
        ({'gripper': 1.1}, 'gripper'),
    ],
)
def test_the_witness_notices(changes: dict[str, object], part: str) -> None:
    oracle = LimitOracle(LIMITS)
    oracle.check(AT_HOME, MEASURED, paused=False)
    with pytest.raises(LimitViolation, match=part):
        oracle.check(dataclasses.replace(AT_HOME, **changes), MEASURED, paused=False)


def test_a_driver_notices_motion_after_a_stop() -> None:
    driver = FuzzDriver(clamping=True)
    stop(driver.harness, np.random.default_rng(0))
    driver.tick(100)
    driver.harness.gate.tick = lambda now: AT_HOME
    with pytest.raises(LimitViolation, match='after a latched stop'):
        driver.tick(1)


def test_motion_that_begins_as_its_plan_ends_is_told() -> None:
    # Pauses in motion, long enough for a plan to end in them.
    rng, driver = np.random.default_rng(42), FuzzDriver(clamping=True)
    for rotation in range(10):
        for event in (chunk_event(random_chunk), pause):
            event(driver.harness, rng)
            driver.tick(2 if event is pause else int(rng.integers(1, 70)))
        if rotation % 5 == 4:
            driver.apply_event(EVENTS.index(reset), rng)
