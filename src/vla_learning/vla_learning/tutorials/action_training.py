# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Behavior cloning of the action decoder, with and without perturbed states."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from tqdm import tqdm
from vla_learning.evaluation.plots import new_figure
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.losses import chunk_loss
from vla_learning.tutorials.action_samples import ActionSamples
from vla_policy.nn.decoder import Decoder
from vla_policy.nn.policy_builder import build_policy
from vla_policy.types.policy_config import PolicyConfig

_LEARNING_RATE = 1e-3
_VALIDATE_EVERY = 100
_VALIDATION_STATES = 2000


@dataclass(frozen=True)
class ActionBudget:
    """Duration of a training run."""

    steps: int = 2000
    batch: int = 512
    #: Rounds of 2048 perturbed states each.
    rounds: int = 60
    seed: int = 0


class ActionData(NamedTuple):
    """Samples to train on and to validate with; perturbed states are another draw."""

    training: ActionSamples
    held_out: ActionSamples
    perturbed: ActionSamples
    perturbed_held_out: ActionSamples


class Curve(NamedTuple):
    """Figures of a run, one of each per validation."""

    steps: list[int]
    loss: list[float]  # of the training batch
    error_mm: list[float]  # in held-out demonstrations
    perturbed_error_mm: list[float]  # in held-out perturbed states


def perturbed_states(budget: ActionBudget, seed: int, rounds: int) -> ActionSamples:
    """Return states that left the path of the expert, with the expert's correction."""
    states = SyntheticStates(seed, rounds)
    count = max(1, rounds) * 2048
    return ActionSamples(*states.sample(np.random.default_rng(budget.seed), count))


def build_decoder(config: PolicyConfig, seed: int) -> nn.Module:
    """Return an action decoder with random weights."""
    torch.manual_seed(seed)
    decoder = build_policy(config).decoder
    assert isinstance(decoder, nn.Module)
    return decoder


def train_decoder(
    decoder: nn.Module, data: ActionData, budget: ActionBudget, *, perturbed: bool
) -> Curve:
    """
    Train `decoder` in place on demonstrations, and on perturbed states if `perturbed`.

    Half of each batch is then perturbed, so that both runs have the same batches and steps.
    """
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=_LEARNING_RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=_LEARNING_RATE, total_steps=max(2, budget.steps), pct_start=0.05
    )
    rng, curve = np.random.default_rng(budget.seed), Curve([], [], [], [])
    sources = (data.training, data.perturbed) if perturbed else (data.training,)
    title = 'steps with perturbed states' if perturbed else 'steps on demonstrations'
    for step in tqdm(range(1, budget.steps + 1), desc=title):
        losses = [_loss(decoder, s, budget.batch // len(sources), rng) for s in sources]
        loss = torch.stack(losses).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % _VALIDATE_EVERY == 0 or step == budget.steps:
            curve.steps.append(step)
            curve.loss.append(float(loss.detach()))
            curve.error_mm.append(position_error_mm(decoder, data.held_out))
            curve.perturbed_error_mm.append(position_error_mm(decoder, data.perturbed_held_out))
    return curve


def _loss(
    decoder: nn.Module, samples: ActionSamples, count: int, rng: np.random.Generator
) -> torch.Tensor:
    size = len(samples.inputs.yaw)
    part = samples.rows(torch.from_numpy(rng.integers(size, size=count)))
    return chunk_loss(decoder(part.inputs), part.labels)


@torch.inference_mode()
def position_error_mm(decoder: Decoder, samples: ActionSamples) -> float:
    """Return the mean distance between predicted steps and those of the expert."""
    part = samples.rows(torch.arange(min(_VALIDATION_STATES, len(samples.inputs.yaw))))
    distance = (decoder(part.inputs).position - part.labels.position).norm(dim=-1)
    return 1000 * float(distance.mean())


def draw_curves(path: Path, curves: Mapping[str, Curve], demonstrations: int) -> None:
    """Draw loss and errors of the runs into a PNG file."""
    from matplotlib.ticker import LogLocator

    figure = new_figure(11, 3.6)
    panels = figure.subplots(1, 3)
    titles = (
        'loss of the training batch',
        'error in held-out demonstrations [mm]',
        'error in held-out perturbed states [mm]',
    )
    for i, (axes, title) in enumerate(zip(panels, titles, strict=True)):
        for name, curve in curves.items():
            values: Sequence[float] = curve[i + 1]
            axes.plot(curve.steps, values, label=name, marker='.')  # One point has no line.
        axes.set_yscale('log')
        axes.yaxis.set_minor_locator(LogLocator(subs=(2, 5)))
        axes.yaxis.set_major_formatter('{x:g}')
        axes.yaxis.set_minor_formatter('{x:g}')
        axes.set_title(title, fontsize=10)
        axes.set_xlabel('step')
        axes.grid(alpha=0.3, which='both')
    panels[0].legend(fontsize=8)
    figure.suptitle(f'Action decoder, {demonstrations} demonstrations', fontsize=11)
    figure.savefig(path, dpi=110)
