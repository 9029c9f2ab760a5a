# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Transformer decoder: each step attends to the input and to the other steps."""

from policy_samples import sample_decoder_input
import torch
from vla_policy.nn.transformer_decoder import TransformerChunkDecoder


def _decoder(steps: int = 6) -> TransformerChunkDecoder:
    torch.manual_seed(0)
    return TransformerChunkDecoder(steps=steps, dim=16, hidden=24, heads=2)


def test_the_input_is_encoded_as_context_tokens() -> None:
    decoder = _decoder()
    assert decoder.situation[-1].out_features == decoder.context * 16
    assert decoder.queries.shape == (1, 6, 16)


def test_every_step_depends_on_every_other_step() -> None:
    decoder, inputs = _decoder(), sample_decoder_input(1)
    before = decoder(inputs).position[0]
    with torch.no_grad():
        decoder.queries[0, -1].add_(torch.randn(16))
    assert (decoder(inputs).position[0] - before).abs().sum(-1).min() > 0
