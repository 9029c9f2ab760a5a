# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training and measurement of one variant on the shared data of a comparison."""

from collections.abc import Callable
from functools import partial
import math
import time
from typing import Any

import numpy as np
import torch
from torch import nn
from torch import Tensor
from vla_learning.ablation.shared_data import SharedTrainingData
from vla_learning.ablation.variants import Variant
from vla_learning.training.decoder_pretraining import PRETRAIN_FACTOR
from vla_learning.training.decoder_pretraining import random_tool_states
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.decoder_pretraining import to_decoder_input
from vla_learning.training.losses import chunk_loss
from vla_learning.training.losses import policy_losses
from vla_learning.training.losses import total_loss
from vla_perception.visual_encoder import TOKEN_COLS
from vla_perception.visual_encoder import TOKEN_ROWS
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.nn.scene_head import CLASSES
from vla_policy.nn.scene_head import COLORS

_LEARNING_RATE, _WEIGHT_DECAY, _WARMUP_STEPS = 1e-3, 1e-3, 50
_EVALUATED_STATES, _EVALUATION_ROUNDS = 4096, 4
_TIMED_STEPS, _WARMUP_RUNS = 100, 10


class VariantTrainer:
    """Trainer of one process: every variant starts from the same seed and data."""

    def __init__(self, data: SharedTrainingData) -> None:
        torch.set_num_threads(1)
        self.data = data
        budget = data.budget
        self.features, self.text = data.features(), data.text()
        self.synthetic = SyntheticStates(budget.seed, budget.pretrain_rounds, quiet=True)
        self.held_out = SyntheticStates(budget.seed + 1, _EVALUATION_ROUNDS, quiet=True)

    def build(self, variant: Variant) -> VlaPolicy:
        """Build a variant with the frozen dense head of the frozen visual features."""
        torch.manual_seed(self.data.budget.seed)
        policy = variant.build(self.data.config)
        policy.dense.load_state_dict(self.data.dense)
        policy.dense.requires_grad_(False)
        return policy

    def train(self, policy: VlaPolicy) -> float:
        """Train in place and return the duration in seconds."""
        start_s, budget = time.monotonic(), self.data.budget
        policy.train()
        # As in training: the decoder is pretrained before the steps with images.
        _optimize(policy, budget.pretrain_steps, partial(self._pretraining_loss, policy))
        _optimize(policy, budget.steps, partial(self._loss, policy))
        return time.monotonic() - start_s

    def evaluate(self, policy: VlaPolicy) -> dict[str, Any]:
        """Return open-loop figures of grounding and of actions."""
        policy.eval()
        return {
            **self.data.evaluate(policy.forward_grounding, self.features, self.text),
            **self._chunk_figures(policy),
        }

    def _pretraining_loss(self, policy: VlaPolicy, step: int) -> Tensor:
        budget = self.data.budget
        rng = np.random.default_rng((budget.seed, step, 1))
        inputs, labels = self.synthetic.sample(rng, PRETRAIN_FACTOR * budget.pretrain_states)
        return chunk_loss(policy.decode_actions(inputs), labels)

    def _loss(self, policy: VlaPolicy, step: int) -> Tensor:
        batch, captions, rng = self.data.training_step(self.text, step)
        losses = policy_losses(
            policy, self.data.frames, batch, self.features(batch.rows), rng, captions
        )
        inputs, labels = self.synthetic.sample(rng, self.data.budget.pretrain_states)
        losses['pretraining'] = chunk_loss(policy.decode_actions(inputs), labels)
        return total_loss(losses)

    @torch.inference_mode()
    def _chunk_figures(self, policy: VlaPolicy) -> dict[str, float]:
        """Compare chunks with those of the expert, in states that training does not contain."""
        rng = np.random.default_rng(self.data.budget.seed + 1)
        inputs, labels = self.held_out.sample(rng, _EVALUATED_STATES)
        chunk = policy.decode_actions(inputs)
        error = (chunk.position - labels.position).norm(dim=-1)
        same_grip = (chunk.gripper > 0) == (labels.gripper > 0.5)
        return {
            'chunk_m_median': float(error.quantile(0.5)),
            'chunk_m_p95': float(error.quantile(0.95)),
            'gripper': float(same_grip.float().mean()),
            'phase': float((chunk.phase.argmax(-1) == labels.phase).float().mean()),
        }


def _optimize(policy: nn.Module, steps: int, loss_of: Callable[[int], Tensor]) -> None:
    optimizer = torch.optim.AdamW(
        [p for p in policy.parameters() if p.requires_grad],
        lr=_LEARNING_RATE,
        weight_decay=_WEIGHT_DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _rate(steps))
    for step in range(steps):
        loss = loss_of(step)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
        optimizer.step()
        schedule.step()


def model_size(policy: nn.Module) -> dict[str, float]:
    """Return the number of weights, and the memory of weights and buffers [MB]."""
    stored = sum(x.numel() * x.element_size() for x in policy.state_dict().values())
    return {'parameters': sum(p.numel() for p in policy.parameters()), 'mb': stored / 1e6}


@torch.inference_mode()
def latency_ms(policy: VlaPolicy, config: PolicyConfig, words: int = 12) -> float:
    """Return the median latency of one step on this thread: grounding with weights, decoding."""
    policy.eval()
    grounding_inputs = (
        torch.randn(1, TOKEN_ROWS * TOKEN_COLS, config.dim),
        torch.randn(1, config.map_channels, config.map_rows, config.map_cols),
        torch.randn(1, words, config.text_dim),
        torch.ones(1, words).bool(),
        ReferenceLabels(torch.ones(1, 2, COLORS), torch.ones(1, 2, CLASSES)),
    )
    inputs = to_decoder_input(random_tool_states(np.random.default_rng(0), 1))
    times_s = []
    for _ in range(_WARMUP_RUNS + _TIMED_STEPS):
        start_s = time.perf_counter()
        policy.forward_grounding(*grounding_inputs, weights=True)
        policy.decode_actions(inputs)
        times_s.append(time.perf_counter() - start_s)
    return 1e3 * float(np.median(times_s[_WARMUP_RUNS:]))


def _rate(steps: int) -> Callable[[int], float]:
    """Return the factor on the learning rate: warm up, then decay as a cosine."""

    def rate(step: int) -> float:
        warm = min(1.0, (step + 1) / _WARMUP_STEPS)
        return warm * (0.51 + 0.49 * math.cos(math.pi * step / steps))

    return rate
