# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages to arrays and back, and what is refused on the way."""

import array
from dataclasses import replace
import math

from builtin_interfaces.msg import Time
import numpy as np
from policy_messages import embedding
from policy_messages import features
from policy_messages import robot_state
from policy_samples import a_chunk
from policy_samples import a_sight
from policy_samples import words
import pytest
import torch
from vla_interfaces.msg import PolicyStatus
from vla_policy.control.command_state import Session
from vla_policy.control.command_state import State
from vla_policy.ros.conversions import from_attention
from vla_policy.ros.conversions import from_chunk
from vla_policy.ros.conversions import from_session
from vla_policy.ros.conversions import to_hand
from vla_policy.ros.conversions import to_sight
from vla_policy.ros.conversions import to_words
from vla_policy.types.vocabulary import Phase

NAN = float('nan')


def test_features_arrive_as_they_were_sent() -> None:
    sent = a_sight(12.25)
    got = to_sight(features(sent))
    assert got.stamp_s == 12.25
    torch.testing.assert_close(got.tokens, sent.tokens)
    torch.testing.assert_close(got.feature_map, sent.feature_map)


def test_features_need_two_levels() -> None:
    msg = features(a_sight())
    msg.levels = msg.levels[:1]
    with pytest.raises(ValueError, match='2 levels, tokens and map; got 1'):
        to_sight(msg)


def test_a_level_must_have_as_many_values_as_its_shape() -> None:
    msg = features(a_sight())
    msg.levels[1].cols += 1
    with pytest.raises(ValueError, match=r'\(3, 5, 8\) needs as many values; got 96'):
        to_sight(msg)


@pytest.mark.parametrize('value', [NAN, float('inf')])
def test_features_must_be_finite(value: float) -> None:
    msg = features(a_sight())
    msg.levels[0].data[3] = value
    with pytest.raises(ValueError, match='finite'):
        to_sight(msg)


def test_words_arrive_as_they_were_sent() -> None:
    states, mask = words(4)
    mask[3] = False
    got_states, got_mask = to_words(embedding(words=(states, mask)))
    torch.testing.assert_close(got_states, states)
    assert torch.equal(got_mask, mask)


def test_words_must_fit_their_tokens() -> None:
    msg = embedding()
    msg.tokens = [*msg.tokens, 'more']
    with pytest.raises(ValueError, match=r'6 tokens and 12 channels .*; got 60 values'):
        to_words(msg)


def test_words_need_one_token_that_counts() -> None:
    states, mask = words()
    with pytest.raises(ValueError, match='at least one token'):
        to_words(embedding(words=(states, ~mask)))


def test_words_must_be_finite() -> None:
    msg = embedding()
    msg.states[0] = NAN
    with pytest.raises(ValueError, match='finite'):
        to_words(msg)


@pytest.mark.parametrize('yaw_rad', [-3.0, -0.5, 0.0, 1.0, 3.1])
def test_a_hand_arrives_as_it_was_sent(yaw_rad: float) -> None:
    hand = to_hand(robot_state(5.5, yaw_rad=yaw_rad), 'base_link')
    assert hand.stamp_s == 5.5
    np.testing.assert_allclose(hand.position, (0.4, 0.0, 0.2))
    assert hand.yaw_rad == pytest.approx(yaw_rad)
    assert hand.gripper == 1.0


def test_a_hand_in_another_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="frame 'base_link'; got 'map'"):
        to_hand(robot_state(0.0, frame_id='map'), 'base_link')


def test_a_hand_must_be_finite() -> None:
    msg = robot_state(0.0)
    msg.end_effector.position.y = NAN
    with pytest.raises(ValueError, match='must be finite'):
        to_hand(msg, 'base_link')


def test_a_hand_without_orientation_is_refused() -> None:
    msg = robot_state(0.0)
    msg.end_effector.orientation.x = 0.0
    msg.end_effector.orientation.w = 0.0
    with pytest.raises(ValueError, match='unit quaternion'):
        to_hand(msg, 'base_link')


def test_a_chunk_goes_out_whole() -> None:
    chunk = replace(a_chunk(Phase.APPROACH, Phase.DESCEND), destination=np.array([0.6, -0.1]))
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


def test_a_chunk_without_destination_says_so() -> None:
    assert not from_chunk(a_chunk(Phase.APPROACH), 'base_link', 'id', 1).has_destination


def test_attention_goes_out_row_by_row() -> None:
    weights = np.arange(6.0).reshape(2, 3)
    msg = from_attention('target', weights, ['a', 'b'], np.array([0.25, 0.75]))
    assert (msg.rows, msg.cols) == (2, 3)
    assert list(msg.weights) == list(range(6))
    assert list(msg.tokens) == ['a', 'b']
    assert list(msg.token_weights) == [0.25, 0.75]


def test_states_are_those_of_the_message() -> None:
    for state in State:
        assert getattr(PolicyStatus, state.name) == state


def test_a_session_goes_out_whole() -> None:
    session = Session(
        'id',
        'pick it',
        state=State.REFUSED,
        reason='ambiguous',
        message='two of them',
        task='pick',
        phase='grasp',
        confidence=0.5,
        progress=0.25,
        latency_s=0.125,
    )
    msg = from_session(session, 'base_link', Time(sec=3))
    assert (msg.command_id, msg.text, msg.state) == ('id', 'pick it', PolicyStatus.REFUSED)
    assert (msg.reason, msg.message) == ('ambiguous', 'two of them')
    assert (msg.task, msg.phase, msg.progress) == ('pick', 'grasp', 0.25)
    assert (msg.header.frame_id, msg.header.stamp.sec) == ('base_link', 3)


def test_trouble_is_what_people_read() -> None:
    session = Session('id', 'pick it').opened(0.0).troubled('no image')
    assert from_session(session, 'base_link', Time()).message == 'no image'


def test_a_yaw_turns_the_tool_about_the_base() -> None:
    hand = to_hand(robot_state(0.0, yaw_rad=math.pi / 2), 'base_link')
    assert hand.yaw_rad == pytest.approx(math.pi / 2)
