# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fuzz events: chunks that are valid, at a limit, or malformed."""

import numpy as np
import pytest
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.testing.fuzz_events import chunk_event
from vla_safety.testing.fuzz_events import CHUNK_EVENT_COUNT
from vla_safety.testing.fuzz_events import chunk_toward_limit
from vla_safety.testing.fuzz_events import EVENTS
from vla_safety.testing.fuzz_events import jump_clock
from vla_safety.testing.fuzz_events import LIMITS
from vla_safety.testing.fuzz_events import lose_input
from vla_safety.testing.fuzz_events import make_fuzz_gate
from vla_safety.testing.fuzz_events import malformed_chunk
from vla_safety.testing.fuzz_events import random_chunk
from vla_safety.testing.fuzz_events import reset
from vla_safety.testing.fuzz_events import stop
from vla_safety.testing.gate_harness import GateHarness


@pytest.fixture
def fuzz_harness() -> GateHarness:
    harness = GateHarness(make_fuzz_gate(clamping=False))
    harness.tick()
    return harness


def test_the_first_events_send_chunks() -> None:
    assert len({id(event) for event in EVENTS[:CHUNK_EVENT_COUNT]}) == 3
    assert EVENTS[CHUNK_EVENT_COUNT] is jump_clock


def test_most_malformed_chunks_are_refused(fuzz_harness: GateHarness) -> None:
    rng, event = np.random.default_rng(0), chunk_event(malformed_chunk)
    for _ in range(200):
        event(fuzz_harness, rng)
    chunks = fuzz_harness.gate.chunks
    # A denormal number in an opening or a probability is a defect without effect.
    assert chunks.refused > 20 * max(chunks.accepted, 1)


def test_random_chunks_are_accepted_and_refused(fuzz_harness: GateHarness) -> None:
    rng, event = np.random.default_rng(0), chunk_event(random_chunk)
    for _ in range(200):
        event(fuzz_harness, rng)
        fuzz_harness.tick(5)
    assert fuzz_harness.gate.chunks.accepted > 5
    assert fuzz_harness.gate.chunks.refused > 5


def test_chunks_toward_a_limit_move_at_the_speed_limit(fuzz_harness: GateHarness) -> None:
    rng, speeds = np.random.default_rng(0), []
    for _ in range(10):
        chunk = chunk_toward_limit(fuzz_harness, rng)
        speeds.append(np.linalg.norm(chunk.displacements, axis=1).max() / chunk.step_s)
    assert max(speeds) == pytest.approx(LIMITS.max_linear_speed_m_s)


def test_stop_and_reset(fuzz_harness: GateHarness) -> None:
    rng = np.random.default_rng(0)
    stop(fuzz_harness, rng)
    assert fuzz_harness.gate.state is GateState.STOPPED
    fuzz_harness.tick()
    reset(fuzz_harness, rng)
    assert fuzz_harness.gate.state is GateState.IDLE
    assert fuzz_harness.sequence == 50


def test_every_input_is_lost_sometimes(fuzz_harness: GateHarness) -> None:
    rng, lost = np.random.default_rng(0), set()
    for _ in range(100):
        lose_input(fuzz_harness, rng)
        h = fuzz_harness
        alive = (h.state_alive, h.camera_alive, h.language_alive, h.deadman_held)
        lost.add((*alive, h.camera_frozen, h.dark_share))
    assert len(lost) == 7
