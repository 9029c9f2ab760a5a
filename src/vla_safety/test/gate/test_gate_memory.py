# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate remembers: clocks, the robot, commands, approvals."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
from vla_safety.gate.approval import Oversight
from vla_safety.gate.approval import OversightSettings
from vla_safety.gate.gate_memory import Clocks
from vla_safety.gate.gate_memory import CommandMemory
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.gate_memory import RobotMemory
from vla_safety.monitors.watchdog import Timing
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Instant
from vla_safety.types.chunk import RobotSample

SAMPLE = RobotSample(HOME, TOOL_DOWN, 1.0, 50_000_000_000, 'base_link')
NOW = Instant(7.0, 50.1)


@pytest.mark.parametrize(
    ('steady_s', 'ros_s', 'jumped', 'paused'),
    [
        (0.02, 0.02, False, False),
        (0.02, 0.0, False, False),  # /clock comes less often than ticks
        (5.0, 0.0, False, True),  # /clock stands and so did we
        (0.02, 0.51, False, False),
        (0.02, 0.53, True, False),
        (0.02, -10.0, True, False),
        (3.0, 3.0, False, True),
        (0.11, 0.11, False, True),
    ],
)
def test_jumps_and_pauses(steady_s: float, ros_s: float, jumped: bool, paused: bool) -> None:
    clocks = Clocks(Timing(), period_s=0.02)
    assert clocks.look(Instant(1.0, 50.0)) == (False, True)
    assert clocks.look(Instant(1.0 + steady_s, 50.0 + ros_s)) == (jumped, paused)


def test_the_robot_ages_on_the_steady_clock() -> None:
    memory = RobotMemory(Timing(), 'base_link')
    assert memory.age_s(NOW) == math.inf
    assert memory.put(SAMPLE, NOW)
    assert memory.age_s(NOW) == pytest.approx(0.1)
    assert memory.age_s(Instant(8.0, 50.1)) == pytest.approx(1.1)
    memory.forget()
    assert memory.age_s(NOW) == math.inf


@pytest.mark.parametrize(
    'changes',
    [
        {'position': HOME * math.nan},
        {'position': HOME * 1e9},
        {'quaternion': TOOL_DOWN * 0.5},
        {'quaternion': TOOL_DOWN + math.inf},
        {'gripper': math.nan},
        {'frame_id': 'world'},
        {'stamp_ns': 50_200_000_000},
        {'stamp_ns': 0},
    ],
)
def test_a_robot_state_that_cannot_be_right_is_not_used(changes: dict[str, Any]) -> None:
    memory = RobotMemory(Timing(other_clock_s=40.0), 'base_link')
    assert not memory.put(dataclasses.replace(SAMPLE, **changes), NOW)
    assert memory.sample is None


def test_an_old_or_repeated_robot_state_does_not_look_fresh() -> None:
    memory = RobotMemory(Timing(), 'base_link')
    assert memory.put(SAMPLE, NOW)
    later = Instant(9.0, 52.1)
    assert not memory.put(SAMPLE, later)
    assert not memory.put(dataclasses.replace(SAMPLE, stamp_ns=49_000_000_000), later)
    assert memory.age_s(later) == pytest.approx(2.1)


@pytest.mark.parametrize(
    ('state', 'command_id', 'ends'),
    [
        (PolicyState.EXECUTING, 'running', False),
        (PolicyState.EXECUTING, 'newer', False),
        (PolicyState.WAITING, 'running', False),
        (PolicyState.WAITING, 'newer', True),
        (PolicyState.WAITING, 'older', False),
        (PolicyState.SUCCEEDED, 'running', True),
        (PolicyState.SUCCEEDED, 'older', False),
        (PolicyState.FAILED, 'running', True),
        (PolicyState.REFUSED, 'newer', True),
        (PolicyState.IDLE, '', True),
    ],
)
def test_what_ends_a_running_command(state: PolicyState, command_id: str, ends: bool) -> None:
    memory = CommandMemory()
    for seen in ('older', 'running'):
        memory.see(seen)
    assert memory.ends(state, command_id, 'running') == ends


@pytest.mark.parametrize(
    ('state', 'over'),
    [
        (PolicyState.IDLE, False),
        (PolicyState.WAITING, False),
        (PolicyState.EXECUTING, False),
        (PolicyState.SUCCEEDED, True),
        (PolicyState.REFUSED, True),
        (PolicyState.FAILED, True),
    ],
)
def test_which_states_end_a_command_for_good(state: PolicyState, over: bool) -> None:
    memory = CommandMemory()
    memory.on_policy(state, 'command')
    assert memory.is_over('command') == over
    assert memory.policy_executes == (state in (PolicyState.WAITING, PolicyState.EXECUTING))


def test_memory_of_commands_is_bounded() -> None:
    memory = CommandMemory()
    for number in range(10_000):
        memory.end(str(number))
    assert memory.is_over('9999')
    assert not memory.is_over('0')


def _oversight(mode: str) -> Oversight:
    return Oversight(OversightSettings(approval=mode))


@pytest.mark.parametrize(
    ('mode', 'blocked'),
    [
        ('never', [False, False, False]),
        ('first_motion', [True, False, False]),
        ('every_command', [True, True, True]),
        ('on_low_confidence', [False, True, False]),
    ],
)
def test_who_must_be_asked(mode: str, blocked: list[bool]) -> None:
    oversight, asked = _oversight(mode), []
    for number, confidence in enumerate((0.9, 0.3, 0.8)):
        chunk = make_chunk(command_id=str(number), confidence=confidence)
        asked.append(oversight.blocks(chunk, 0.0))
        assert oversight.approve()[0] == asked[-1]
        assert not oversight.blocks(chunk, 0.0)
    assert asked == blocked


def test_approval_is_for_the_command_that_waits() -> None:
    oversight = _oversight('every_command')
    assert oversight.blocks(make_chunk(command_id='a'), 0.0)
    assert oversight.blocks(make_chunk(command_id='b'), 1.0)
    oversight.approve()
    assert oversight.blocks(make_chunk(command_id='a'), 2.0)
    assert not oversight.blocks(make_chunk(command_id='b'), 2.0)


def test_approval_times_out_once() -> None:
    oversight = _oversight('every_command')
    assert oversight.expired(99.0) == ''
    assert oversight.blocks(make_chunk(), 100.0)
    assert oversight.blocks(make_chunk(), 129.0)
    assert oversight.expired(129.9) == ''
    assert oversight.expired(130.0) == 'command-1'
    assert oversight.expired(131.0) == ''
    assert not oversight.approve()[0]


def test_samples_keep_their_arrays() -> None:
    memory = RobotMemory(Timing(), 'base_link')
    memory.put(SAMPLE, NOW)
    assert memory.sample is not None
    np.testing.assert_array_equal(memory.sample.position, HOME)
