# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Making the data set: resumed, checked, made again where it is damaged."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from vla_learning.data import generate_dataset
from vla_learning.data.dataset import load_frames
from vla_learning.data.frames import Frames
from vla_learning.data.generate_dataset import data_is_ready
from vla_learning.data.generate_dataset import make_data
from vla_learning.data.generate_dataset import make_part
from vla_learning.data.generate_dataset import Part
from vla_learning.data.generate_dataset import parts_of
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import read_manifest
from vla_learning.data.manifest import Shard
from vla_learning.data.shards import load_shard
from vla_learning.data.shards import save_shard
from vla_learning.training.config import DataConfig


class Stopped(Exception):
    """Stands for a kill."""


@pytest.fixture
def settings(tmp_path: Path) -> DataConfig:
    return DataConfig(folder=str(tmp_path / 'data'), stills=600, episodes=30, workers=1)


@pytest.fixture
def few(frames: Frames) -> Frames:
    return Frames(**{name: values[:4] for name, values in vars(frames).items()})


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, few: Frames) -> list[Part]:
    """Make parts in this process out of ready frames; return those that are made."""
    made: list[Part] = []

    def make_part(part: Part) -> Shard:
        made.append(part)
        scene = np.full(len(few), part.seeds.start)
        return save_shard(part.folder, part.name, replace(few, scene=scene))

    class Here:
        imap_unordered = staticmethod(map)

    @contextmanager
    def worker_pool(count: int) -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr(generate_dataset, 'make_part', make_part)
    monkeypatch.setattr(generate_dataset, 'worker_pool', worker_pool)
    return made


def stop_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop while the part after `count` is made."""
    make, done = generate_dataset.make_part, []

    def make_part(part: Part) -> Shard:
        if len(done) == count:
            raise Stopped
        done.append(part)
        return make(part)

    monkeypatch.setattr(generate_dataset, 'make_part', make_part)


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_parts_cover_every_seed_once(settings: DataConfig) -> None:
    seeds = [seed for part in parts_of(settings) for seed in part.seeds]
    assert seeds == list(range(1_000_000, 1_000_630))


def test_a_part_of_other_settings_has_another_name(settings: DataConfig) -> None:
    names = {part.name for part in parts_of(settings)}
    others = {part.name for part in parts_of(replace(settings, stills=620, frames_per_episode=3))}
    assert names & others == {'still_1000000_1000250_1', 'still_1000250_1000500_1'}


def test_a_part_is_recorded_in_physics(settings: DataConfig, tmp_path: Path) -> None:
    part = Part(tmp_path, 'still', range(1_000_000, 1_000_002), 1)
    loaded = load_shard(tmp_path, make_part(part))
    assert loaded.scene.tolist() == [1_000_000, 1_000_001]


def test_all_parts_become_one_data_set(
    settings: DataConfig, made: list[Part], few: Frames
) -> None:
    assert not data_is_ready(settings)
    make_data(settings)
    assert data_is_ready(settings)
    loaded = load_frames(Path(settings.folder))
    assert len(loaded) == len(made) * len(few)
    assert np.array_equal(loaded.images[-len(few) :], few.images)
    assert loaded.scene[:: len(few)].tolist() == [part.seeds.start for part in parts_of(settings)]


def test_a_stopped_run_goes_on(
    settings: DataConfig, made: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopping:
        stop_after(2, stopping)
        with pytest.raises(Stopped):
            make_data(settings)
    assert not data_is_ready(settings)
    with pytest.raises(DataError, match='no complete data set'):
        load_frames(Path(settings.folder))
    make_data(settings)
    assert made == parts_of(settings)
    assert data_is_ready(settings)


@pytest.mark.parametrize('harm', [flip_a_bit, Path.unlink])
@pytest.mark.parametrize('kind', ['images.npy', 'facts.npz'])
def test_a_damaged_part_is_named_and_made_again(
    kind: str,
    harm: Callable[[Path], None],
    settings: DataConfig,
    made: list[Part],
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_data(settings)
    whole = read_manifest(Path(settings.folder))
    part = parts_of(settings)[1]
    path = part.folder / f'{part.name}.{kind}'
    harm(path)
    made.clear()
    make_data(settings)
    assert made == [part]
    assert str(path) in capsys.readouterr().out
    assert read_manifest(Path(settings.folder)) == whole


def test_ready_data_are_not_made_again(
    settings: DataConfig, made: list[Part], capsys: pytest.CaptureFixture[str]
) -> None:
    make_data(settings)
    made.clear()
    make_data(settings)
    assert made == []
    assert 'is ready' in capsys.readouterr().out


@pytest.mark.parametrize('change', [{'seed': 2_000_000}, {'stills': 601}])
def test_data_of_other_settings_are_not_ready(
    change: dict[str, int], settings: DataConfig, made: list[Part]
) -> None:
    make_data(settings)
    assert not data_is_ready(replace(settings, **change))


def test_data_can_be_moved_and_made_by_more_workers(
    settings: DataConfig, made: list[Part], tmp_path: Path
) -> None:
    make_data(settings)
    Path(settings.folder).rename(tmp_path / 'elsewhere')
    moved = replace(settings, folder=str(tmp_path / 'elsewhere'), workers=7)
    assert data_is_ready(moved)
    assert len(load_frames(tmp_path / 'elsewhere')) > 0


def test_more_data_keep_what_there_is(settings: DataConfig, made: list[Part]) -> None:
    make_data(settings)
    made.clear()
    make_data(replace(settings, episodes=50))
    assert [part.name for part in made] == ['episode_1000625_1000650_10']


def test_old_data_do_not_pass_for_the_new(
    settings: DataConfig, made: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_data(settings)
    stop_after(0, monkeypatch)
    other = replace(settings, seed=2_000_000)
    with pytest.raises(Stopped):
        make_data(other)
    assert not data_is_ready(settings)
    assert not data_is_ready(other)


def test_files_of_another_layout_stay_untouched(settings: DataConfig, made: list[Part]) -> None:
    folder = Path(settings.folder)
    folder.mkdir()
    (folder / 'images.npy').write_text('mine')
    with pytest.raises(DataError, match='Move it away'):
        make_data(settings)
    assert [path.name for path in folder.iterdir()] == ['images.npy']
    assert made == []


def test_scenes_of_evaluation_are_refused(settings: DataConfig) -> None:
    with pytest.raises(DataError, match='got 5'):
        make_data(replace(settings, seed=5))
