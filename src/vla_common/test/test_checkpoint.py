# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Saved checkpoints are loaded; everything else is rejected with a reason."""

import hashlib
import json
import math
from pathlib import Path
import pickle

import pytest
from safetensors.torch import save_file
import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import resolve_path
from vla_common.checkpoint import save_checkpoint
from vla_common.checkpoint import validate_weights

HEADER = {'config': {'channels': [64, 96]}, 'encoder_ids': ['grid_conv_v1'], 'seed': 7}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return the path of a valid checkpoint with two parts."""
    path = tmp_path / 'models' / 'model.safetensors'
    tensors = {
        'visual.weight': torch.arange(6, dtype=torch.float32).reshape(2, 3),
        'visual.count': torch.tensor(3),
        'policy.weight': torch.ones(4, dtype=torch.float16),
    }
    save_checkpoint(path, tensors, HEADER)
    return path


def _write_hash(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(f'{path.name}.sha256').write_text(f'{digest}  {path.name}\n')


def _error(path: Path | str, prefix: str = 'visual.') -> str:
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(path, prefix)
    return str(caught.value)


def test_each_part_is_loaded_without_its_prefix(model: Path) -> None:
    visual, policy = (load_checkpoint(model, prefix) for prefix in ('visual.', 'policy.'))
    assert visual.header == policy.header == {**HEADER, 'format_version': 1}
    assert set(visual.tensors) == {'weight', 'count'}
    assert visual.tensors['weight'].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert visual.tensors['count'].item() == 3
    assert policy.tensors['weight'].dtype == torch.float16


def test_the_hash_file_has_the_format_of_sha256sum(model: Path) -> None:
    digest = load_checkpoint(str(model), 'visual.').sha256
    assert digest == hashlib.sha256(model.read_bytes()).hexdigest()
    assert Path(f'{model}.sha256').read_text() == f'{digest}  model.safetensors\n'


def test_saving_replaces_the_files_and_leaves_no_other_file(model: Path) -> None:
    digest = save_checkpoint(model, {'visual.weight': torch.zeros(2).expand(3, 2).T}, HEADER)
    loaded = load_checkpoint(model, 'visual.')
    assert loaded.sha256 == digest
    assert loaded.tensors['weight'].shape == (2, 3)
    assert sorted(p.name for p in model.parent.iterdir()) == [
        'model.safetensors',
        'model.safetensors.sha256',
    ]


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    tensors = {'visual.b': torch.ones(2), 'visual.a': torch.zeros(3)}
    digests = {save_checkpoint(tmp_path / n, tensors, HEADER) for n in ('a.st', 'b.st')}
    assert len(digests) == 1


def test_a_missing_file_is_rejected(tmp_path: Path) -> None:
    text = _error(tmp_path / 'none.safetensors')
    assert 'none.safetensors' in text
    assert 'make train' in text


def test_a_folder_is_rejected(tmp_path: Path) -> None:
    assert 'a checkpoint needs' in _error(tmp_path)


@pytest.mark.parametrize('content', [None, b'', b'\xff\xfe\x00'])
def test_a_missing_or_invalid_hash_file_is_rejected(model: Path, content: bytes | None) -> None:
    hash_file = Path(f'{model}.sha256')
    if content is None:
        hash_file.unlink()
    else:
        hash_file.write_bytes(content)
    assert 'model.safetensors.sha256' in _error(model)


def test_one_flipped_bit_is_detected(model: Path) -> None:
    expected = hashlib.sha256(model.read_bytes()).hexdigest()
    data = bytearray(model.read_bytes())
    data[-1] ^= 1
    model.write_bytes(data)
    text = _error(model)
    assert expected in text
    assert hashlib.sha256(data).hexdigest() in text
    assert 'damaged' in text


@pytest.mark.parametrize('size', [0, 4, 100, -1])
def test_a_truncated_file_is_rejected(model: Path, size: int) -> None:
    model.write_bytes(model.read_bytes()[:size])
    assert 'must have the sha256' in _error(model)
    _write_hash(model)
    assert 'must be a readable safetensors file' in _error(model)


def test_a_pickle_is_not_loaded(model: Path, tmp_path: Path) -> None:
    class PickleTrap:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (tmp_path / 'opened',)

    for dump in (pickle.dumps(PickleTrap()), None):
        if dump is None:
            torch.save({'visual.weight': PickleTrap()}, model)
        else:
            model.write_bytes(dump)
        _write_hash(model)
        assert 'must be a readable safetensors file' in _error(model)
    assert not (tmp_path / 'opened').exists()


@pytest.mark.parametrize(
    'metadata', [None, {'other': '{}'}, {'vla': '{broken'}, {'vla': '[]'}, {'vla': '{"seed": 1}'}]
)
def test_a_file_without_a_header_is_rejected(model: Path, metadata: dict[str, str] | None) -> None:
    save_file({'visual.weight': torch.zeros(1)}, model, metadata)
    _write_hash(model)
    assert 'must have a header of this workspace' in _error(model)


@pytest.mark.parametrize('version', [0, 2, '1', None])
def test_another_format_version_is_rejected(model: Path, version: object) -> None:
    metadata = {'vla': json.dumps({'format_version': version})}
    save_file({'visual.weight': torch.zeros(1)}, model, metadata)
    _write_hash(model)
    assert f'must have format version 1; it has {version}' in _error(model)


def test_a_missing_part_is_rejected(model: Path) -> None:
    assert 'must contain tensors named language.*; it has none' in _error(model, 'language.')


@pytest.mark.parametrize('value', [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    'dtype',
    [
        torch.float64,
        torch.float32,
        torch.float16,
        torch.bfloat16,
        torch.float8_e5m2,
        torch.complex64,
    ],
)
def test_a_weight_that_is_not_finite_is_rejected(
    model: Path, dtype: torch.dtype, value: float
) -> None:
    weights = torch.ones(5, 3)
    weights[1, 2] = weights[4, 0] = value
    tensors = {
        'visual.a': torch.ones(2),
        'visual.b': weights.to(dtype),
        'visual.c': weights.clone(),
        'policy.weight': torch.ones(2),
    }
    save_checkpoint(model, tensors, HEADER)
    assert _error(model) == (
        f"{model} must have finite weights only; 2 of 15 values of the tensor 'visual.b' are NaN "
        'or infinite. Restore it, or run make train'
    )
    # A node checks the part that it uses.
    assert set(load_checkpoint(model, 'policy.').tensors) == {'weight'}


@pytest.mark.parametrize(
    'tensor',
    [
        torch.tensor(3),
        torch.tensor([True, False]),
        torch.zeros(0),
        torch.zeros(3, 0, dtype=torch.float16),
        torch.tensor(1.0),
        torch.tensor([3.4e38, -3.4e38]),
        torch.ones(4).to(torch.float8_e4m3fn),
        torch.tensor(1j),
    ],
)
def test_finite_weights_integers_and_empty_tensors_are_valid(tensor: torch.Tensor) -> None:
    validate_weights(Path('m.safetensors'), {'w': tensor})


def test_the_remedy_of_other_files_is_in_the_error() -> None:
    with pytest.raises(CheckpointError, match=r'm\.bin .*1 of 1 .*infinite\. Reinstall$'):
        validate_weights(Path('m.bin'), {'w': torch.tensor(math.nan)}, remedy='Reinstall')


def test_package_paths_are_resolved(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / 'share/ament_index/resource_index/packages/arm_model'
    marker.parent.mkdir(parents=True)
    marker.touch()
    share = tmp_path / 'share' / 'arm_model'
    share.mkdir()
    model.parent.rename(share / 'models')
    monkeypatch.setenv('AMENT_PREFIX_PATH', str(tmp_path))
    location = 'package://arm_model/models/model.safetensors'
    assert resolve_path(location) == share / 'models' / 'model.safetensors'
    assert set(load_checkpoint(location, 'policy.').tensors) == {'weight'}


@pytest.mark.parametrize('location', ['package://no_such/x', 'package://', 'package:///x'])
def test_a_package_that_is_not_installed_is_rejected(
    location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('AMENT_PREFIX_PATH', str(tmp_path))
    text = _error(location)
    assert location in text
    assert 'not installed' in text


def test_plain_paths_are_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('HOME', '/home/someone')
    assert resolve_path('~/m.safetensors') == Path('/home/someone/m.safetensors')
    assert resolve_path('models/m.safetensors') == Path('models/m.safetensors')
