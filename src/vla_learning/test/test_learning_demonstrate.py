# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Making the data set: resumed, checked, made again where it is damaged."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from vla_learning import demonstrate
from vla_learning.config import DataConfig
from vla_learning.demonstrate import data_is_ready
from vla_learning.demonstrate import make_data
from vla_learning.demonstrate import Part
from vla_learning.demonstrate import part_is_ready
from vla_learning.demonstrate import parts_of
from vla_learning.demonstrate import run
from vla_learning.frames import DataError
from vla_learning.frames import Frames
from vla_learning.frames import load_frames
from vla_learning.frames import save_frames


@pytest.fixture
def settings(tmp_path: Path) -> DataConfig:
    return DataConfig(folder=str(tmp_path / 'data'), stills=600, episodes=30, workers=1)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, frames: Frames) -> list[Part]:
    """Make parts in this process out of ready frames; return those that are made."""
    made: list[Part] = []

    def make_part(part: Part) -> None:
        made.append(part)
        scene = np.full(len(frames), part.seeds.start)
        save_frames(part.folder, replace(frames, scene=scene))

    class Here:
        imap_unordered = staticmethod(map)

    @contextmanager
    def worker_pool(count: int) -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr(demonstrate, 'make_part', make_part)
    monkeypatch.setattr(demonstrate, 'worker_pool', worker_pool)
    return made


def test_parts_cover_every_seed_once(settings: DataConfig) -> None:
    seeds = [seed for part in parts_of(settings) for seed in part.seeds]
    assert seeds == list(range(1_000_000, 1_000_630))


def test_a_part_of_other_settings_has_another_folder(settings: DataConfig) -> None:
    folders = {part.folder for part in parts_of(settings)}
    others = {part.folder for part in parts_of(
        replace(settings, stills=620, frames_per_episode=3))}
    shared = {folder.name for folder in folders & others}
    assert shared == {'still_1000000_1000250_1', 'still_1000250_1000500_1'}


def test_all_parts_are_joined(settings: DataConfig, made: list[Part], frames: Frames) -> None:
    assert not data_is_ready(settings)
    make_data(settings)
    assert data_is_ready(settings)
    loaded = load_frames(Path(settings.folder))
    assert len(loaded) == len(made) * len(frames)
    assert np.array_equal(loaded.images[-len(frames):], frames.images)
    assert set(loaded.scene.tolist()) == {part.seeds.start for part in made}
    assert not (Path(settings.folder) / 'parts').exists()


def test_a_stopped_run_goes_on(
        settings: DataConfig, made: list[Part], frames: Frames,
        capsys: pytest.CaptureFixture[str]) -> None:
    parts = parts_of(settings)
    for part in parts[:3]:
        save_frames(part.folder, frames)
    damaged = parts[1].folder / 'frames.npz'
    damaged.write_bytes(damaged.read_bytes()[:1000])
    make_data(settings)
    assert made == [parts[1], *parts[3:]]
    assert str(damaged) in capsys.readouterr().out


def test_a_damaged_part_is_removed(
        settings: DataConfig, frames: Frames, capsys: pytest.CaptureFixture[str]) -> None:
    part = parts_of(settings)[0]
    assert not part_is_ready(part)
    save_frames(part.folder, frames)
    assert part_is_ready(part)
    (part.folder / 'images.npy').unlink()
    assert not part_is_ready(part)
    assert not part.folder.exists()
    assert 'images.npy' in capsys.readouterr().out


@pytest.mark.parametrize('change', [{'seed': 2_000_000}, {'stills': 601}])
def test_data_of_other_settings_are_not_ready(
        change: dict[str, int], settings: DataConfig, made: list[Part]) -> None:
    make_data(settings)
    assert not data_is_ready(replace(settings, **change))


@pytest.mark.parametrize('name', ['frames.npz', 'images.npy', 'config.json'])
def test_damaged_data_are_not_ready(name: str, settings: DataConfig, made: list[Part]) -> None:
    make_data(settings)
    path = Path(settings.folder) / name
    path.write_bytes(path.read_bytes()[:50])
    assert not data_is_ready(settings)


def test_ready_data_are_not_made_again(
        settings: DataConfig, made: list[Part], capsys: pytest.CaptureFixture[str]) -> None:
    run(settings)
    count = len(made)
    run(settings)
    assert len(made) == count
    assert 'is ready' in capsys.readouterr().out


def test_old_data_do_not_pass_for_the_new(
        settings: DataConfig, made: list[Part], monkeypatch: pytest.MonkeyPatch) -> None:
    make_data(settings)

    def fail(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demonstrate, '_join', fail)
    with pytest.raises(KeyboardInterrupt):
        make_data(replace(settings, stills=250, episodes=0))
    assert not data_is_ready(settings)


def test_scenes_of_evaluation_are_refused(settings: DataConfig) -> None:
    with pytest.raises(DataError, match='got 5'):
        make_data(replace(settings, seed=5))
