# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decode a chunk step by step, each step knowing the one before."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.registry import choose
from vla_policy.nn.transformer_decoder import ChunkPrediction
from vla_policy.nn.transformer_decoder import encode_situation
from vla_policy.nn.transformer_decoder import OUTPUTS
from vla_policy.nn.transformer_decoder import Situation
from vla_policy.nn.transformer_decoder import situation_layers
from vla_policy.nn.transformer_decoder import TARGETS
from vla_policy.nn.transformer_decoder import to_prediction


class LstmDecoder(nn.Module):
    """
    An LSTM that starts from the situation, reads back its last step and says what changes.

    Hochreiter and Schmidhuber, Long Short-Term Memory, Neural Computation 1997. It trains as it
    runs, on its own steps, so it never sees better steps than it makes.
    """

    def __init__(
        self, *, steps: int, dim: int = 64, hidden: int = 256, targets: str = 'relative'
    ) -> None:
        super().__init__()
        self.steps = steps
        self.origin = choose('targets', targets, TARGETS)
        state = 3 * dim // 2
        # State, memory and what every step is told anew.
        self.sizes = [state, state, dim]
        self.situation = situation_layers(hidden, sum(self.sizes))
        self.feed_back = nn.Linear(OUTPUTS, dim)
        self.cell = nn.LSTMCell(dim, state)
        self.output = nn.Linear(state, OUTPUTS)
        nn.init.normal_(self.output.weight, std=0.02)

    def forward(self, situation: Situation) -> ChunkPrediction:
        """Decode a batch of situations."""
        start = self.situation(encode_situation(situation))
        state, memory, told = start.split(self.sizes, dim=-1)
        said: list[Tensor] = [start.new_zeros(len(start), OUTPUTS)]
        for _ in range(self.steps):
            state, memory = self.cell(told + self.feed_back(said[-1]), (state, memory))
            said.append(said[-1] + self.output(state))
        return to_prediction(torch.stack(said[1:], dim=1), self.origin(situation))
