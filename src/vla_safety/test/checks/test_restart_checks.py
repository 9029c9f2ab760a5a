# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Violations of chunks whose command is older than the activation."""

from vla_safety.checks.restart_checks import run_marker_violation
from vla_safety.testing.gate_harness import GateHarness


def refusals(harness: GateHarness, command_id: str) -> list[str]:
    assessment = harness.send(command_id=command_id)
    assert assessment is not None
    return [violation.check for violation in assessment.refusals]


def test_commands_since_the_activation_are_accepted(harness: GateHarness) -> None:
    gate = harness.gate
    gate.activate(harness.now)
    gate.announcements.record('old', harness.ros_s - 1.0, harness.now)
    gate.announcements.record('new', harness.ros_s + 0.01, harness.now)
    assert refusals(harness, 'old') == ['command_before_activation']
    assert 'Send the command again' in gate.message
    assert refusals(harness, 'unknown') == ['command_unannounced']
    assert 'watch_language' in gate.message
    assert refusals(harness, 'new') == []


def test_a_command_does_not_continue_after_a_second_activation(harness: GateHarness) -> None:
    gate = harness.gate
    gate.activate(harness.now)
    gate.announcements.record('command-1', harness.ros_s + 0.01, harness.now)
    harness.start_moving()
    gate.end('deactivated', 'deactivated')
    harness.tick_until_idle()
    before = harness.robot.position
    gate.activate(harness.now)
    harness.run(1.0)
    assert gate.reason == 'command_before_activation'
    assert (harness.robot.position == before).all()


def test_violation_of_the_marker() -> None:
    (violation,) = run_marker_violation('no disk')
    assert (violation.check, violation.step, violation.message) == ('run_marker', -1, 'no disk')
