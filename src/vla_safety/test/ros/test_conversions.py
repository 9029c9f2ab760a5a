# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of messages to gate inputs and back."""

import math

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Pose
import numpy as np
import pytest
from vla_common.conversions import to_pose
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandMeaning
from vla_interfaces.msg import CommandStep
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.ros import conversions
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


def test_a_robot_state_keeps_pose_opening_and_stamp() -> None:
    message = RobotState(end_effector=to_pose(HOME, TOOL_DOWN), gripper=0.25)
    message.header.stamp = STAMP
    message.header.frame_id = 'base_link'
    sample = conversions.to_robot_sample(message)
    np.testing.assert_array_equal(sample.position, HOME)
    np.testing.assert_array_equal(sample.quaternion, TOOL_DOWN)
    assert (sample.gripper, sample.stamp_ns) == (0.25, STAMP_NS)


def test_states_have_the_values_of_the_messages() -> None:
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
    ('kind', 'name'),
    [
        (CommandEmbedding.KIND_TASK, 'task'),
        (CommandEmbedding.KIND_STOP, 'stop'),
        (CommandEmbedding.KIND_INVALID, 'invalid'),
        (CommandEmbedding.KIND_UNSUPPORTED, 'unsupported'),
        (77, '77'),
    ],
)
def test_the_kind_of_a_command_has_a_name(kind: int, name: str) -> None:
    assert conversions.to_classification_fields(CommandEmbedding(kind=kind))['kind'] == name


def test_the_state_of_the_policy_has_a_name() -> None:
    status = PolicyStatus(command_id='c', state=PolicyStatus.REFUSED, task='pick', reason='absent')
    fields = conversions.to_policy_fields(status)
    assert (fields['state'], fields['task'], fields['reason']) == ('refused', 'pick', 'absent')
    assert fields['step'] == ''
    assert conversions.to_policy_fields(PolicyStatus(state=77))['state'] == '77'


def test_the_state_of_the_policy_has_the_step_of_a_command_of_several() -> None:
    status = PolicyStatus(command_id='c', state=PolicyStatus.EXECUTING, step=2, step_count=2)
    assert conversions.to_policy_fields(status)['step'] == '2 of 2'


def test_a_classification_has_the_meanings_of_all_steps() -> None:
    meaning = CommandMeaning(speech_act='order', task='pick')
    message = CommandEmbedding(meaning=meaning, further_steps=[CommandStep(meaning=meaning)])
    fields = conversions.to_classification_fields(message)
    assert fields['meaning'] == '1. pick: no object; 2. pick: no object'
