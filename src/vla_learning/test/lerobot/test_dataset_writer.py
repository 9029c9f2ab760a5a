# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Written data sets follow the documented schema and are read by LeRobot if it is installed."""

from dataclasses import replace
from pathlib import Path
import sys

from lerobot_reader import LeRobotData
from lerobot_reader import read_lerobot
import numpy as np
from pyarrow import parquet
import pytest
from vla_learning.lerobot.dataset_writer import LeRobotWriter
from vla_learning.lerobot.episode_format import DatasetSpec
from vla_learning.lerobot.episode_format import ExportError
from vla_learning.lerobot.episode_format import RecordedEpisode

SPEC = DatasetSpec(
    fps=10,
    robot='some_arm',
    image='observation.images.front',
    image_shape=(48, 64, 3),
    vectors={'observation.state': ('x_m', 'y_m'), 'action': ('x_m', 'y_m', 'opening')},
)
COMMANDS = ('pick up the red cube', 'point at the blue bowl', 'pick up the red cube')


def make_episode(seed: int, frames: int, command: str) -> RecordedEpisode:
    rng = np.random.default_rng(seed)
    return RecordedEpisode(
        command,
        rng.integers(0, 256, (frames, 48, 64, 3), dtype=np.uint8),
        {
            name: rng.normal(size=(frames, len(parts))).astype(np.float32)
            for name, parts in SPEC.vectors.items()
        },
    )


EPISODES = [make_episode(i, 3 + i, command) for i, command in enumerate(COMMANDS)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    writer = LeRobotWriter(tmp_path / 'set', SPEC)
    for episode in EPISODES:
        writer.add(episode)
    writer.close()
    return tmp_path / 'set'


@pytest.fixture
def data(folder: Path) -> LeRobotData:
    return read_lerobot(folder)


def test_frames_are_read_back_as_written(data: LeRobotData) -> None:
    row = 0
    for episode in EPISODES:
        for k in range(len(episode.images)):
            assert np.array_equal(data.image(row, SPEC.image), episode.images[k])
            for name, values in episode.vectors.items():
                assert np.array_equal(np.float32(data.frames[row][name]), values[k])
            row += 1
    assert row == len(data.frames) == 12


def test_the_same_command_is_one_task(data: LeRobotData) -> None:
    assert data.tasks == {COMMANDS[0]: 0, COMMANDS[1]: 1}
    assert [e['tasks'] for e in data.episodes] == [[command] for command in COMMANDS]


def test_statistics_are_those_of_the_frames(data: LeRobotData) -> None:
    actions = np.concatenate([episode.vectors['action'] for episode in EPISODES])
    found = data.stats['action']
    assert found['mean'] == pytest.approx(actions.mean(0), abs=1e-5)
    assert found['std'] == pytest.approx(actions.std(0), abs=1e-5)
    assert found['max'] == pytest.approx(actions.max(0))
    assert found['q50'] == pytest.approx(np.median(actions, 0))
    first = data.episodes[0]
    assert first['stats/action/min'] == pytest.approx(EPISODES[0].vectors['action'].min(0))
    image = np.array(data.stats[SPEC.image]['mean']).ravel()
    pixels = np.concatenate([episode.images for episode in EPISODES])
    assert image == pytest.approx(pixels.mean((0, 1, 2)) / 255, abs=0.1)


def test_a_full_file_is_followed_by_another_file(tmp_path: Path) -> None:
    writer = LeRobotWriter(tmp_path / 'set', SPEC, file_mb=1e-6)
    for episode in EPISODES:
        writer.add(episode)
    writer.close()
    data = read_lerobot(tmp_path / 'set')
    assert [e['data/file_index'] for e in data.episodes] == [0, 1, 2]
    assert len(data.frames) == 12


def test_an_episode_is_a_row_group(folder: Path) -> None:
    file = parquet.ParquetFile(folder / 'data/chunk-000/file-000.parquet')
    assert [file.metadata.row_group(i).num_rows for i in range(3)] == [3, 4, 5]


def test_the_folder_exists_only_after_close(tmp_path: Path) -> None:
    writer = LeRobotWriter(tmp_path / 'set', SPEC)
    writer.add(EPISODES[0])
    assert not (tmp_path / 'set').exists()
    again = LeRobotWriter(tmp_path / 'set', SPEC)
    again.add(EPISODES[1])
    again.close()
    assert [path.name for path in tmp_path.iterdir()] == ['set']
    assert len(read_lerobot(tmp_path / 'set').frames) == 4


def test_a_folder_in_use_is_refused(folder: Path) -> None:
    with pytest.raises(ExportError, match=f'{folder} must be an empty folder'):
        LeRobotWriter(folder, SPEC)


def test_a_data_set_without_episode_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match='at least one episode'):
        LeRobotWriter(tmp_path / 'set', SPEC).close()


@pytest.mark.parametrize(
    'invalid',
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
def test_an_episode_of_other_features_is_refused(invalid: RecordedEpisode, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r'an episode must hold .*\(48|, 48, 64, 3\).*got'):
        LeRobotWriter(tmp_path / 'set', SPEC).add(invalid)


def test_a_missing_pyarrow_is_reported_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'pyarrow', None)
    with pytest.raises(ExportError, match='pyarrow, which is not installed'):
        LeRobotWriter(tmp_path / 'set', SPEC)


def test_lerobot_reads_the_data_set(folder: Path) -> None:
    library = pytest.importorskip(
        'lerobot.datasets.lerobot_dataset',
        reason='LeRobot is not installed; the tests above check against its documented schema',
    )
    data = library.LeRobotDataset('local/set', root=folder)
    assert (len(data), data.num_episodes, data.meta.fps) == (12, 3, 10)
    assert data[3]['task'] == COMMANDS[1]
    assert data[3]['action'].numpy() == pytest.approx(EPISODES[1].vectors['action'][0])
