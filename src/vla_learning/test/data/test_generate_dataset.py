# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recording of the data set is resumed, checked and repaired."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from vla_learning.data import generate_dataset as module
from vla_learning.data.config import DataConfig
from vla_learning.data.dataset import load_frames
from vla_learning.data.frames import Frames
from vla_learning.data.generate_dataset import dataset_is_complete
from vla_learning.data.generate_dataset import FIRST_TRAINING_SEED
from vla_learning.data.generate_dataset import main
from vla_learning.data.generate_dataset import plan_shards
from vla_learning.data.generate_dataset import record_dataset
from vla_learning.data.generate_dataset import record_shard
from vla_learning.data.generate_dataset import require_training_seed
from vla_learning.data.generate_dataset import ShardJob
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import read_manifest
from vla_learning.data.manifest import Shard
from vla_learning.data.shards import load_shard
from vla_learning.data.shards import save_shard


class RecordingStopped(Exception):
    """Simulated interruption of the process."""


@pytest.fixture
def settings(tmp_path: Path) -> DataConfig:
    return DataConfig(
        folder=str(tmp_path / 'data'), random_pose_frames=600, episodes=30, workers=1
    )


@pytest.fixture
def few(frames: Frames) -> Frames:
    return Frames(**{name: values[:4] for name, values in vars(frames).items()})


@pytest.fixture
def recorded_jobs(monkeypatch: pytest.MonkeyPatch, few: Frames) -> list[ShardJob]:
    """Replace recording by writing prepared frames; return the recorded jobs."""
    recorded: list[ShardJob] = []

    def record_shard(job: ShardJob) -> Shard:
        recorded.append(job)
        scene = np.full(len(few), job.seeds.start)
        return save_shard(job.folder, job.name, replace(few, scene=scene))

    class SerialPool:
        imap_unordered = staticmethod(map)

    @contextmanager
    def worker_pool(count: int) -> Iterator[SerialPool]:
        yield SerialPool()

    monkeypatch.setattr(module, 'record_shard', record_shard)
    monkeypatch.setattr(module, 'worker_pool', worker_pool)
    return recorded


def stop_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupt recording after `count` shards."""
    record, done = module.record_shard, []

    def record_shard(job: ShardJob) -> Shard:
        if len(done) == count:
            raise RecordingStopped
        done.append(job)
        return record(job)

    monkeypatch.setattr(module, 'record_shard', record_shard)


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_jobs_cover_every_seed_once(settings: DataConfig) -> None:
    seeds = [seed for job in plan_shards(settings) for seed in job.seeds]
    assert seeds == list(range(1_000_000, 1_000_630))


def test_the_name_of_a_shard_depends_on_the_settings(settings: DataConfig) -> None:
    names = {job.name for job in plan_shards(settings)}
    others = {
        job.name
        for job in plan_shards(replace(settings, random_pose_frames=620, frames_per_episode=3))
    }
    assert names & others == {'random_pose_1000000_1000250_1', 'random_pose_1000250_1000500_1'}


def test_a_shard_is_recorded_in_physics(settings: DataConfig, tmp_path: Path) -> None:
    job = ShardJob(tmp_path, 'random_pose', range(1_000_000, 1_000_002), 1)
    loaded = load_shard(tmp_path, record_shard(job))
    assert loaded.scene.tolist() == [1_000_000, 1_000_001]


def test_all_shards_form_one_data_set(
    settings: DataConfig, recorded_jobs: list[ShardJob], few: Frames
) -> None:
    assert not dataset_is_complete(settings)
    record_dataset(settings)
    assert dataset_is_complete(settings)
    loaded = load_frames(Path(settings.folder))
    assert len(loaded) == len(recorded_jobs) * len(few)
    assert np.array_equal(loaded.images[-len(few) :], few.images)
    assert loaded.scene[:: len(few)].tolist() == [job.seeds.start for job in plan_shards(settings)]


def test_an_interrupted_run_is_resumed(
    settings: DataConfig, recorded_jobs: list[ShardJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopping:
        stop_after(2, stopping)
        with pytest.raises(RecordingStopped):
            record_dataset(settings)
    assert not dataset_is_complete(settings)
    with pytest.raises(DataError, match='no complete data set'):
        load_frames(Path(settings.folder))
    record_dataset(settings)
    assert recorded_jobs == plan_shards(settings)
    assert dataset_is_complete(settings)


@pytest.mark.parametrize('harm', [flip_a_bit, Path.unlink])
@pytest.mark.parametrize('kind', ['images.npy', 'facts.npz'])
def test_a_damaged_shard_is_named_and_recorded_again(
    kind: str,
    harm: Callable[[Path], None],
    settings: DataConfig,
    recorded_jobs: list[ShardJob],
    capsys: pytest.CaptureFixture[str],
) -> None:
    record_dataset(settings)
    before = read_manifest(Path(settings.folder))
    job = plan_shards(settings)[1]
    path = job.folder / f'{job.name}.{kind}'
    harm(path)
    recorded_jobs.clear()
    record_dataset(settings)
    assert recorded_jobs == [job]
    assert str(path) in capsys.readouterr().out
    assert read_manifest(Path(settings.folder)) == before


def test_a_complete_data_set_is_not_recorded_again(
    settings: DataConfig, recorded_jobs: list[ShardJob], capsys: pytest.CaptureFixture[str]
) -> None:
    record_dataset(settings)
    recorded_jobs.clear()
    record_dataset(settings)
    assert recorded_jobs == []
    assert 'is complete' in capsys.readouterr().out


@pytest.mark.parametrize('change', [{'seed': 2_000_000}, {'random_pose_frames': 601}])
def test_a_data_set_of_other_settings_is_not_complete(
    change: dict[str, int], settings: DataConfig, recorded_jobs: list[ShardJob]
) -> None:
    record_dataset(settings)
    assert not dataset_is_complete(replace(settings, **change))


def test_folder_and_workers_do_not_matter(
    settings: DataConfig, recorded_jobs: list[ShardJob], tmp_path: Path
) -> None:
    record_dataset(settings)
    Path(settings.folder).rename(tmp_path / 'elsewhere')
    moved = replace(settings, folder=str(tmp_path / 'elsewhere'), workers=7)
    assert dataset_is_complete(moved)
    assert len(load_frames(tmp_path / 'elsewhere')) > 0


def test_a_larger_data_set_keeps_recorded_shards(
    settings: DataConfig, recorded_jobs: list[ShardJob]
) -> None:
    record_dataset(settings)
    recorded_jobs.clear()
    record_dataset(replace(settings, episodes=50))
    assert [job.name for job in recorded_jobs] == ['episode_1000625_1000650_10']


def test_a_former_data_set_is_not_complete_while_recording(
    settings: DataConfig, recorded_jobs: list[ShardJob], monkeypatch: pytest.MonkeyPatch
) -> None:
    record_dataset(settings)
    stop_after(0, monkeypatch)
    other = replace(settings, seed=2_000_000)
    with pytest.raises(RecordingStopped):
        record_dataset(other)
    assert not dataset_is_complete(settings)
    assert not dataset_is_complete(other)


def test_files_of_another_layout_are_not_changed(
    settings: DataConfig, recorded_jobs: list[ShardJob]
) -> None:
    folder = Path(settings.folder)
    folder.mkdir()
    (folder / 'images.npy').write_text('mine')
    with pytest.raises(DataError, match='Move it away'):
        record_dataset(settings)
    assert [path.name for path in folder.iterdir()] == ['images.npy']
    assert recorded_jobs == []


def test_scenes_of_evaluation_are_refused(settings: DataConfig) -> None:
    with pytest.raises(DataError, match='got 5'):
        record_dataset(replace(settings, seed=5))


def test_the_first_training_seed_is_accepted() -> None:
    require_training_seed(FIRST_TRAINING_SEED)
    with pytest.raises(DataError, match='begin at 1000000; got 999999'):
        require_training_seed(FIRST_TRAINING_SEED - 1)


def test_the_command_reads_the_data_section_of_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[DataConfig] = []
    monkeypatch.setattr(module, 'record_dataset', recorded.append)
    path = tmp_path / 'my.yaml'
    path.write_text('steps: 5\ndata: {episodes: 3}')
    main([f'--config={path}'])
    assert recorded == [DataConfig(episodes=3)]
