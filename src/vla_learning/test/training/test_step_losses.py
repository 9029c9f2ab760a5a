# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Losses of a step in each phase, and their gradients in two processes."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from learning_samples import synthetic_frames
from learning_samples import tiny_config
from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from torch import Tensor
from vla_learning.data.frames import Frames
from vla_learning.training import step_losses as module
from vla_learning.training.config import TrainConfig
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.distributed import rank_and_size
from vla_learning.training.launcher import launch
from vla_learning.training.losses import total_loss
from vla_learning.training.network import build_network
from vla_learning.training.network import VlaNetwork
from vla_learning.training.schedule import TrainingPhase
from vla_learning.training.step_losses import StepLosses
from vla_policy.nn.policy_builder import PolicyConfig

SMALL = PolicyConfig(dim=16, map_channels=8, heads=2, decoder_dim=16, decoder_hidden=24)


def build(config: TrainConfig, frames: Frames) -> tuple[VlaNetwork, StepLosses]:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    network = build_network(SMALL)
    rows, _ = frames.split(config.validation_share)
    cpu = torch.device('cpu')
    return network, StepLosses(config, frames, rows, word_text_encoder(), network, cpu)


def gradients_of(network: VlaNetwork) -> dict[str, Tensor]:
    return {name: p.grad for name, p in network.named_parameters() if p.grad is not None}


def step_gradients(
    config: TrainConfig, frames: Frames, phase: TrainingPhase, rank: int
) -> dict[str, Tensor]:
    """Return the gradients of one step with the batch of `rank`."""
    network, losses = build(config, frames)
    # Without dropout, which would depend on the state of torch's generator.
    network.policy.eval()
    total_loss(losses(phase, np.random.default_rng((0, rank)))).backward()
    return gradients_of(network)


def launched_gradients(folder: str, phase: TrainingPhase) -> dict[str, list[float]]:
    config = replace(tiny_config(Path(folder)), processes=2, images=4, frozen_images=4)
    module.SyntheticStates = partial(  # type: ignore[misc,assignment]
        SyntheticStates, states_per_round=16
    )
    found = step_gradients(config, synthetic_frames(20), phase, rank_and_size()[0])
    return {name: gradient.flatten().tolist() for name, gradient in found.items()}


@pytest.mark.parametrize('phase', TrainingPhase)
def test_two_processes_have_the_mean_of_their_gradients(
    phase: TrainingPhase,
    config: TrainConfig,
    frames: Frames,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together = launch(2, launched_gradients, str(tmp_path), phase)
    config = replace(config, processes=2, images=4, frozen_images=4)
    shares = []
    for rank in (0, 1):
        monkeypatch.setattr(module, 'rank_and_size', lambda rank=rank: (rank, 2))
        shares.append(step_gradients(config, frames, phase, rank))
    assert set(together) == set(shares[0])
    for name, values in together.items():
        mean = (shares[0][name] + shares[1][name]).flatten() / 2
        torch.testing.assert_close(
            torch.tensor(values), mean, rtol=1e-3, atol=1e-5 * float(mean.abs().max()) + 1e-7
        )


def pretraining_gradients(folder: str, share: bool) -> dict[str, list[float]]:
    """Return the decoder's gradients of a fixed batch, each process with its share if `share`."""
    config = replace(tiny_config(Path(folder)), processes=2)
    network, losses = build(config, synthetic_frames(20))
    rank, size = rank_and_size() if share else (0, 1)
    inputs, labels = losses._synthetic.sample(np.random.default_rng(3), 8)
    part = (type(x)(*(values[rank::size] for values in x)) for x in (inputs, labels))
    network.eval()
    total_loss(losses._losses(tuple(part), None, np.random.default_rng(0))).backward()
    return {name: g.flatten().tolist() for name, g in gradients_of(network).items()}


def test_two_half_batches_have_the_gradient_of_the_whole_batch(tmp_path: Path) -> None:
    halves = launch(2, pretraining_gradients, str(tmp_path), True)
    whole = pretraining_gradients(str(tmp_path), False)
    assert set(halves) == set(whole)
    assert all(name.startswith('policy.decoder.') for name in whole)
    for name, values in whole.items():
        scale = max(map(abs, values))
        assert halves[name] == pytest.approx(values, rel=1e-3, abs=1e-5 * scale + 1e-7), name


def test_each_phase_has_its_losses(config: TrainConfig, frames: Frames) -> None:
    _, losses = build(config, frames)
    names = {phase: set(losses(phase, np.random.default_rng(0))) for phase in TrainingPhase}
    assert names[TrainingPhase.PRETRAINING] == {'pretraining'}
    assert {'pretraining', 'task', 'chunk'} < names[TrainingPhase.JOINT]
    assert names[TrainingPhase.SCENE] == {'dense', 'camera'} < names[TrainingPhase.JOINT]
    extra = names[TrainingPhase.FROZEN_ENCODER] - names[TrainingPhase.JOINT]
    assert extra == {'scene_text'}


def test_the_joint_and_the_scene_phase_train_the_encoder(
    config: TrainConfig, frames: Frames
) -> None:
    for phase in TrainingPhase:
        trained = any(
            name.startswith('visual.') for name in step_gradients(config, frames, phase, 0)
        )
        assert trained == (phase in (TrainingPhase.JOINT, TrainingPhase.SCENE))


def test_the_scene_phase_trains_encoder_and_scene_head(
    config: TrainConfig, frames: Frames
) -> None:
    network, _ = build(config, frames)
    names = {name for name, _ in network.named_parameters()}
    trained = step_gradients(config, frames, TrainingPhase.SCENE, 0)
    assert set(trained) == {n for n in names if n.startswith(('visual.', 'policy.dense.'))}


def test_visual_features_are_cached_once(
    config: TrainConfig, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, losses = build(config, frames)
    losses(TrainingPhase.JOINT, np.random.default_rng(0))
    losses(TrainingPhase.SCENE, np.random.default_rng(0))
    assert losses.features is None
    losses(TrainingPhase.FROZEN_ENCODER, np.random.default_rng(0))
    assert losses.features is not None
    monkeypatch.delattr(module, 'write_visual_features')
    losses(TrainingPhase.FROZEN_ENCODER, np.random.default_rng(1))
