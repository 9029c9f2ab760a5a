# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visual encoders by name, with weights from a checkpoint."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import save_checkpoint
from vla_common.engine import TORCH
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.encoder_registry import load_visual_encoder
from vla_perception.encoder_registry import VISUAL_ENCODERS
from vla_perception.visual_encoder import GridEncoder

SIZES = {'dim': 32, 'map_channels': 16, 'heads': 2}
HEADER = {'visual_encoder_id': 'grid_conv_v1', 'visual': SIZES}


def save(path: Path, encoder: GridEncoder, header: dict[str, Any]) -> str:
    tensors = {f'visual.{name}': tensor for name, tensor in encoder.state_dict().items()}
    save_checkpoint(path, {**tensors, 'policy.w': torch.zeros(2)}, header)
    return str(path)


def load(location: str) -> GridEncoder:
    encoder = load_visual_encoder('grid_conv_v1', location, TORCH)
    assert isinstance(encoder, GridEncoder)
    return encoder


def test_a_saved_encoder_is_loaded(tmp_path: Path) -> None:
    encoder = GridEncoder(**SIZES)
    encoder(torch.rand(2, 3, 192, 256))
    loaded = load(save(tmp_path / 'model.safetensors', encoder, HEADER))
    image = np.random.default_rng(0).random((3, 192, 256), np.float32)
    for ours, theirs in zip(loaded.encode(image), encoder.eval().encode(image), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4, rtol=1e-3)


def test_the_encoder_that_a_checkpoint_names_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder, header = GridEncoder(**SIZES), {**HEADER, 'visual_encoder_id': 'other'}
    location = save(tmp_path / 'model.safetensors', encoder, header)
    with pytest.raises(CheckpointError, match=r"grid_conv_v1; got 'other'. Register its loader"):
        load_trained_encoder(location)
    monkeypatch.setitem(VISUAL_ENCODERS, 'other', lambda *_: encoder)
    assert load_trained_encoder(location) is encoder
    shipped = save(tmp_path / 'shipped.safetensors', encoder, HEADER)
    assert isinstance(load_trained_encoder(shipped, TORCH), GridEncoder)


def test_the_error_of_an_unknown_name_lists_the_encoders() -> None:
    with pytest.raises(ValueError, match=r"grid_conv_v1; got 'clip'"):
        load_visual_encoder('clip', '')


@pytest.mark.parametrize(
    ('header', 'text'),
    [
        ({**HEADER, 'visual_encoder_id': 'other_v9'}, "grid_conv_v1, got 'other_v9'"),
        ({'visual': SIZES}, 'grid_conv_v1, got None'),
        ({'visual_encoder_id': 'grid_conv_v1'}, 'KeyError'),
        ({**HEADER, 'visual': {**SIZES, 'depth': 3}}, 'depth'),
        ({**HEADER, 'visual': {**SIZES, 'dim': '32'}}, 'TypeError'),
        ({**HEADER, 'visual': {**SIZES, 'dim': 64}}, 'size mismatch'),
    ],
)
def test_a_checkpoint_of_another_model_is_rejected(
    tmp_path: Path, header: dict[str, Any], text: str
) -> None:
    location = save(tmp_path / 'model.safetensors', GridEncoder(**SIZES), header)
    with pytest.raises(CheckpointError, match=text):
        load(location)


def test_the_error_of_a_missing_tensor_names_it(tmp_path: Path) -> None:
    encoder = GridEncoder(**SIZES)
    del encoder.refine
    location = save(tmp_path / 'model.safetensors', encoder, HEADER)
    with pytest.raises(CheckpointError, match=r'refine\.weight'):
        load(location)


def test_a_truncated_file_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / 'model.safetensors'
    save(path, GridEncoder(**SIZES), HEADER)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match='damaged'):
        load(str(path))


def test_a_missing_file_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r'none\.safetensors'):
        load(str(tmp_path / 'none.safetensors'))


def test_a_weight_that_is_not_finite_is_named(tmp_path: Path) -> None:
    encoder = GridEncoder(**SIZES)
    encoder.refine.weight.data.view(-1)[0] = torch.nan
    location = save(tmp_path / 'model.safetensors', encoder, HEADER)
    with pytest.raises(CheckpointError, match=r"1 of \d+ values of the tensor 'visual\.refine"):
        load(location)
