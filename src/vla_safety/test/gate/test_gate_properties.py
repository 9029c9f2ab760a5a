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
from vla_safety.gate.safety_gate import GateState
from vla_safety.testing.fuzz_events import Driver
from vla_safety.testing.fuzz_events import EVENTS
from vla_safety.testing.fuzz_events import LIMITS
from vla_safety.testing.fuzz_events import pause
from vla_safety.testing.fuzz_events import reset
from vla_safety.testing.fuzz_events import send
from vla_safety.testing.fuzz_events import SENDERS
from vla_safety.testing.fuzz_events import stop
from vla_safety.testing.fuzz_events import wander
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.testing.limit_oracle import BrokenLimit
from vla_safety.testing.limit_oracle import Witness
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
    driver = Driver(lax=seed % 2 == 0)
    while driver.chunks < CHUNKS_A_STREAM:
        driver.act(int(rng.integers(len(EVENTS))), rng)
        driver.tick(int(rng.integers(9)))
    # A gate that refuses everything would pass too.
    assert driver.moved > 0.1 * driver.ticks
    assert driver.rig.gate.accepted > 0.05 * driver.chunks
    assert driver.rig.gate.refused > 0.05 * driver.chunks


@pytest.mark.timeout(600)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(stream=STREAMS, lax=st.booleans())
def test_every_tick_is_within_limits(stream: list[tuple[int, int, int]], lax: bool) -> None:
    driver = Driver(lax=lax)
    for kind, ticks, seed in stream:
        driver.act(kind, np.random.default_rng(seed))
        driver.tick(ticks)


@pytest.mark.timeout(600)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(stream=STREAMS, after=STREAMS, seed=st.integers(0, 2**32 - 1))
def test_no_motion_after_a_latched_stop(
    stream: list[tuple[int, int, int]], after: list[tuple[int, int, int]], seed: int
) -> None:
    driver, rng = Driver(lax=True, hold_timeout_s=10.0), np.random.default_rng(seed)
    for _ in range(5):
        send(wander)(driver.rig, rng)
        driver.tick(7)
    for kind, ticks, event_seed in stream:
        driver.act(kind, np.random.default_rng(event_seed))
        driver.tick(ticks)
    stop(driver.rig, rng)
    driver.tick(round(LIMITS.ramp_s / 0.02) + 2)
    assert driver.rig.gate.is_still
    moved = driver.moved
    for kind, ticks, event_seed in after:
        if EVENTS[kind] is not reset:
            driver.act(kind, np.random.default_rng(event_seed))
        driver.tick(ticks)
    assert driver.rig.gate.state is GateState.STOPPED
    assert driver.moved == moved


def test_events_begin_with_those_that_send() -> None:
    assert len({id(event) for event in EVENTS[:SENDERS]}) == 3
    assert EVENTS[SENDERS].__name__ == '_jump_clock'


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
    witness = Witness(LIMITS)
    witness.see(AT_HOME, MEASURED, paused=False)
    with pytest.raises(BrokenLimit, match=part):
        witness.see(dataclasses.replace(AT_HOME, **changes), MEASURED, paused=False)


def test_a_driver_notices_motion_after_a_stop() -> None:
    driver = Driver(lax=True)
    stop(driver.rig, np.random.default_rng(0))
    driver.tick(100)
    driver.rig.gate.tick = lambda now: AT_HOME
    with pytest.raises(BrokenLimit, match='after a latched stop'):
        driver.tick(1)


def test_motion_that_begins_as_its_plan_ends_is_told() -> None:
    # Pauses in motion, long enough for a plan to end in them.
    rng, driver = np.random.default_rng(42), Driver(lax=True)
    for turn in range(10):
        for event in (send(wander), pause):
            event(driver.rig, rng)
            driver.tick(2 if event is pause else int(rng.integers(1, 70)))
        if turn % 5 == 4:
            driver.act(EVENTS.index(reset), rng)
