# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fine-tuning of the noun ensemble and the alignment in one and in two processes."""

from dataclasses import replace
from pathlib import Path

from learning_samples import synthetic_frames
from learning_samples import tiny_config
from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from torch import Tensor
from vla_learning.data.frames import Frames
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.training import language_losses
from vla_learning.training.config import TrainConfig
from vla_learning.training.distributed import data_parallel
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.feature_cache import write_visual_features
from vla_learning.training.language_finetuner import LanguageFinetuner
from vla_learning.training.launcher import launch
from vla_learning.training.network import build_network
from vla_learning.training.network import VlaNetwork
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.types.vocabulary import Noun


@pytest.fixture
def network() -> VlaNetwork:
    torch.manual_seed(0)
    return build_network(PolicyConfig())


def finetuner_of(
    network: VlaNetwork, frames: Frames, config: TrainConfig, folder: Path
) -> LanguageFinetuner:
    features = write_visual_features(folder, frames, network.visual)
    return LanguageFinetuner(network.policy, frames, features, word_text_encoder(), config)


def test_every_finetuned_part_gets_a_gradient(
    network: VlaNetwork, frames: Frames, config: TrainConfig, tmp_path: Path
) -> None:
    finetuner = finetuner_of(network, frames, config, tmp_path)
    network.policy.requires_grad_(True)
    sum(finetuner.losses(1).values(), torch.zeros(())).backward()
    policy = network.policy
    named = [
        *policy.reference.nouns.named_parameters(),
        *(
            (n, p)
            for part in (policy.alignment.thing, policy.alignment.word)
            for n, p in part.named_parameters()
        ),
    ]
    without = [n for n, p in named if p.grad is None or not p.grad.any()]
    # A shift of all keys changes no attention.
    assert [name for name in without if name != 'key.bias'] == []


def test_unknown_nouns_are_more_frequent_than_in_training(
    frames: Frames,
    config: TrainConfig,
    network: VlaNetwork,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    generated: list[LabeledCommand] = []

    def ensemble_loss(member_logits: Tensor, commands: list[LabeledCommand]) -> Tensor:
        generated.extend(commands)
        return member_logits.sum()

    monkeypatch.setattr(language_losses, 'ensemble_loss', ensemble_loss)
    finetuner = finetuner_of(network, frames, replace(config, language_images=32), tmp_path)
    for step in range(4):
        finetuner.losses(step)
    unknown = np.mean([c.references[0].noun == Noun.UNKNOWN for c in generated])
    assert 0.03 < unknown < 0.2


def gradients(folder: str) -> dict[str, list[float]]:
    """Return the gradients of one step without dropout and noise, in each process its share."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    network, frames = build_network(PolicyConfig()), synthetic_frames(20)
    policy = network.policy.requires_grad_(False).eval()
    parts = {
        **dict(policy.reference.nouns.named_parameters(prefix='nouns')),
        **dict(policy.alignment.named_parameters(prefix='alignment')),
    }
    for part in parts.values():
        part.requires_grad_(True)
    config = replace(tiny_config(Path(folder)), language_images=8, language_scenes=8)
    finetuner = LanguageFinetuner(
        policy, frames, VisualFeatureCache(Path(folder)), word_text_encoder(), config
    )
    finetuner._losses = data_parallel(finetuner._losses, has_unused_parameters=True)
    sum(finetuner.losses(1).values(), torch.zeros(())).backward()
    return {
        name: part.grad.flatten().tolist() for name, part in parts.items() if part.grad is not None
    }


def test_two_processes_have_the_gradient_of_one(
    network: VlaNetwork, frames: Frames, tmp_path: Path
) -> None:
    write_visual_features(tmp_path, frames, network.visual, augment=False)
    alone, together = (launch(count, gradients, str(tmp_path)) for count in (1, 2))
    assert set(together) == set(alone)
    assert {'nouns.inner', 'alignment.log_scale'} <= set(alone)
    for name, values in alone.items():
        scale = max(map(abs, values))
        assert together[name] == pytest.approx(values, rel=1e-3, abs=1e-4 * scale + 1e-8), name
