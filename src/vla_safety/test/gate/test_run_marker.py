# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A run that does not end in IDLE is followed by a latched stop."""

from pathlib import Path

import numpy as np
import pytest
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.run_marker import IDLE_DELAY_S
from vla_safety.gate.run_marker import RunMarker
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_gate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / 'state' / 'safety_node.running'


def restarted(path: Path) -> GateHarness:
    """Return a gate of a new process, which has received the robot state."""
    harness = GateHarness(make_gate(marker=RunMarker(path)))
    harness.tick()
    return harness


def test_the_first_run_is_not_stopped(path: Path) -> None:
    harness = restarted(path)
    assert harness.gate.state is GateState.IDLE
    assert not path.exists()


def test_the_file_exists_before_the_first_motion(path: Path) -> None:
    harness = restarted(path)
    harness.send()
    assert path.exists()
    assert np.array_equal(harness.robot.position, HOME)


def test_a_run_killed_while_moving_is_followed_by_a_stop(path: Path) -> None:
    harness = restarted(path)
    harness.send()
    harness.run(0.2)
    after = restarted(path)
    assert after.gate.state is GateState.STOPPED
    assert after.gate.reason == 'restart'
    assert str(path) in after.gate.message
    assert 'call reset' in after.gate.message
    assert after.send() is None
    after.run(1.0)
    assert np.array_equal(after.robot.position, HOME)
    assert after.gate.reset(after.now) == (True, 'the stop was reset; give a new command')
    assert after.gate.state is GateState.IDLE


def test_a_latched_stop_survives_every_restart_until_reset(path: Path) -> None:
    restarted(path).gate.stop('stop_service', 'stop')
    for _ in range(3):
        harness = restarted(path)
        assert harness.gate.states.stop_causes.keys() == {'restart'}
    harness.gate.reset(harness.now)
    marker = RunMarker(path)
    marker.update(is_idle=True, now_s=0.0)
    assert path.exists()
    marker.update(is_idle=True, now_s=IDLE_DELAY_S)
    assert not path.exists()
    assert restarted(path).gate.state is GateState.IDLE


def test_only_uninterrupted_idle_deletes_the_file(path: Path) -> None:
    marker = RunMarker(path)
    assert marker.create()
    for now_s, is_idle in ((0.0, True), (0.5, False), (0.6, True), (1.5, True)):
        marker.update(is_idle=is_idle, now_s=now_s)
        assert path.exists()
    marker.update(is_idle=True, now_s=0.6 + IDLE_DELAY_S)
    assert not path.exists()


def test_without_the_file_no_motion_starts(path: Path) -> None:
    path.parent.write_text('a file where the directory should be')
    harness = restarted(path)
    # The state of the last run cannot be read either.
    assert harness.gate.reason == 'restart'
    harness.gate.reset(harness.now)
    assessment = harness.send()
    assert assessment is not None
    assert [violation.check for violation in assessment.refusals] == ['run_marker']
    assert 'set state_directory' in assessment.refusals[0].message
    harness.run(1.0)
    assert np.array_equal(harness.robot.position, HOME)


def test_a_stop_is_latched_even_if_the_file_cannot_be_created(path: Path) -> None:
    path.parent.mkdir()
    marker = RunMarker(path)
    gate = make_gate(marker=marker)
    path.parent.rmdir()
    path.parent.write_text('')
    gate.stop('stop_service', 'stop')
    assert gate.state is GateState.STOPPED
    assert marker.problem


def test_clear_without_a_file_does_nothing(path: Path) -> None:
    marker = RunMarker(path)
    marker.delete()
    assert marker.problem == ''
