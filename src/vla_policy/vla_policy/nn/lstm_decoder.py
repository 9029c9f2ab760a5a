# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""LSTM decoder: the steps of a chunk one after another."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.decoder import encode_decoder_input
from vla_policy.nn.decoder import input_layers
from vla_policy.nn.decoder import OUTPUT_SIZE
from vla_policy.nn.decoder import TARGETS
from vla_policy.nn.decoder import to_prediction
from vla_policy.nn.registry import choose


class LstmDecoder(nn.Module):
    """
    LSTM that receives its last step and predicts the change to the next one.

    Hochreiter and Schmidhuber, Long Short-Term Memory, Neural Computation 1997. In training
    and inference, its input is its own prediction and not the step of the expert.
    """

    def __init__(
        self, *, steps: int, dim: int = 64, hidden: int = 256, targets: str = 'relative'
    ) -> None:
        super().__init__()
        self.steps = steps
        self.frame = choose('targets', targets, TARGETS)
        state = 3 * dim // 2
        # Hidden state, cell state, and the context that every step receives.
        self.sizes = [state, state, dim]
        self.situation = input_layers(hidden, sum(self.sizes))
        self.feed_back = nn.Linear(OUTPUT_SIZE, dim)
        self.cell = nn.LSTMCell(dim, state)
        self.output = nn.Linear(state, OUTPUT_SIZE)
        nn.init.normal_(self.output.weight, std=0.02)

    def forward(self, inputs: DecoderInput) -> ChunkPrediction:
        """Decode a batch of B inputs."""
        start = self.situation(encode_decoder_input(inputs))  # (B, sum of sizes)
        hidden, cell, context = start.split(self.sizes, dim=-1)
        outputs: list[Tensor] = [start.new_zeros(len(start), OUTPUT_SIZE)]
        for _ in range(self.steps):
            hidden, cell = self.cell(context + self.feed_back(outputs[-1]), (hidden, cell))
            outputs.append(outputs[-1] + self.output(hidden))  # (B, OUTPUT_SIZE)
        return to_prediction(torch.stack(outputs[1:], dim=1), self.frame(inputs))
