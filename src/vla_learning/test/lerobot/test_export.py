# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The export writes successful demonstrations as a LeRobot data set."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lerobot_reader import read_lerobot
import pytest
from vla_learning.data.manifest import DataError
from vla_learning.lerobot import export as module
from vla_learning.lerobot.episode_format import ExportError
from vla_learning.lerobot.episode_format import RecordedEpisode
from vla_learning.lerobot.episode_recording import DATASET_SPEC
from vla_learning.lerobot.episode_recording import record_episode
from vla_learning.lerobot.export import export
from vla_learning.lerobot.export import main

SEED = 2_000_000


@pytest.fixture(scope='module')
def recorded_episode() -> RecordedEpisode:
    episode = record_episode(SEED)
    assert episode is not None
    return episode


@pytest.fixture
def serial(monkeypatch: pytest.MonkeyPatch, recorded_episode: RecordedEpisode) -> None:
    """Replace recording by a prepared episode in this process; every third episode fails."""

    class SerialImap:
        imap = staticmethod(map)

    @contextmanager
    def worker_pool(count: int) -> Iterator[SerialImap]:
        yield SerialImap()

    monkeypatch.setattr(module, 'worker_pool', worker_pool)
    monkeypatch.setattr(
        module, 'record_episode', lambda seed: recorded_episode if seed % 3 else None
    )


def test_failed_episodes_are_omitted_and_counted(
    tmp_path: Path, serial: None, capsys: pytest.CaptureFixture[str]
) -> None:
    export(tmp_path / 'set', 3, SEED, 1)
    data = read_lerobot(tmp_path / 'set')
    assert data.info['total_episodes'] == 2
    assert data.info['features'] == DATASET_SPEC.features()
    assert 'wrote 2 episodes' in capsys.readouterr().out


@pytest.mark.parametrize(
    ('settings', 'error', 'fault'),
    [
        ((0, SEED, 1), ExportError, 'at least 1, got 0'),
        ((1, SEED, 0), ExportError, 'at least 1'),
        ((1, 7, 1), DataError, 'begin at 1000000; got 7'),
    ],
)
def test_arguments_out_of_range_are_named(
    settings: tuple[int, int, int], error: type[ValueError], fault: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=fault):
        export(tmp_path / 'set', *settings)


def test_the_command_reports_an_error_in_one_line(
    tmp_path: Path, serial: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / 'mine').write_text('something')
    with pytest.raises(SystemExit):
        main(['--out', str(tmp_path), '--episodes', '2', '--workers', '1'])
    assert 'must be an empty folder' in capsys.readouterr().err
    assert (tmp_path / 'mine').exists()
