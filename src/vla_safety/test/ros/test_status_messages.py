# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages about the state of the gate: safety_status and diagnostics."""

import dataclasses
import math

from builtin_interfaces.msg import Time
import numpy as np
import pytest
from vla_common.health import Health
from vla_common.health import Level
from vla_interfaces.msg import SafetyStatus
from vla_safety.ros import status_messages
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME

STAMP = Time(sec=1_700_000_000, nanosec=123_456_789)


def test_a_status_without_inputs_has_negative_ages() -> None:
    harness = GateHarness()
    status = status_messages.to_status(harness.gate, harness.now, STAMP, 'base_link')
    assert status.state == SafetyStatus.IDLE
    ages = (status.image_age_s, status.state_age_s, status.chunk_age_s, status.latency_s)
    assert ages == (-1.0, -1.0, -1.0, -1.0)
    assert (status.header.stamp, status.header.frame_id) == (STAMP, 'base_link')


def test_a_status_shows_refused_points_for_two_seconds() -> None:
    harness = GateHarness()
    harness.tick()
    positions = np.tile(HOME, (16, 1))
    positions[3] = (0.35, 0.0, 0.61)
    positions[4] = (0.35, 0.0, 2.0)
    harness.send(positions=positions)
    status = status_messages.to_status(harness.gate, harness.now, STAMP, 'base_link')
    assert status.reason == 'workspace'
    assert [p.z for p in status.refused_points] == [0.61, 2.0, 0.3]
    assert status.refused_checks == ['workspace', 'workspace', 'step_jump']
    harness.tick(101)
    assert not status_messages.to_status(
        harness.gate, harness.now, STAMP, 'base_link'
    ).refused_points


@pytest.mark.parametrize('bad', [math.nan, math.inf, 1e30, -1e4])
def test_points_that_cannot_be_displayed_are_left_out(bad: float) -> None:
    harness = GateHarness()
    harness.tick()
    positions = np.tile(HOME, (16, 1))
    positions[3, 1] = bad
    harness.send(positions=positions)
    status = status_messages.to_status(harness.gate, harness.now, STAMP, 'base_link')
    assert status.chunks_refused == 1
    assert all(abs(point.y) < 1e3 for point in status.refused_points)
    assert len(status.refused_points) == len(status.refused_checks)


def test_a_clock_that_does_not_run_comes_before_the_inputs() -> None:
    harness = GateHarness()
    harness.tick()
    harness.state_alive = False
    harness.tick(200)
    args = harness.gate, harness.now, STAMP, 'base_link'
    assert status_messages.to_status(*args).reason == 'state_stale'
    status = status_messages.to_status(*args, clock_problem='use_sim_time needs /clock')
    assert (status.reason, status.message) == ('clock', 'use_sim_time needs /clock')
    harness.gate.stop('stop_service', 'stop')
    status = status_messages.to_status(*args, clock_problem='use_sim_time needs /clock')
    assert status.reason == 'stop_service'


def test_a_problem_of_the_audit_log_is_the_reason_only_without_another() -> None:
    harness = GateHarness()
    harness.tick()
    status = status_messages.to_status(harness.gate, harness.now, STAMP, 'base_link', 'disk full')
    assert (status.reason, status.message) == ('audit_log', 'disk full')
    harness.gate.stop('stop_word', 'text')
    status = status_messages.to_status(harness.gate, harness.now, STAMP, 'base_link', 'disk full')
    assert (status.reason, status.message) == ('stop_word', 'text')


def test_diagnostics_follow_the_state() -> None:
    harness = GateHarness()
    harness.tick()
    idle = status_messages.to_health(harness.gate, harness.now, late_s=0.0012)
    assert (idle.level, idle.message) == (Level.OK, 'idle')
    assert idle.values['tick_late_ms'] == '1.2'
    assert idle.values['image_age_s'] == 'inf'
    harness.run(0.2)
    harness.tick(100)
    assert status_messages.to_health(harness.gate, harness.now, 0.0).level is Level.WARN
    harness.gate.stop('stop_word', 'a command was a stop word; call reset to go on')
    stopped = status_messages.to_health(harness.gate, harness.now, 0.0)
    assert stopped.level is Level.ERROR
    assert 'reset' in stopped.message
    assert stopped.values['degradation_level'] == 'STOP'


def test_a_fault_of_an_input_comes_before_an_old_refusal_and_after_a_stop() -> None:
    harness = GateHarness()
    harness.tick()
    harness.send(confidence=0.0)
    assert status_messages.displayed_reason(harness.gate, harness.now).reason == 'confidence'
    harness.robot = dataclasses.replace(harness.robot, frame_id='/base_link')
    harness.tick()
    fault = status_messages.displayed_reason(harness.gate, harness.now, 'disk full')
    assert fault.reason == 'state_frame'
    status = status_messages.to_status(harness.gate, harness.now, STAMP, 'base_link')
    assert (status.reason, status.message) == fault
    health = status_messages.to_health(harness.gate, harness.now, 0.0)
    assert (health.level, health.message) == (Level.WARN, fault.message)
    assert health.values['state_rejected'] == 1
    harness.gate.stop('stop_word', 'text')
    assert status_messages.displayed_reason(harness.gate, harness.now) == ('stop_word', 'text')
    health = status_messages.to_health(harness.gate, harness.now, 0.0)
    assert health.values['input_fault'] == f'state_frame: {fault.message}'


def test_a_refusal_for_an_input_is_not_displayed_when_the_input_is_valid_again() -> None:
    harness = GateHarness()
    harness.tick()
    harness.state_alive = False
    harness.tick(60)
    harness.send()
    assert harness.gate.reason == 'state_stale'
    assert status_messages.displayed_reason(harness.gate, harness.now).reason == 'state_stale'
    harness.state_alive = True
    harness.tick(5)
    assert status_messages.displayed_reason(harness.gate, harness.now) == ('', '')
    disk = status_messages.displayed_reason(harness.gate, harness.now, 'disk full')
    assert disk == ('audit_log', 'disk full')


class LogStub:
    """Counters of an audit log."""

    written, waiting, lost = 5, 2, 1

    def __init__(self, problem: str) -> None:
        self.problem = problem


@pytest.mark.parametrize(
    ('problem', 'level', 'expected', 'message'),
    [
        ('', Level.OK, Level.OK, 'idle'),
        ('disk full', Level.OK, Level.WARN, 'idle; disk full'),
        ('disk full', Level.ERROR, Level.ERROR, 'idle; disk full'),
    ],
)
def test_the_audit_log_is_part_of_the_diagnostics(
    problem: str, level: Level, expected: Level, message: str
) -> None:
    health = status_messages.with_audit_health(Health(level, 'idle', {'a': 1}), LogStub(problem))
    assert (health.level, health.message) == (expected, message)
    assert health.values == {'a': 1, 'audit_written': 5, 'audit_waiting': 2, 'audit_lost': 1}
