# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train one variant on what all of them get, and measure it."""

from collections.abc import Callable
from functools import partial
import math
import time
from typing import Any

import numpy as np
import torch
from torch import nn
from torch import Tensor
from vla_learning.ablation.shared_data import Material
from vla_learning.ablation.variants import Variant
from vla_learning.training.decoder_pretraining import ALONE
from vla_learning.training.decoder_pretraining import Practice
from vla_learning.training.decoder_pretraining import random_hands
from vla_learning.training.decoder_pretraining import to_situation
from vla_learning.training.losses import chunk_loss
from vla_learning.training.objective import policy_losses
from vla_learning.training.objective import total_loss
from vla_perception.visual_encoder import TOKEN_COLS
from vla_perception.visual_encoder import TOKEN_ROWS
from vla_policy.nn.model import PolicyConfig
from vla_policy.nn.model import VlaPolicy

_LEARNING_RATE, _WEIGHT_DECAY, _WARMUP_STEPS = 1e-3, 1e-3, 50
_JUDGED, _JUDGED_ROUNDS = 4096, 4
_TIMED, _WARM = 100, 10


class Contest:
    """One process's copy of the material; every variant starts from the same state."""

    def __init__(self, material: Material) -> None:
        torch.set_num_threads(1)
        self.material = material
        budget = material.budget
        self.features, self.text = material.features(), material.text()
        self.practice = Practice(budget.seed, budget.practice_rounds, quiet=True)
        self.judged = Practice(budget.seed + 1, _JUDGED_ROUNDS, quiet=True)

    def build(self, variant: Variant) -> VlaPolicy:
        """Build a variant with the frozen head that reads the frozen features."""
        torch.manual_seed(self.material.budget.seed)
        policy = variant.build(self.material.config)
        policy.dense.load_state_dict(self.material.dense)
        policy.dense.requires_grad_(False)
        return policy

    def train(self, policy: VlaPolicy) -> float:
        """Train in place and return the seconds it took."""
        start_s, budget = time.monotonic(), self.material.budget
        policy.train()
        # As in training: the decoder learns to move before there is anything to see.
        _descend(policy, budget.practice_steps, partial(self._practice_loss, policy))
        _descend(policy, budget.steps, partial(self._loss, policy))
        return time.monotonic() - start_s

    def judge(self, policy: VlaPolicy) -> dict[str, Any]:
        """Return open-loop figures of grounding and of actions."""
        policy.eval()
        return {
            **self.material.judge(policy.ground, self.features, self.text),
            **self._chunk_figures(policy),
        }

    def _practice_loss(self, policy: VlaPolicy, step: int) -> Tensor:
        budget = self.material.budget
        rng = np.random.default_rng((budget.seed, step, 1))
        situation, wanted = self.practice.batch(rng, ALONE * budget.practice)
        return chunk_loss(policy.act(situation), wanted)

    def _loss(self, policy: VlaPolicy, step: int) -> Tensor:
        batch, described, rng = self.material.lesson(self.text, step)
        losses = policy_losses(
            policy, self.material.frames, batch, self.features(batch.rows), rng, described
        )
        situation, wanted = self.practice.batch(rng, self.material.budget.practice)
        losses['practice'] = chunk_loss(policy.act(situation), wanted)
        return total_loss(losses)

    @torch.inference_mode()
    def _chunk_figures(self, policy: VlaPolicy) -> dict[str, float]:
        """Compare chunks with the expert's in situations that no variant has practiced."""
        rng = np.random.default_rng(self.material.budget.seed + 1)
        situation, wanted = self.judged.batch(rng, _JUDGED)
        found = policy.act(situation)
        away = (found.position - wanted.position).norm(dim=-1)
        grips = (found.gripper > 0) == (wanted.gripper > 0.5)
        return {
            'chunk_m_median': float(away.quantile(0.5)),
            'chunk_m_p95': float(away.quantile(0.95)),
            'gripper': float(grips.float().mean()),
            'phase': float((found.phase.argmax(-1) == wanted.phase).float().mean()),
        }


def _descend(policy: nn.Module, steps: int, loss_of: Callable[[int], Tensor]) -> None:
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


def size_of(policy: nn.Module) -> dict[str, float]:
    """Return the number of weights, and what they and the buffers take [MB]."""
    stored = sum(x.numel() * x.element_size() for x in policy.state_dict().values())
    return {'parameters': sum(p.numel() for p in policy.parameters()), 'mb': stored / 1e6}


@torch.inference_mode()
def latency_ms(policy: VlaPolicy, config: PolicyConfig, words: int = 12) -> float:
    """Return the median time of one policy step on this thread: ground, with weights, and act."""
    policy.eval()
    look = (
        torch.randn(1, TOKEN_ROWS * TOKEN_COLS, config.dim),
        torch.randn(1, config.map_channels, config.map_rows, config.map_cols),
        torch.randn(1, words, config.text_dim),
        torch.ones(1, words).bool(),
    )
    situation = to_situation(random_hands(np.random.default_rng(0), 1))
    times_s = []
    for _ in range(_WARM + _TIMED):
        start_s = time.perf_counter()
        policy.ground(*look, weights=True)
        policy.act(situation)
        times_s.append(time.perf_counter() - start_s)
    return 1e3 * float(np.median(times_s[_WARM:]))


def _rate(steps: int) -> Callable[[int], float]:
    """Warm up, then fall as a cosine."""

    def rate(step: int) -> float:
        warm = min(1.0, (step + 1) / _WARMUP_STEPS)
        return warm * (0.51 + 0.49 * math.cos(math.pi * step / steps))

    return rate
