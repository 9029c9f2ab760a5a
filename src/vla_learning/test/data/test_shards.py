# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shards are read by rows like one array."""

from dataclasses import fields
from dataclasses import replace
from pathlib import Path
import time

import numpy as np
import pytest
from vla_learning.data.frames import Frames
from vla_learning.data.manifest import DataError
from vla_learning.data.shards import ImageShards
from vla_learning.data.shards import load_shard
from vla_learning.data.shards import Rows
from vla_learning.data.shards import save_shard

WHOLE = np.random.default_rng(0).integers(0, 256, (10, 4, 6, 3), dtype=np.uint8)
IMAGES = ImageShards([WHOLE[:3], WHOLE[3:4], WHOLE[4:]])


@pytest.mark.parametrize(
    'rows',
    [
        0,
        3,
        -1,
        slice(None),
        slice(2, 7, 2),
        slice(4, 4),
        [9, 0, 3, 3, 4],
        np.array([2]),
        np.arange(10) % 2 == 0,
        np.array([[1, 8], [3, 3]]),
        np.array([], int),
    ],
)
def test_rows_equal_those_of_one_array(rows: Rows) -> None:
    assert np.array_equal(IMAGES[rows], WHOLE[rows])  # type: ignore[index]


def test_shape_and_type_equal_those_of_one_array() -> None:
    assert (IMAGES.shape, IMAGES.ndim, IMAGES.dtype) == (WHOLE.shape, 4, WHOLE.dtype)
    assert len(IMAGES) == 10
    assert np.array_equal(np.asarray(IMAGES), WHOLE)
    assert np.asarray(IMAGES, dtype=float).dtype == float


@pytest.mark.parametrize('rows', [10, -11, [0, 10]])
def test_a_missing_row_is_an_error(rows: Rows) -> None:
    with pytest.raises(IndexError):
        IMAGES[rows]


def test_rows_are_copies() -> None:
    IMAGES[[0, 5]][:] = 0
    assert np.array_equal(np.asarray(IMAGES), WHOLE)


def test_a_shard_is_read_as_written(frames: Frames, tmp_path: Path) -> None:
    shard = save_shard(tmp_path, 'some', frames)
    loaded = load_shard(tmp_path, shard)
    assert shard.rows == len(frames)
    for field in fields(Frames):
        expected, actual = getattr(frames, field.name), getattr(loaded, field.name)
        assert np.array_equal(expected, actual), field.name
    assert sorted(p.name for p in tmp_path.iterdir()) == ['some.facts.npz', 'some.images.npy']
    assert isinstance(loaded.images, np.memmap)


@pytest.mark.parametrize(
    ('name', 'values'),
    [
        ('poses', np.zeros((40, 5, 4), np.float32)),
        ('tool', np.zeros((40, 5))),
        ('scene', np.zeros((), np.int64)),
        ('task', np.zeros((39, 4), np.int16)),
        ('images', np.zeros((40, 192, 256, 1), np.uint8)),
    ],
)
def test_a_field_of_another_shape_or_type_is_named(
    name: str, values: np.ndarray, frames: Frames, tmp_path: Path
) -> None:
    shard = save_shard(tmp_path, 'some', replace(frames, **{name: values}))
    with pytest.raises(DataError, match=f'{name} in .*some.* must be'):
        load_shard(tmp_path, shard)


@pytest.mark.parametrize('file', ['some.facts.npz', 'some.images.npy'])
@pytest.mark.parametrize('content', [b'', b'no array at all'])
def test_an_invalid_array_file_is_named(
    file: str, content: bytes, frames: Frames, tmp_path: Path
) -> None:
    shard = save_shard(tmp_path, 'some', frames)
    (tmp_path / file).write_bytes(content)
    with pytest.raises(DataError, match=file):
        load_shard(tmp_path, shard)


def test_random_rows_cost_about_as_much_as_those_of_one_array() -> None:
    rng = np.random.default_rng(0)
    whole = rng.integers(0, 256, (400, 96, 128, 3), dtype=np.uint8)
    images = ImageShards(np.array_split(whole, 40))
    rows = [rng.choice(400, 16, replace=False) for _ in range(20)]

    def cost_s(array: np.ndarray | ImageShards) -> float:
        times = []
        for _ in range(3):
            start = time.thread_time()
            for chosen in rows:
                array[chosen]
            times.append(time.thread_time() - start)
        return min(times)

    assert cost_s(images) < 4 * cost_s(whole) + 0.02
