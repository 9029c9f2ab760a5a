# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages to and from what the gate works on."""

import math

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Pose
import numpy as np
import pytest
from vla_common.conversions import to_pose
from vla_common.health import Level
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.ros import conversions
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Target

STAMP_NS = 1_700_000_000_123_456_789
STAMP = Time(sec=1_700_000_000, nanosec=123_456_789)


def test_a_chunk_keeps_every_value() -> None:
    message = ActionChunk(
        step_duration_s=0.125,
        command_id='c',
        sequence=7,
        confidence=0.5,
        poses=[to_pose(HOME + i, TOOL_DOWN) for i in range(3)],
        gripper=[0.0, 0.5, 1.0],
        termination=[0.0, 0.25, 1.0],
    )
    message.header.stamp = STAMP
    message.header.frame_id = 'base_link'
    chunk = conversions.to_chunk(message)
    np.testing.assert_array_equal(chunk.positions, HOME + np.arange(3)[:, None])
    np.testing.assert_array_equal(chunk.quaternions, np.tile(TOOL_DOWN, (3, 1)))
    assert chunk.gripper.tolist() == [0.0, 0.5, 1.0]
    assert chunk.termination.tolist() == [0.0, 0.25, 1.0]
    assert chunk.stamp_ns == STAMP_NS
    assert (chunk.step_duration_s, chunk.sequence, chunk.confidence) == (0.125, 7, 0.5)
    assert (chunk.frame_id, chunk.command_id) == ('base_link', 'c')
    assert chunk.time_scale == 1.0


def test_an_empty_chunk_and_a_huge_one_convert() -> None:
    assert conversions.to_chunk(ActionChunk()).positions.shape == (0, 3)
    assert conversions.to_chunk(ActionChunk(poses=[Pose()] * 5000)).positions.shape == (1001, 3)


def test_a_robot_state() -> None:
    message = RobotState(end_effector=to_pose(HOME, TOOL_DOWN), gripper=0.25)
    message.header.stamp = STAMP
    message.header.frame_id = 'base_link'
    sample = conversions.to_robot_sample(message)
    np.testing.assert_array_equal(sample.position, HOME)
    np.testing.assert_array_equal(sample.quaternion, TOOL_DOWN)
    assert (sample.gripper, sample.stamp_ns) == (0.25, STAMP_NS)


def test_states_mean_the_same_as_in_the_messages() -> None:
    assert {s.name: s.value for s in GateState} == {
        name: getattr(SafetyStatus, name) for name in ('IDLE', 'ACTIVE', 'HOLD', 'STOPPED')
    }
    assert {s.name: s.value for s in PolicyState} == {
        name: getattr(PolicyStatus, name)
        for name in ('IDLE', 'WAITING', 'EXECUTING', 'SUCCEEDED', 'REFUSED', 'FAILED')
    }
    executing = PolicyStatus(state=PolicyStatus.EXECUTING)
    assert conversions.to_policy_state(executing) is PolicyState.EXECUTING
    assert conversions.to_policy_state(PolicyStatus(state=6)) is None


def test_a_commanded_pose_and_opening() -> None:
    target = Target(HOME, TOOL_DOWN, 0.25)
    action = conversions.to_action(target, STAMP, 'base_link')
    gripper = conversions.to_gripper(target, STAMP, 'base_link', 20.0)
    for message in (action, gripper):
        assert (message.header.stamp, message.header.frame_id) == (STAMP, 'base_link')
    assert (action.pose.position.x, action.pose.position.z) == (0.35, 0.30)
    assert action.pose.orientation.x == 1.0
    assert (gripper.opening, gripper.max_effort_n) == (0.25, 20.0)


def test_a_status_without_inputs_has_negative_ages() -> None:
    harness = GateHarness()
    status = conversions.to_status(harness.gate, harness.now, STAMP, 'base_link')
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
    status = conversions.to_status(harness.gate, harness.now, STAMP, 'base_link')
    assert status.reason == 'workspace'
    assert [p.z for p in status.refused_points] == [0.61, 2.0, 0.3]
    assert status.refused_checks == ['workspace', 'workspace', 'step_jump']
    harness.tick(101)
    assert not conversions.to_status(harness.gate, harness.now, STAMP, 'base_link').refused_points


@pytest.mark.parametrize('bad', [math.nan, math.inf, 1e30, -1e4])
def test_points_that_cannot_be_shown_are_left_out(bad: float) -> None:
    harness = GateHarness()
    harness.tick()
    positions = np.tile(HOME, (16, 1))
    positions[3, 1] = bad
    harness.send(positions=positions)
    status = conversions.to_status(harness.gate, harness.now, STAMP, 'base_link')
    assert status.chunks_refused == 1
    assert all(abs(point.y) < 1e3 for point in status.refused_points)
    assert len(status.refused_points) == len(status.refused_checks)


def test_features_are_compared_bit_by_bit() -> None:
    message = VisualFeatures(
        dark_share=0.25,
        bright_share=0.5,
        levels=[FeatureLevel(data=[1.0, math.nan]), FeatureLevel(data=[2.0])],
    )
    message.header.stamp = STAMP
    sample = conversions.to_image_sample(message)
    assert (sample.stamp_ns, sample.dark_share, sample.bright_share) == (STAMP_NS, 0.25, 0.5)
    assert len(sample.content) == 12
    assert conversions.to_image_sample(message) == sample
    message.levels[1].data[0] = -2.0
    assert conversions.to_image_sample(message).content != sample.content


@pytest.mark.parametrize(
    ('kind', 'word'),
    [
        (CommandEmbedding.KIND_TASK, 'task'),
        (CommandEmbedding.KIND_STOP, 'stop'),
        (CommandEmbedding.KIND_INVALID, 'invalid'),
        (CommandEmbedding.KIND_UNSUPPORTED, 'unsupported'),
        (77, '77'),
    ],
)
def test_what_was_read_has_a_word(kind: int, word: str) -> None:
    assert conversions.to_classification_fields(CommandEmbedding(kind=kind))['kind'] == word


def test_what_was_understood_has_a_word_for_the_state() -> None:
    status = PolicyStatus(command_id='c', state=PolicyStatus.REFUSED, task='pick', reason='absent')
    said = conversions.to_policy_fields(status)
    assert (said['state'], said['task'], said['reason']) == ('refused', 'pick', 'absent')
    assert conversions.to_policy_fields(PolicyStatus(state=77))['state'] == '77'


def test_trouble_of_the_log_is_told_where_nothing_is_more_urgent() -> None:
    harness = GateHarness()
    harness.tick()
    status = conversions.to_status(harness.gate, harness.now, STAMP, 'base_link', 'disk full')
    assert (status.reason, status.message) == ('audit_log', 'disk full')
    harness.gate.stop('stop_word', 'asked')
    status = conversions.to_status(harness.gate, harness.now, STAMP, 'base_link', 'disk full')
    assert (status.reason, status.message) == ('stop_word', 'asked')


def test_health_follows_the_state() -> None:
    harness = GateHarness()
    harness.tick()
    idle = conversions.to_health(
        harness.gate, harness.gate.inputs.ages(harness.now), late_s=0.0012
    )
    assert (idle.level, idle.message) == (Level.OK, 'idle')
    assert idle.values['tick_late_ms'] == '1.2'
    assert idle.values['image_age_s'] == 'inf'
    harness.run(0.2)
    harness.tick(100)
    assert (
        conversions.to_health(harness.gate, harness.gate.inputs.ages(harness.now), 0.0).level
        is Level.WARN
    )
    harness.gate.stop('stop_word', 'a command said to stop; call reset to go on')
    stopped = conversions.to_health(harness.gate, harness.gate.inputs.ages(harness.now), 0.0)
    assert stopped.level is Level.ERROR
    assert 'reset' in stopped.message
    assert stopped.values['rung'] == 'STOP'
