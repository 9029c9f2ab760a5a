# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fine-tuning of a trained policy and of its checkpoint; other weights do not change."""

from dataclasses import replace
import json
from pathlib import Path

from learning_samples import word_text_encoder
from learning_samples import WordTextEncoder
import pytest
import torch
from torch import Tensor
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import save_checkpoint
from vla_learning.data.frames import Frames
from vla_learning.training import finetune_language as module
from vla_learning.training.config import TrainConfig
from vla_learning.training.finetune_language import finetune
from vla_learning.training.network import build_network
from vla_learning.training.network import save_network
from vla_learning.training.network import VlaNetwork
from vla_learning.utils.config_values import ConfigError
from vla_policy.nn.policy_builder import PolicyConfig

FINETUNED = ('policy.reference.nouns.', 'policy.reference.taught', 'policy.alignment.')


@pytest.fixture
def network() -> VlaNetwork:
    torch.manual_seed(0)
    return build_network(PolicyConfig())


def weights(network: VlaNetwork) -> dict[str, Tensor]:
    return {name: values.clone() for name, values in network.state_dict().items()}


def test_only_the_language_part_changes(
    network: VlaNetwork, frames: Frames, config: TrainConfig
) -> None:
    before = weights(network)
    finetune(network, frames, word_text_encoder(), config)
    changed = {
        name for name, values in weights(network).items() if not torch.equal(values, before[name])
    }
    assert changed
    assert all(name.startswith(FINETUNED) for name in changed), changed
    assert network.policy.reference.taught
    assert all(p.requires_grad for p in network.parameters())


def test_a_seed_determines_the_result(frames: Frames, config: TrainConfig) -> None:
    results = []
    for _ in range(2):
        torch.manual_seed(0)
        network = build_network(PolicyConfig())
        finetune(network, frames, word_text_encoder(), config)
        results.append(weights(network))
    assert all(torch.equal(values, results[1][name]) for name, values in results[0].items())
    assert (Path(config.log) / 'language.csv').read_text().count('\n') == 2


def test_a_finetuned_checkpoint_names_its_source(
    frames: Frames,
    config: TrainConfig,
    network: VlaNetwork,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = tmp_path / 'first.safetensors'
    digest = save_network(first, network, config, {'best_step': 7})
    monkeypatch.setattr(module, 'load_frames', lambda *_: frames)
    monkeypatch.setattr('vla_language.encoders.minilm.MiniLM', WordTextEncoder)
    module.finetune_checkpoint(config, first)
    finetuned = load_checkpoint(config.output, '')
    assert (finetuned.header['finetuned_from'], finetuned.header['best_step']) == (digest, 7)
    assert finetuned.header['training']['language_steps'] == config.language_steps
    assert json.dumps(finetuned.header)
    assert bool(finetuned.tensors['policy.reference.taught'])
    for name, values in load_checkpoint(first, '').tensors.items():
        assert name.startswith(FINETUNED) or torch.equal(values, finetuned.tensors[name]), name


def test_a_policy_of_other_sizes_is_rejected(
    config: TrainConfig, network: VlaNetwork, tmp_path: Path
) -> None:
    first = tmp_path / 'first.safetensors'
    save_network(first, network, config, {})
    other = replace(config, policy=replace(config.policy, steps=8))
    with pytest.raises(ConfigError, match=r'steps: 8 \(the checkpoint has 16\)'):
        module.finetune_checkpoint(other, first)
    assert not Path(config.output).exists()


def test_a_size_that_an_older_checkpoint_lacks_has_its_default(
    config: TrainConfig,
    network: VlaNetwork,
    frames: Frames,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = tmp_path / 'first.safetensors'
    save_network(first, network, config, {})
    stored = load_checkpoint(first, '')
    sizes = {name: value for name, value in stored.header['policy'].items() if name != 'decoder'}
    save_checkpoint(first, dict(stored.tensors), {**stored.header, 'policy': sizes})
    monkeypatch.setattr(module, 'load_frames', lambda *_: frames)
    monkeypatch.setattr('vla_language.encoders.minilm.MiniLM', WordTextEncoder)
    module.finetune_checkpoint(config, first)
    assert Path(config.output).exists()
