# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Validation of network inputs and outputs: ages, encoder ids, shapes, finite numbers."""

import copy
import re

import numpy as np
from policy_samples import random_policy
from policy_samples import sample_command
from policy_samples import sample_decoder_input
from policy_samples import sample_grounding
from policy_samples import sample_observation
from policy_samples import TINY
import pytest
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.observation_validation import validate_age
from vla_policy.control.observation_validation import validate_command
from vla_policy.control.observation_validation import validate_encoder
from vla_policy.control.observation_validation import validate_grounding
from vla_policy.control.observation_validation import validate_observation
from vla_policy.control.observation_validation import validate_prediction
from vla_policy.nn.torch_networks import to_arrays
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.network_types import ChunkPrediction


@pytest.mark.parametrize('age_s', [-0.04, 0.0, 0.3, 0.5])
def test_a_recent_input_is_valid(age_s: float) -> None:
    validate_age('an image', age_s, 0.5)


@pytest.mark.parametrize('age_s', [-0.06, 0.51, 1.7e9, -1.7e9, float('nan')])
def test_old_and_future_stamps_and_other_clocks_are_errors(age_s: float) -> None:
    rule = f'an image must be 0 to 0.5 s old; this one is {age_s:.3f} s'
    with pytest.raises(ValueError, match=re.escape(rule)):
        validate_age('an image', age_s, 0.5)


def test_another_encoder_is_refused_and_both_ids_are_named() -> None:
    validate_encoder('visual', 'a', 'a')
    with pytest.raises(RefusalError, match="encoder 'a'; the input comes from 'b'") as error:
        validate_encoder('visual', 'b', 'a')
    assert error.value.reason == 'encoder_mismatch'


def test_wrong_shapes_of_features_are_named_with_the_expected_ones() -> None:
    observation = sample_observation()
    validate_observation(observation, TINY)
    wider = observation._replace(feature_map=np.zeros((8, 3, 5), np.float32))
    with pytest.raises(ValueError, match=r'a map \(8, 3, 4\); got .* and \(8, 3, 5\)'):
        validate_observation(wider, TINY)
    with pytest.raises(ValueError, match=r'16 channels .* got \(6, 7\)'):
        validate_observation(observation._replace(tokens=np.zeros((6, 7), np.float32)), TINY)


def test_wrong_shapes_of_token_states_are_named_with_the_expected_ones() -> None:
    states, _ = sample_command(5)
    validate_command(states, 12, 5)
    with pytest.raises(ValueError, match='4 tokens of 12 channels; got 5 of 12'):
        validate_command(states, 12, 4)
    with pytest.raises(ValueError, match='of 384 channels; got 5 of 12'):
        validate_command(states, 384, 5)


@pytest.mark.parametrize('value', [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize('name', ['task', 'destination'])
def test_a_grounding_that_is_not_finite_is_refused(name: str, value: float) -> None:
    grounding = sample_grounding()
    validate_grounding(grounding)
    values = getattr(grounding, name)
    values[0, 1] = value
    rule = f"{values.size} values of '{name}' are NaN or infinite. Check the checkpoint"
    with pytest.raises(RefusalError, match=f'must be finite; 1 of {re.escape(rule)}') as error:
        validate_grounding(grounding)
    assert error.value.reason == 'output_not_finite'


@pytest.mark.parametrize(
    ('field', 'name'), [('logits', 'location'), ('position', 'position'), ('yaw', 'yaw')]
)
def test_a_location_that_is_not_finite_is_refused(field: str, name: str) -> None:
    grounding = sample_grounding()
    getattr(grounding.location, field)[0, 1, 0] = np.nan
    with pytest.raises(RefusalError, match=f"values of '{name}'"):
        validate_grounding(grounding)


@pytest.mark.parametrize('name', ChunkPrediction._fields)
def test_a_chunk_that_is_not_finite_is_refused(name: str) -> None:
    inputs = to_arrays(sample_decoder_input(1))
    prediction = TorchNetworks(random_policy()).decode_actions(inputs)
    prediction = ChunkPrediction(*(x.copy() for x in prediction))
    validate_prediction(prediction)
    getattr(prediction, name)[0, 2] = np.nan
    with pytest.raises(RefusalError, match=f"values of '{name}' are NaN or infinite"):
        validate_prediction(prediction)


def test_a_refusal_can_be_sent_from_another_process() -> None:
    # Copies are made in the same way as pickles.
    error = copy.copy(RefusalError('ambiguous', 'which one do you mean?'))
    assert (error.reason, str(error)) == ('ambiguous', 'which one do you mean?')
