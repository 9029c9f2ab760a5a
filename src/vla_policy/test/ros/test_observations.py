# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Validation of the messages that the policy plans with."""

from pathlib import Path
import re

import numpy as np
from policy_messages import embedding
from policy_messages import features
from policy_samples import sample_command
from policy_samples import sample_observation
from policy_samples import write_checkpoint
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.engine import TORCH
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandMeaning as CommandMeaningMessage
from vla_policy.control.observation_validation import RefusalError
from vla_policy.nn.loading import load_policy
from vla_policy.nn.loading import LoadedPolicy
from vla_policy.ros.observations import read_command
from vla_policy.ros.observations import read_observation
from vla_policy.ros.settings import PolicySettings

SETTINGS = PolicySettings(max_command_age_s=4.0, max_image_age_s=0.25)


@pytest.fixture(scope='module')
def policy(tmp_path_factory: pytest.TempPathFactory) -> LoadedPolicy:
    """Return a tiny policy."""
    folder: Path = tmp_path_factory.mktemp('policy')
    return load_policy(write_checkpoint(folder / 'tiny.safetensors'), TORCH)


def test_states_and_mask_of_a_task(policy: LoadedPolicy) -> None:
    states, mask = sample_command(4)
    mask[3] = False
    (read,) = read_command(embedding(token_states=(states, mask)), 3.9, policy, SETTINGS)
    np.testing.assert_array_equal(read.states, states)
    np.testing.assert_array_equal(read.mask, mask)
    assert read.tokens == ('word0', 'word1', 'word2', 'word3')


def test_the_meaning_of_a_task(policy: LoadedPolicy) -> None:
    meaning = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, ObjectDescription('it'))
    msg = embedding(meaning=meaning)
    assert read_command(msg, 0.0, policy, SETTINGS)[0].meaning == meaning


@pytest.mark.parametrize('number', [1, 2])
def test_a_task_without_a_meaning_is_an_error(policy: LoadedPolicy, number: int) -> None:
    point = CommandMeaning(SpeechAct.ORDER, RequestedTask.POINT, ObjectDescription('ball'))
    msg = embedding(meaning=point, further=[point])
    (msg, *msg.further_steps)[number - 1].meaning = CommandMeaningMessage()
    message = (
        f'every step of a task must have a meaning; step {number} of 2 has none: its speech_act '
        'is empty. Correct the node that published command_embedding'
    )
    with pytest.raises(ValueError, match=re.escape(message)):
        read_command(msg, 0.0, policy, SETTINGS)


def test_further_steps_of_a_task(policy: LoadedPolicy) -> None:
    pick = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, ObjectDescription('it'))
    point = CommandMeaning(SpeechAct.ORDER, RequestedTask.POINT, ObjectDescription('ball'))
    states, mask = sample_command(4)
    msg = embedding(token_states=(states, mask), meaning=point, further=[pick])
    first, second = read_command(msg, 0.0, policy, SETTINGS)
    assert (first.meaning, second.meaning) == (point, pick)
    np.testing.assert_array_equal(second.states, states)
    assert second.tokens == ('step0', 'step1', 'step2', 'step3')


def test_malformed_token_states_of_a_further_step_are_an_error(policy: LoadedPolicy) -> None:
    pick = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, ObjectDescription('it'))
    msg = embedding(meaning=pick, further=[pick])
    msg.further_steps[0].states = msg.states[:-1]
    with pytest.raises(ValueError, match='needs as many values'):
        read_command(msg, 0.0, policy, SETTINGS)


def test_a_malformed_meaning_is_an_error(policy: LoadedPolicy) -> None:
    msg = embedding()
    msg.meaning.speech_act = 'shout'
    with pytest.raises(ValueError, match='shout'):
        read_command(msg, 0.0, policy, SETTINGS)


@pytest.mark.parametrize(
    ('changes', 'reason', 'message'),
    [
        (
            {'kind': CommandEmbedding.KIND_UNSUPPORTED, 'reason': "got 'not'"},
            'not_understood',
            "got 'not'",
        ),
        ({'kind': CommandEmbedding.KIND_UNSUPPORTED}, 'not_understood', 'out of scope'),
        ({'encoder_id': 'clip'}, 'encoder_mismatch', "'clip'"),
    ],
)
def test_commands_that_the_policy_cannot_execute_are_refused(
    policy: LoadedPolicy, changes: dict[str, object], reason: str, message: str
) -> None:
    with pytest.raises(RefusalError, match=message) as error:
        read_command(embedding(**changes), 0.0, policy, SETTINGS)  # type: ignore[arg-type]
    assert error.value.reason == reason


@pytest.mark.parametrize(
    ('changes', 'age_s', 'message'),
    [
        ({'kind': CommandEmbedding.KIND_INVALID, 'reason': 'no letters'}, 0.0, 'no letters'),
        ({'kind': CommandEmbedding.KIND_STOP}, 0.0, 'not a task'),
        ({}, 4.1, '0 to 4 s old'),
        ({}, -1.0, '0 to 4 s old'),
        ({'token_states': sample_command(33)}, 0.0, 'at most 32 tokens of 12 channels; got 33'),
    ],
)
def test_invalid_commands_are_errors(
    policy: LoadedPolicy, changes: dict[str, object], age_s: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        read_command(embedding(**changes), age_s, policy, SETTINGS)  # type: ignore[arg-type]


def test_observation_of_an_image(policy: LoadedPolicy) -> None:
    sent = sample_observation(12.25)
    read = read_observation(features(sent), 0.2, policy, SETTINGS)
    assert read.stamp_s == 12.25
    np.testing.assert_array_equal(read.tokens, sent.tokens)
    np.testing.assert_array_equal(read.feature_map, sent.feature_map)


def test_features_of_another_encoder_are_refused(policy: LoadedPolicy) -> None:
    with pytest.raises(RefusalError, match="'siglip'") as error:
        read_observation(features(sample_observation(), 'siglip'), 0.0, policy, SETTINGS)
    assert error.value.reason == 'encoder_mismatch'


@pytest.mark.parametrize('age_s', [0.3, -0.3])
def test_features_of_an_old_or_future_image_are_errors(policy: LoadedPolicy, age_s: float) -> None:
    with pytest.raises(ValueError, match=r'0 to 0\.25 s old'):
        read_observation(features(sample_observation()), age_s, policy, SETTINGS)


def test_features_of_another_size_are_errors(policy: LoadedPolicy) -> None:
    msg = features(sample_observation())
    msg.levels[1].rows, msg.levels[1].cols = msg.levels[1].cols, msg.levels[1].rows
    with pytest.raises(ValueError, match=r'a map \(8, 3, 4\); got \(6, 16\) and \(8, 4, 3\)'):
        read_observation(msg, 0.0, policy, SETTINGS)
