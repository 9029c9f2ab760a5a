# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Transformer decoder: all steps of a chunk in parallel."""

import torch
from torch import nn
from vla_policy.nn.attention import ScaledDotProductAttention
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.decoder import encode_decoder_input
from vla_policy.nn.decoder import input_layers
from vla_policy.nn.decoder import OUTPUT_SIZE
from vla_policy.nn.decoder import TARGETS
from vla_policy.nn.decoder import to_prediction
from vla_policy.nn.registry import choose


class TransformerChunkDecoder(nn.Module):
    """One query per future step attends to the encoded input and to the other steps."""

    def __init__(
        self,
        *,
        steps: int,
        dim: int = 64,
        hidden: int = 256,
        context: int = 4,
        heads: int = 4,
        targets: str = 'relative',
    ) -> None:
        super().__init__()
        self.steps, self.context = steps, context
        self.frame = choose('targets', targets, TARGETS)
        self.situation = input_layers(hidden, context * dim)
        self.queries = nn.Parameter(torch.randn(1, steps, dim) * 0.5)
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(3))
        self.to_situation = ScaledDotProductAttention(dim=dim, heads=heads)
        self.to_self = ScaledDotProductAttention(dim=dim, heads=heads)
        self.feed_forward = nn.Sequential(
            nn.LayerNorm(dim), nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim)
        )
        self.output = nn.Linear(dim, OUTPUT_SIZE)
        nn.init.normal_(self.output.weight, std=0.02)

    def forward(self, inputs: DecoderInput) -> ChunkPrediction:
        """Decode a batch of B inputs."""
        encoded = self.situation(encode_decoder_input(inputs))  # (B, context * dim)
        tokens = encoded.unflatten(-1, (self.context, -1))  # (B, context, dim)
        x = self.queries.expand(tokens.shape[0], -1, -1)  # (B, K, dim)
        x = x + self.to_situation(self.norms[0](x), tokens).values
        y = self.norms[1](x)
        x = x + self.to_self(y, y).values
        x = x + self.feed_forward(x)
        return to_prediction(self.output(self.norms[2](x)), self.frame(inputs))
