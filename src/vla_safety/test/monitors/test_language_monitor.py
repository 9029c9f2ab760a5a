# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Language monitor: motion needs the heartbeat of the language node."""

import math

import numpy as np
import pytest
from vla_common.clock import TimePoint
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate
from vla_safety.types.limits import Limits


def test_no_motion_before_the_first_heartbeat() -> None:
    harness = GateHarness(language_alive=False)
    harness.tick()
    assessment = harness.send()
    assert assessment is not None
    assert [v.check for v in assessment.refusals] == ['language_unknown']
    harness.language_alive = True
    harness.tick()
    harness.start_moving()


def test_chunks_are_refused_without_heartbeats() -> None:
    harness = GateHarness()
    harness.tick()
    harness.language_alive = False
    harness.tick(60)
    assessment = harness.send()
    assert assessment is not None
    assert assessment.refusals[0].check == 'language_stale'
    assert assessment.refusals[0].value == pytest.approx(1.2)
    assert 'at most 1 s' in assessment.refusals[0].message


_FORWARD = np.array((0.1, 0.0, 0.0))


def test_the_robot_stands_at_the_time_out_and_continues_afterwards() -> None:
    harness = GateHarness()
    harness.run(0.5, displacement=_FORWARD)
    harness.language_alive = False
    since_s, moved_s = harness.steady_s, harness.steady_s
    for tick in range(75):
        if tick % 10 == 0:  # the policy continues
            harness.send(displacement=_FORWARD)
        harness.tick()
        moved_s = moved_s if harness.gate.is_still else harness.steady_s
    assert 1.0 - Limits().ramp_s - 0.1 < moved_s - since_s <= 1.0 + 1e-6
    assert (harness.gate.state, harness.gate.reason) == (GateState.HOLD, 'language_stale')
    harness.language_alive = True
    harness.run(0.5, displacement=_FORWARD)
    assert harness.gate.state is GateState.ACTIVE


def test_a_stop_without_heartbeats_needs_them_for_reset() -> None:
    harness = GateHarness(make_gate(watchdog=WatchdogLimits(hold_timeout_s=0.5)))
    harness.run(0.5)
    harness.language_alive = False
    harness.run(3.0)
    assert harness.gate.state is GateState.STOPPED
    assert not harness.gate.reset(harness.now)[0]
    harness.language_alive = True
    harness.tick(2)
    assert harness.gate.reset(harness.now)[0]


def test_the_age_counts_from_the_newest_heartbeat() -> None:
    monitor = LanguageMonitor()
    assert monitor.status(TimePoint(5.0, 0.0)) == math.inf
    assert monitor.update(None, TimePoint(5.0, 0.0))
    assert monitor.status(TimePoint(5.5, -100.0)) == 0.5
