# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The data set on disk."""

from collections.abc import Callable
from dataclasses import fields
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from vla_learning.frames import DataError
from vla_learning.frames import FACTS
from vla_learning.frames import Frames
from vla_learning.frames import load_frames
from vla_learning.frames import save_facts
from vla_learning.frames import save_frames


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 3
    data[middle:middle + 200] = bytes(200)
    path.write_bytes(data)


def test_what_is_saved_is_loaded(frames: Frames, tmp_path: Path) -> None:
    save_frames(tmp_path, frames)
    loaded = load_frames(tmp_path)
    for field in fields(Frames):
        expected, actual = getattr(frames, field.name), getattr(loaded, field.name)
        assert np.array_equal(expected, actual), field.name
    assert sorted(p.name for p in tmp_path.iterdir()) == ['frames.npz', 'images.npy']


@pytest.mark.parametrize(('name', 'harm'), [
    ('frames.npz', cut), ('frames.npz', scramble), ('frames.npz', Path.unlink),
    ('images.npy', cut), ('images.npy', Path.unlink),
    ('images.npy', lambda path: path.write_text('no array')),
    ('frames.npz', lambda path: path.write_bytes(b'')),
])
def test_a_damaged_file_is_named(
        name: str, harm: Callable[[Path], None], frames: Frames, tmp_path: Path) -> None:
    save_frames(tmp_path, frames)
    harm(tmp_path / name)
    with pytest.raises(DataError, match=name):
        load_frames(tmp_path)


def test_files_of_two_data_sets_do_not_go_together(frames: Frames, tmp_path: Path) -> None:
    save_frames(tmp_path, frames)
    np.save(tmp_path / 'images.npy', frames.images[:3])
    with pytest.raises(DataError, match=r'images\.npy has 3'):
        load_frames(tmp_path)


@pytest.mark.parametrize(('name', 'values'), [
    ('poses', np.zeros((40, 5, 4), np.float32)), ('hand', np.zeros((40, 5))),
    ('scene', np.zeros((), np.int64)),
])
def test_a_field_of_another_form_is_named(
        name: str, values: np.ndarray, frames: Frames, tmp_path: Path) -> None:
    save_frames(tmp_path, frames)
    save_facts(tmp_path, {n: values if n == name else getattr(frames, n) for n in FACTS})
    with pytest.raises(DataError, match=f'{name} must be'):
        load_frames(tmp_path)


def test_things_of_a_row_are_those_that_are_there(frames: Frames) -> None:
    for row in range(len(frames)):
        things = frames.things_of(row)
        assert len(things) == (frames.things[row, :, 0] >= 0).sum()
        assert len(set(things)) == len(things)


@pytest.mark.parametrize('share', [0.05, 0.1, 0.5])
def test_training_and_validation_share_no_scene(share: float, frames: Frames) -> None:
    train, held = frames.split(share)
    assert not set(frames.scene[train]) & set(frames.scene[held])
    assert sorted([*train, *held]) == list(range(len(frames)))
    assert len(held) == pytest.approx(share * len(frames), abs=2)


def test_validation_takes_from_the_whole_range_of_seeds(frames: Frames) -> None:
    """Stills have the first seeds and demonstrations the last."""
    _, held = frames.split(0.1)
    middle = np.median(frames.scene)
    assert (frames.scene[held] < middle).any()
    assert (frames.scene[held] > middle).any()


def test_one_scene_is_held_back_at_least(frames: Frames) -> None:
    few = replace(frames, scene=np.zeros(len(frames), np.int64))
    train, held = few.split(0.01)
    assert (len(train), len(held)) == (0, len(frames))
