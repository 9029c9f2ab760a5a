# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A whole `make train`, its errors and its interruption."""

from dataclasses import replace
from pathlib import Path

from learning_samples import WordTextEncoder
import pytest
from vla_common.checkpoint import load_checkpoint
from vla_language.encoders import minilm
from vla_learning.data.dataset import save_frames
from vla_learning.data.frames import Frames
from vla_learning.data.generate_dataset import dataset_is_complete
from vla_learning.data.manifest import DataError
from vla_learning.training import train as module
from vla_learning.training.config import TrainConfig
from vla_learning.utils.config_values import ConfigError
from vla_perception.visual_encoder import build_encoder
from vla_policy.nn.loading import load_policy


def test_a_run_writes_a_checkpoint_that_the_nodes_load(
    frames: Frames,
    config: TrainConfig,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(minilm, 'MiniLM', WordTextEncoder)
    save_frames(Path(config.data.folder), frames)
    module.train(config)
    loaded = load_policy(config.output)
    assert loaded.config == config.policy
    assert loaded.text_encoder_id == 'minilm_l6_v2'
    visual = load_checkpoint(config.output, 'visual.')
    build_encoder(visual.header['visual']).load_state_dict(visual.tensors)
    assert visual.header['training']['seed'] == config.seed
    assert 'correct_target' in visual.header['validation']
    assert visual.header['training_wall_s'] >= 0
    assert visual.header['best_step'] > config.pretrain_steps
    assert (Path(config.log) / 'curves.png').exists()
    assert config.output in capsys.readouterr().out


def test_missing_data_are_recorded_first(
    config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(module, 'record_dataset', lambda data: done.append('data'))
    monkeypatch.setattr(module, 'train', lambda settings: done.append('train'))
    assert not dataset_is_complete(config.data)
    module.run(config)
    assert done == ['data', 'train']


@pytest.mark.parametrize('name', ['relative', 'absolute', 'installed', 'link'])
def test_shipped_weights_are_not_replaced(
    name: str, config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).resolve().parents[4]
    monkeypatch.chdir(root)
    link = tmp_path / 'link.safetensors'
    link.symlink_to(root / module.SHIPPED_POLICY)
    output = {
        'relative': str(module.SHIPPED_POLICY),
        'absolute': str(root / module.SHIPPED_POLICY),
        'installed': str(module.resolve_path(module._INSTALLED_POLICY)),
        'link': str(link),
    }[name]
    done: list[str] = []
    monkeypatch.setattr(module, 'record_dataset', lambda data: done.append('data'))
    monkeypatch.setattr(module, 'train', lambda settings: done.append('train'))
    with pytest.raises(ConfigError, match='replace_shipped: true'):
        module.run(replace(config, output=output))
    assert not done
    module.run(replace(config, output=output, replace_shipped=True))
    assert done == ['data', 'train']


def test_the_default_output_is_not_the_shipped_file() -> None:
    module.require_own_output(TrainConfig())
    assert TrainConfig().output.startswith('log/')


def test_torchrun_records_no_data(config: TrainConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('RANK', '1')
    monkeypatch.setenv('WORLD_SIZE', '2')
    with pytest.raises(DataError, match='before torchrun starts'):
        module.run(config)


@pytest.mark.parametrize('choice', ['refuse', 'skip'])
def test_damaged_data_are_handled_as_configured(
    choice: str, frames: Frames, config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[str] = []

    def load_frames(folder: Path, on_corrupt: str) -> Frames:
        received.append(on_corrupt)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, 'load_frames', load_frames)
    with pytest.raises(KeyboardInterrupt):
        module.train(replace(config, data=replace(config.data, on_corrupt=choice)))
    assert received == [choice]


def test_ctrl_c_prints_how_to_resume(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(settings: TrainConfig) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, 'run', stop)
    with pytest.raises(SystemExit) as caught:
        module.main([])
    assert caught.value.code == 130
    assert 'The same command resumes' in capsys.readouterr().err


def test_an_error_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / 'wrong.yaml'
    path.write_text('stepz: 3')
    with pytest.raises(SystemExit) as caught:
        module.main(['--config', str(path)])
    assert caught.value.code == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert 'stepz' in lines[0]
