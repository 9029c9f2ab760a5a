# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion between messages and arrays, and its errors."""

import array
from dataclasses import replace
import math

from builtin_interfaces.msg import Time
import numpy as np
from policy_messages import embedding
from policy_messages import features
from policy_messages import robot_state
from policy_samples import sample_chunk
from policy_samples import sample_command
from policy_samples import sample_observation
import pytest
from vla_interfaces.msg import PolicyStatus
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.detections import Detection
from vla_policy.ros.conversions import from_attention
from vla_policy.ros.conversions import from_chunk
from vla_policy.ros.conversions import from_command_state
from vla_policy.ros.conversions import to_end_effector_state
from vla_policy.ros.conversions import to_observation
from vla_policy.ros.conversions import to_token_states
from vla_policy.types.vocabulary import Phase

NAN = float('nan')


def test_features_are_converted_without_loss() -> None:
    sent = sample_observation(12.25)
    got = to_observation(features(sent))
    assert got.stamp_s == 12.25
    np.testing.assert_array_equal(got.tokens, sent.tokens)
    np.testing.assert_array_equal(got.feature_map, sent.feature_map)


def test_features_need_two_levels() -> None:
    msg = features(sample_observation())
    msg.levels = msg.levels[:1]
    with pytest.raises(ValueError, match='2 levels, tokens and map; got 1'):
        to_observation(msg)


def test_a_level_must_have_as_many_values_as_its_shape() -> None:
    msg = features(sample_observation())
    msg.levels[1].cols += 1
    with pytest.raises(ValueError, match=r'\(3, 5, 8\) needs as many values; got 96'):
        to_observation(msg)


@pytest.mark.parametrize('value', [NAN, float('inf')])
def test_features_must_be_finite(value: float) -> None:
    msg = features(sample_observation())
    msg.levels[0].data[3] = value
    with pytest.raises(ValueError, match='finite'):
        to_observation(msg)


def test_token_states_are_converted_without_loss() -> None:
    states, mask = sample_command(4)
    mask[3] = False
    got_states, got_mask = to_token_states(embedding(token_states=(states, mask)), 12)
    np.testing.assert_array_equal(got_states, states)
    np.testing.assert_array_equal(got_mask, mask)


def test_token_states_must_fit_their_tokens() -> None:
    msg = embedding()
    msg.tokens = [*msg.tokens, 'more']
    with pytest.raises(ValueError, match=r'6 tokens and 12 channels .*; got 60 values'):
        to_token_states(msg, msg.channels)


def test_token_states_need_one_valid_token() -> None:
    states, mask = sample_command()
    with pytest.raises(ValueError, match='at least one token'):
        to_token_states(embedding(token_states=(states, ~mask)), 12)


def test_token_states_must_be_finite() -> None:
    msg = embedding()
    msg.states[0] = NAN
    with pytest.raises(ValueError, match='finite'):
        to_token_states(msg, msg.channels)


@pytest.mark.parametrize('yaw_rad', [-3.0, -0.5, 0.0, 1.0, 3.1])
def test_an_end_effector_state_is_converted_without_loss(yaw_rad: float) -> None:
    state = to_end_effector_state(robot_state(5.5, yaw_rad=yaw_rad), 'base_link')
    assert state.stamp_s == 5.5
    np.testing.assert_allclose(state.position, (0.35, 0.0, 0.3))
    assert state.yaw_rad == pytest.approx(yaw_rad)
    assert state.gripper == 1.0


def test_an_end_effector_state_in_another_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="frame 'base_link'; got 'map'"):
        to_end_effector_state(robot_state(0.0, frame_id='map'), 'base_link')


def test_an_end_effector_state_must_be_finite() -> None:
    msg = robot_state(0.0)
    msg.end_effector.position.y = NAN
    with pytest.raises(ValueError, match='must be finite'):
        to_end_effector_state(msg, 'base_link')


def test_an_end_effector_state_without_orientation_is_refused() -> None:
    msg = robot_state(0.0)
    msg.end_effector.orientation.x = 0.0
    msg.end_effector.orientation.w = 0.0
    with pytest.raises(ValueError, match='unit quaternion'):
        to_end_effector_state(msg, 'base_link')


def test_a_leading_slash_is_named() -> None:
    with pytest.raises(ValueError, match=r"got '/base_link'\. Remove the leading slash"):
        to_end_effector_state(robot_state(0.0, frame_id='/base_link'), 'base_link')


@pytest.mark.parametrize('gripper', [85.0, -1.0])
def test_a_gripper_that_is_no_opening_is_refused(gripper: float) -> None:
    msg = robot_state(1.0)
    msg.gripper = gripper
    with pytest.raises(ValueError, match=f'to 1 .open.; got {gripper:g}'):
        to_end_effector_state(msg, 'base_link')


def test_a_state_without_stamp_is_refused() -> None:
    with pytest.raises(ValueError, match=r'in header\.stamp; got 0'):
        to_end_effector_state(robot_state(0.0), 'base_link')


def test_a_chunk_is_converted_completely() -> None:
    chunk = replace(sample_chunk(Phase.APPROACH, Phase.DESCEND), destination=np.array([0.6, -0.1]))
    msg = from_chunk(chunk, 'base_link', 'id', 7)
    assert msg.header.frame_id == 'base_link'
    assert (msg.command_id, msg.sequence) == ('id', 7)
    assert msg.step_duration_s == pytest.approx(0.1)
    assert [p.position.x for p in msg.poses] == [0.4, 0.4]
    assert [p.orientation.x for p in msg.poses] == [1.0, 1.0]
    assert list(msg.gripper) == [0.0, 1.0]
    assert isinstance(msg.termination, array.array)
    assert (msg.task, msg.phase) == ('pick', 'approach')
    assert (msg.target.x, msg.target.y, msg.target.z) == (0.5, 0.1, 0.0)
    assert msg.has_destination
    assert msg.destination.y == pytest.approx(-0.1)


def test_a_chunk_without_destination() -> None:
    assert not from_chunk(sample_chunk(Phase.APPROACH), 'base_link', 'id', 1).has_destination


def test_attention_is_row_major() -> None:
    weights = np.arange(6.0).reshape(2, 3)
    msg = from_attention('target', weights, ['a', 'b'], np.array([0.25, 0.75]))
    assert (msg.rows, msg.cols) == (2, 3)
    assert list(msg.weights) == list(range(6))
    assert list(msg.tokens) == ['a', 'b']
    assert list(msg.token_weights) == [0.25, 0.75]


def test_execution_states_equal_the_constants_of_the_message() -> None:
    for state in ExecutionState:
        assert getattr(PolicyStatus, state.name) == state


def test_a_command_state_is_converted_completely() -> None:
    command = CommandState(
        'id',
        'pick it',
        state=ExecutionState.REFUSED,
        reason='ambiguous',
        message='two of them',
        task='pick',
        phase='grasp',
        confidence=0.5,
        progress=0.25,
        latency_s=0.125,
        candidates=(Detection('red', 'cube', (0.5, 0.1), 0.75),),
    )
    msg = from_command_state(command, 'base_link', Time(sec=3))
    assert [(c.name, c.position.x, c.confidence) for c in msg.candidates] == [
        ('red cube', 0.5, 0.75)
    ]
    assert (msg.command_id, msg.text, msg.state) == ('id', 'pick it', PolicyStatus.REFUSED)
    assert (msg.reason, msg.message) == ('ambiguous', 'two of them')
    assert (msg.task, msg.phase, msg.progress) == ('pick', 'grasp', 0.25)
    assert (msg.header.frame_id, msg.header.stamp.sec) == ('base_link', 3)


def test_the_message_of_an_open_command_is_its_warning() -> None:
    command = CommandState('id', 'pick it').started(0.0).with_warning('no image')
    assert from_command_state(command, 'base_link', Time()).message == 'no image'


def test_yaw_is_a_rotation_about_the_vertical_axis() -> None:
    state = to_end_effector_state(robot_state(1.0, yaw_rad=math.pi / 2), 'base_link')
    assert state.yaw_rad == pytest.approx(math.pi / 2)
