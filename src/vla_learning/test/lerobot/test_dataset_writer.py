# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is written is read back by the documented schema, and by LeRobot where it is installed."""

from dataclasses import replace
from pathlib import Path
import sys

from lerobot_reader import LeRobotData
from lerobot_reader import read_lerobot
import numpy as np
from pyarrow import parquet
import pytest
from vla_learning.lerobot.dataset_writer import LeRobotWriter
from vla_learning.lerobot.episode_format import Episode
from vla_learning.lerobot.episode_format import ExportError
from vla_learning.lerobot.episode_format import Form

FORM = Form(
    fps=10,
    robot='some_arm',
    image='observation.images.front',
    image_shape=(48, 64, 3),
    vectors={'observation.state': ('x_m', 'y_m'), 'action': ('x_m', 'y_m', 'opening')},
)
COMMANDS = ('pick up the red cube', 'point at the blue bowl', 'pick up the red cube')


def episode(seed: int, frames: int, command: str) -> Episode:
    rng = np.random.default_rng(seed)
    return Episode(
        command,
        rng.integers(0, 256, (frames, 48, 64, 3), dtype=np.uint8),
        {
            name: rng.normal(size=(frames, len(parts))).astype(np.float32)
            for name, parts in FORM.vectors.items()
        },
    )


EPISODES = [episode(i, 3 + i, command) for i, command in enumerate(COMMANDS)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    writer = LeRobotWriter(tmp_path / 'set', FORM)
    for one in EPISODES:
        writer.add(one)
    writer.close()
    return tmp_path / 'set'


@pytest.fixture
def data(folder: Path) -> LeRobotData:
    return read_lerobot(folder)


def test_frames_are_read_back_as_written(data: LeRobotData) -> None:
    row = 0
    for one in EPISODES:
        for k in range(len(one.images)):
            assert np.array_equal(data.image(row, FORM.image), one.images[k])
            for name, values in one.vectors.items():
                assert np.array_equal(np.float32(data.frames[row][name]), values[k])
            row += 1
    assert row == len(data.frames) == 12


def test_the_same_command_is_one_task(data: LeRobotData) -> None:
    assert data.tasks == {COMMANDS[0]: 0, COMMANDS[1]: 1}
    assert [e['tasks'] for e in data.episodes] == [[command] for command in COMMANDS]


def test_statistics_are_those_of_the_frames(data: LeRobotData) -> None:
    actions = np.concatenate([one.vectors['action'] for one in EPISODES])
    found = data.stats['action']
    assert found['mean'] == pytest.approx(actions.mean(0), abs=1e-5)
    assert found['std'] == pytest.approx(actions.std(0), abs=1e-5)
    assert found['max'] == pytest.approx(actions.max(0))
    assert found['q50'] == pytest.approx(np.median(actions, 0))
    first = data.episodes[0]
    assert first['stats/action/min'] == pytest.approx(EPISODES[0].vectors['action'].min(0))
    image = np.array(data.stats[FORM.image]['mean']).ravel()
    pixels = np.concatenate([one.images for one in EPISODES])
    assert image == pytest.approx(pixels.mean((0, 1, 2)) / 255, abs=0.1)


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    writer = LeRobotWriter(tmp_path / 'set', FORM, file_mb=1e-6)
    for one in EPISODES:
        writer.add(one)
    writer.close()
    data = read_lerobot(tmp_path / 'set')
    assert [e['data/file_index'] for e in data.episodes] == [0, 1, 2]
    assert len(data.frames) == 12


def test_an_episode_is_a_row_group(folder: Path) -> None:
    file = parquet.ParquetFile(folder / 'data/chunk-000/file-000.parquet')
    assert [file.metadata.row_group(i).num_rows for i in range(3)] == [3, 4, 5]


def test_nothing_has_the_final_name_before_the_end(tmp_path: Path) -> None:
    writer = LeRobotWriter(tmp_path / 'set', FORM)
    writer.add(EPISODES[0])
    assert not (tmp_path / 'set').exists()
    again = LeRobotWriter(tmp_path / 'set', FORM)
    again.add(EPISODES[1])
    again.close()
    assert [path.name for path in tmp_path.iterdir()] == ['set']
    assert len(read_lerobot(tmp_path / 'set').frames) == 4


def test_a_folder_in_use_is_refused(folder: Path) -> None:
    with pytest.raises(ExportError, match=f'{folder} must be an empty folder'):
        LeRobotWriter(folder, FORM)


def test_no_episode_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match='at least one episode'):
        LeRobotWriter(tmp_path / 'set', FORM).close()


@pytest.mark.parametrize(
    'wrong',
    [
        replace(EPISODES[0], images=EPISODES[0].images[:, :40]),
        replace(
            EPISODES[0],
            images=EPISODES[0].images[:0],
            vectors={name: values[:0] for name, values in EPISODES[0].vectors.items()},
        ),
        replace(EPISODES[0], vectors={'action': EPISODES[0].vectors['action']}),
        replace(EPISODES[0], images=EPISODES[0].images[:2]),
    ],
)
def test_an_episode_of_another_form_is_refused(wrong: Episode, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r'an episode must hold .*\(48|, 48, 64, 3\).*got'):
        LeRobotWriter(tmp_path / 'set', FORM).add(wrong)


def test_without_pyarrow_the_way_out_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'pyarrow', None)
    with pytest.raises(ExportError, match='pyarrow, which is not installed'):
        LeRobotWriter(tmp_path / 'set', FORM)


def test_lerobot_reads_it(folder: Path) -> None:
    library = pytest.importorskip(
        'lerobot.datasets.lerobot_dataset',
        reason='LeRobot is not installed; the tests above check against its documented schema',
    )
    data = library.LeRobotDataset('local/set', root=folder)
    assert (len(data), data.num_episodes, data.meta.fps) == (12, 3, 10)
    assert data[3]['task'] == COMMANDS[1]
    assert data[3]['action'].numpy() == pytest.approx(EPISODES[1].vectors['action'][0])
