# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Loading of checkpoints: equal weights, and errors that name the problem."""

from dataclasses import replace
from pathlib import Path

from policy_samples import random_policy
from policy_samples import scripted_policy
from policy_samples import TEXT
from policy_samples import TINY
from policy_samples import VISUAL
from policy_samples import write_checkpoint
import pytest
import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import save_checkpoint
from vla_common.engine import TORCH
from vla_policy.nn.loading import load_policy
from vla_policy.nn.loading import load_torch_model
from vla_policy.nn.loading import warm_up
from vla_policy.nn.torch_networks import TorchNetworks


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return Path(write_checkpoint(tmp_path / 'tiny.safetensors', random_policy(4)))


def test_a_saved_policy_is_loaded_unchanged(saved: Path) -> None:
    loaded = load_policy(str(saved), TORCH)
    expected = random_policy(4).state_dict()
    model = load_torch_model(str(saved))
    actual = model.state_dict()
    assert actual.keys() == expected.keys()
    assert all(torch.equal(actual[name], expected[name]) for name in expected)
    assert loaded.config == TINY
    assert (loaded.visual_encoder_id, loaded.text_encoder_id) == (VISUAL, TEXT)
    assert len(loaded.sha256) == 64
    assert not model.training


def test_warming_up_does_not_change_the_weights(saved: Path) -> None:
    model = load_torch_model(str(saved))
    warm_up(load_policy(str(saved), TORCH)._replace(model=TorchNetworks(model)))
    expected = random_policy(4).state_dict()
    assert all(torch.equal(v, expected[k]) for k, v in model.state_dict().items())
    assert not any(p.grad is not None for p in model.parameters())


def test_a_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r'nothing\.safetensors.*make train'):
        load_policy(str(tmp_path / 'nothing.safetensors'), TORCH)


def test_a_truncated_file_is_refused(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match='damaged or was modified'):
        load_policy(str(saved), TORCH)


def test_a_changed_file_is_refused(saved: Path) -> None:
    data = bytearray(saved.read_bytes())
    data[-1] ^= 1
    saved.write_bytes(data)
    with pytest.raises(CheckpointError, match='must have the sha256'):
        load_policy(str(saved), TORCH)


def test_a_wrong_checksum_file_is_refused(saved: Path) -> None:
    saved.with_name(f'{saved.name}.sha256').write_text(f'{"0" * 64}  {saved.name}\n')
    with pytest.raises(CheckpointError, match=r'0000.*it has'):
        load_policy(str(saved), TORCH)


def test_a_missing_checksum_file_is_refused(saved: Path) -> None:
    saved.with_name(f'{saved.name}.sha256').unlink()
    with pytest.raises(CheckpointError, match=r'hash file tiny\.safetensors\.sha256'):
        load_policy(str(saved), TORCH)


def test_weights_of_another_size_are_refused(tmp_path: Path) -> None:
    path = write_checkpoint(tmp_path / 'a.safetensors', config=replace(TINY, dim=32))
    with pytest.raises(CheckpointError, match=r'policy of this version.*size mismatch') as error:
        load_policy(path, TORCH)
    assert len(str(error.value)) < 500
    assert '\n' not in str(error.value)


def test_an_unknown_configuration_key_is_refused(tmp_path: Path) -> None:
    path = write_checkpoint(tmp_path / 'a.safetensors', policy={**TINY.to_dict(), 'depth': 3})
    with pytest.raises(CheckpointError, match='depth'):
        load_policy(path, TORCH)


def test_a_missing_weight_is_named(tmp_path: Path) -> None:
    tensors = {f'policy.{k}': v for k, v in scripted_policy().state_dict().items()}
    del tensors['policy.task.weight']
    save_checkpoint(
        tmp_path / 'a.safetensors',
        tensors,
        {'policy': TINY.to_dict(), 'visual_encoder_id': VISUAL, 'text_encoder_id': TEXT},
    )
    with pytest.raises(CheckpointError, match=r'task\.weight'):
        load_policy(str(tmp_path / 'a.safetensors'), TORCH)


def test_a_header_without_encoders_is_refused(tmp_path: Path) -> None:
    tensors = {f'policy.{k}': v for k, v in scripted_policy().state_dict().items()}
    save_checkpoint(tmp_path / 'a.safetensors', tensors, {'policy': TINY.to_dict()})
    with pytest.raises(CheckpointError, match='visual_encoder_id'):
        load_policy(str(tmp_path / 'a.safetensors'), TORCH)


@pytest.mark.parametrize(
    'name', ['decoder.output.weight', 'text.project.0.weight', 'locator.key.bias']
)
def test_a_weight_that_is_not_finite_is_named(tmp_path: Path, name: str) -> None:
    model = random_policy()
    model.state_dict()[name].view(-1)[0] = torch.nan
    path = write_checkpoint(tmp_path / 'a.safetensors', model)
    with pytest.raises(CheckpointError, match=rf"1 of \d+ values of the tensor 'policy\.{name}'"):
        load_policy(path, TORCH)


def test_the_shipped_policy_is_loaded() -> None:
    location = 'package://vla_policy/models/tabletop.safetensors'
    warm_up(load_policy(location))
    weights = load_torch_model(location).state_dict().values()
    assert all(torch.isfinite(tensor).all() for tensor in weights)
