# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The policy network of torch with arrays as inputs and outputs."""

import numpy as np
from policy_samples import random_policy
from policy_samples import sample_decoder_input
import torch
from vla_policy.nn.torch_networks import to_arrays
from vla_policy.nn.torch_networks import to_tensors
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput


def test_nested_tuples_are_converted_and_converted_back() -> None:
    inputs = sample_decoder_input()
    arrays = to_arrays(inputs)
    assert isinstance(arrays, DecoderInput)
    assert all(isinstance(values, np.ndarray) for values in arrays)
    back = to_tensors((arrays, None))
    assert all(torch.equal(a, b) for a, b in zip(back[0], inputs, strict=True))
    assert back[1] is None


def test_outputs_are_those_of_the_network() -> None:
    model, inputs = random_policy(), sample_decoder_input()
    chunk = TorchNetworks(model.train()).decode_actions(to_arrays(inputs))
    assert isinstance(chunk, ChunkPrediction)
    assert not model.training
    with torch.inference_mode():
        expected = model.decode_actions(inputs)
    for name, values in chunk._asdict().items():
        np.testing.assert_array_equal(values, getattr(expected, name))
