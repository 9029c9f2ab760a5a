# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""LSTM decoder: one step after another."""

from policy_samples import sample_decoder_input
import torch
from vla_policy.nn.lstm_decoder import LstmDecoder


def _decoder(steps: int) -> LstmDecoder:
    torch.manual_seed(0)
    return LstmDecoder(steps=steps, dim=16, hidden=24)


def test_a_longer_chunk_begins_with_the_shorter_one() -> None:
    inputs = sample_decoder_input(2)
    short, long = _decoder(4)(inputs), _decoder(7)(inputs)
    torch.testing.assert_close(long.position[:, :4], short.position)
    torch.testing.assert_close(long.phase[:, :4], short.phase)


def test_every_step_depends_on_the_step_before() -> None:
    decoder, inputs = _decoder(5), sample_decoder_input(1)
    before = decoder(inputs).position[0]
    with torch.no_grad():
        decoder.feed_back.weight.add_(1.0)
    change = (decoder(inputs).position[0] - before).abs().sum(-1)
    # The first step follows an output of zero, on which the weight has no effect.
    assert change[0] == 0
    assert change[1:].min() > 0


def test_outputs_accumulate_over_the_steps() -> None:
    decoder, inputs = _decoder(5), sample_decoder_input(1)
    with torch.no_grad():
        decoder.output.weight.zero_()
        decoder.output.bias.zero_()[0] = 0.1
    x = decoder(inputs).position[0, :, 0] - inputs.position[0, 0]
    torch.testing.assert_close(x, 0.01 * torch.arange(1.0, 6.0))
