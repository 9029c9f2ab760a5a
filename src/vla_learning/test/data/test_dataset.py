# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Damaged shards are refused, or skipped and reported."""

from collections.abc import Callable
from dataclasses import fields
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from vla_learning.data.dataset import load_frames
from vla_learning.data.dataset import save_frames
from vla_learning.data.frames import Frames
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import Manifest
from vla_learning.data.manifest import write_manifest
from vla_learning.data.shards import save_shard

NAMES = ('a', 'b', 'c')
FILES = [f'b.{kind}' for kind in ('images.npy', 'facts.npz')]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)


DAMAGES = [cut, flip_a_bit, Path.unlink]


@pytest.fixture
def folder(frames: Frames, tmp_path: Path) -> Path:
    """Return a data set of three shards of 40 rows, of scenes 0, 1 and 2."""
    shards = tuple(
        save_shard(tmp_path, name, replace(frames, scene=np.full(len(frames), i)))
        for i, name in enumerate(NAMES)
    )
    write_manifest(tmp_path, Manifest({}, shards, complete=True))
    return tmp_path


def test_shards_are_concatenated_in_order(frames: Frames, folder: Path) -> None:
    loaded = load_frames(folder)
    assert loaded.scene.tolist() == [0] * 40 + [1] * 40 + [2] * 40
    assert np.array_equal(loaded.images[[0, 41, 119]], frames.images[[0, 1, 39]])
    assert np.array_equal(loaded.poses[80:], frames.poses)


def test_one_shard_is_read_as_written(frames: Frames, tmp_path: Path) -> None:
    save_frames(tmp_path / 'new', frames)
    loaded = load_frames(tmp_path / 'new')
    for field in fields(Frames):
        expected, actual = getattr(frames, field.name), getattr(loaded, field.name)
        assert np.array_equal(expected, actual), field.name


@pytest.mark.parametrize('damage', DAMAGES)
@pytest.mark.parametrize('name', FILES)
def test_a_damaged_file_is_refused_by_name(
    name: str, damage: Callable[[Path], None], folder: Path
) -> None:
    damage(folder / name)
    with pytest.raises(DataError, match=f'{folder / name}.*on_corrupt: skip'):
        load_frames(folder)


@pytest.mark.parametrize('damage', DAMAGES)
@pytest.mark.parametrize('name', FILES)
def test_a_damaged_file_is_skipped_if_so_configured(
    name: str,
    damage: Callable[[Path], None],
    frames: Frames,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    damage(folder / name)
    loaded = load_frames(folder, 'skip')
    assert loaded.scene.tolist() == [0] * 40 + [2] * 40
    assert np.array_equal(loaded.images[40:], frames.images)
    report = capsys.readouterr().err
    assert str(folder / name) in report
    assert 'skipped 40 of 120 frames' in report


def test_intact_data_are_read_without_output(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load_frames(folder, 'skip')
    assert capsys.readouterr() == ('', '')


def test_no_intact_shard_is_an_error(folder: Path) -> None:
    for name in NAMES:
        cut(folder / f'{name}.images.npy')
    with pytest.raises(DataError, match='no intact shard left'):
        load_frames(folder, 'skip')


@pytest.mark.parametrize('complete', [False, None])
def test_an_incomplete_data_set_is_refused(complete: bool | None, tmp_path: Path) -> None:
    if complete is not None:
        write_manifest(tmp_path, Manifest({}, (), complete))
    with pytest.raises(DataError, match='no complete data set'):
        load_frames(tmp_path)


def test_an_unknown_reaction_is_named(folder: Path) -> None:
    with pytest.raises(DataError, match=r"'refuse', 'skip'.*got 'ignore'"):
        load_frames(folder, 'ignore')
