# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fuzz driver: violations that it reports."""

import numpy as np
import pytest
from vla_safety.testing.fuzz_driver import FuzzDriver
from vla_safety.testing.fuzz_events import chunk_event
from vla_safety.testing.fuzz_events import CHUNK_EVENT_COUNT
from vla_safety.testing.fuzz_events import EVENTS
from vla_safety.testing.fuzz_events import pause
from vla_safety.testing.fuzz_events import random_chunk
from vla_safety.testing.fuzz_events import reset
from vla_safety.testing.fuzz_events import stop
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.testing.limit_oracle import LimitViolation
from vla_safety.types.chunk import Target

AT_HOME = Target(HOME, TOOL_DOWN, 1.0)


def test_motion_after_a_latched_stop_is_reported() -> None:
    driver = FuzzDriver(clamping=True)
    stop(driver.harness, np.random.default_rng(0))
    driver.tick(100)
    driver.harness.gate.tick = lambda now: AT_HOME
    with pytest.raises(LimitViolation, match='after a latched stop'):
        driver.tick(1)


def test_motion_that_starts_as_its_trajectory_ends_is_sent() -> None:
    # Pauses in motion, long enough for a plan to end in them.
    rng, driver = np.random.default_rng(42), FuzzDriver(clamping=True)
    for rotation in range(10):
        for event in (chunk_event(random_chunk), pause):
            event(driver.harness, rng)
            driver.tick(2 if event is pause else int(rng.integers(1, 70)))
        if rotation % 5 == 4:
            driver.apply_event(EVENTS.index(reset), rng)


def test_motion_without_a_command_is_reported() -> None:
    driver, rng = FuzzDriver(clamping=True), np.random.default_rng(0)
    while driver.harness.gate.is_still:
        chunk_event(random_chunk)(driver.harness, rng)
        driver.tick(3)
    driver.harness.gate.tick = lambda now: None
    with pytest.raises(LimitViolation, match='nothing was sent'):
        driver.tick(1)


def test_events_and_ticks_are_counted() -> None:
    driver, rng = FuzzDriver(clamping=False), np.random.default_rng(0)
    for number in (0, CHUNK_EVENT_COUNT - 1, CHUNK_EVENT_COUNT + 1):
        driver.apply_event(number, rng)
    driver.tick(4)
    assert (driver.chunks, driver.ticks) == (2, 5)


def test_chunks_that_start_motion_are_played_before_the_next_tick_is_due() -> None:
    driver, rng = FuzzDriver(clamping=True), np.random.default_rng(1)
    start_s = driver.harness.steady_s
    while not driver.early_ticks:
        driver.apply_event(int(rng.integers(CHUNK_EVENT_COUNT)), rng)
        driver.tick(1)
    elapsed_s = driver.harness.steady_s - start_s
    assert driver.ticks * driver.harness.period_s > elapsed_s + 1e-6
