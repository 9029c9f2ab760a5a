# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A small pointer network per kind of attention: words to the patch of the named object."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_language.encoders.minilm import CHANNELS
from vla_language.encoders.minilm import MiniLM
from vla_learning.training.network import table_positions
from vla_learning.tutorials.alignment_training import AlignmentBudget
from vla_perception.visual_encoder import TOKEN_COLS
from vla_perception.visual_encoder import TOKEN_ROWS
from vla_policy.nn.attention_registry import build_attention
from vla_sim.physics.scene_sampling import sample_scene

_LEARNING_RATE, _HEADS = 1e-3, 4
_SMALLEST = 1e-6


class PointerSamples(NamedTuple):
    """N commands "point at the red cube", one for each scene."""

    texts: list[str]
    words: Tensor  # (N, CHANNELS) mean token state of the frozen text encoder
    tokens: Tensor  # (N, patches, dim) of the frozen visual encoder
    patch: Tensor  # (N,) patch of the table at the named object
    correct: Tensor  # (N, patches) bool: no other object is nearer to the patch


class PointerNetwork(nn.Module):
    """One layer of attention from a command to the image; its weights are the output."""

    def __init__(self, kind: str, *, dim: int) -> None:
        super().__init__()
        self.query = nn.Linear(CHANNELS, dim)
        self.norm = nn.LayerNorm(dim)
        self.attention = build_attention(kind, dim=dim, heads=_HEADS)

    def forward(self, words: Tensor, tokens: Tensor) -> Tensor:
        """Return the weights (N, patches) of commands `words` (N, CHANNELS)."""
        query = self.query(words)[:, None]  # (N, 1, dim)
        weights: Tensor = self.attention(query, self.norm(tokens), weights=True).weights
        return weights[:, 0]


def draw_samples(seeds: Sequence[int], tokens: Tensor, text: MiniLM) -> PointerSamples:
    """Name one object of each scene that has its color and class alone."""
    cells = table_positions(TOKEN_ROWS, TOKEN_COLS)  # (patches, 2) [m]
    texts, patches, correct = [], [], []
    for seed in seeds:
        scene = list(sample_scene(seed))
        names = [f'{item.color} {item.shape}' for item in scene]
        single = [i for i, name in enumerate(names) if names.count(name) == 1]
        chosen = int(np.random.default_rng((seed, 10)).choice(single))
        positions = torch.tensor([(item.x_m, item.y_m) for item in scene], dtype=torch.float32)
        distance = torch.cdist(cells, positions)  # (patches, objects)
        texts.append(f'point at the {names[chosen]}')
        patches.append(int(distance[:, chosen].argmin()))
        correct.append(distance.argmin(1) == chosen)
    states, mask = map(torch.from_numpy, text.encode_batch(texts))
    words = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return PointerSamples(texts, words, tokens, torch.tensor(patches), torch.stack(correct))


def train_pointer(kind: str, samples: PointerSamples, budget: AlignmentBudget) -> PointerNetwork:
    """Train one kind of attention with the cross-entropy of the patch of the object."""
    torch.manual_seed(budget.seed)
    network = PointerNetwork(kind, dim=samples.tokens.shape[-1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=_LEARNING_RATE)
    rng = np.random.default_rng(budget.seed)
    size = min(budget.batch, len(samples.texts))
    for _ in range(budget.steps):
        rows = torch.from_numpy(rng.choice(len(samples.texts), size, replace=False))
        weights = network(samples.words[rows], samples.tokens[rows])
        loss = functional.nll_loss(weights.clamp(min=_SMALLEST).log(), samples.patch[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return network


@torch.inference_mode()
def point(network: PointerNetwork, samples: PointerSamples) -> Tensor:
    """Return the weights (N, patches)."""
    weights: Tensor = network(samples.words, samples.tokens)
    return weights


def points_at_object(weights: Tensor, samples: PointerSamples) -> list[bool]:
    """Return for each command whether the patch with the highest weight is at its object."""
    best = weights.argmax(-1, keepdim=True)
    hits: list[bool] = samples.correct.gather(1, best)[:, 0].tolist()
    return hits
