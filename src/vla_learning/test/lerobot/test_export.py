# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Demonstrations in physics become a LeRobot data set."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from learning_samples import things_in
from lerobot_reader import read_lerobot
import numpy as np
import pytest
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_learning.lerobot import export as module
from vla_learning.lerobot.episode_format import Episode
from vla_learning.lerobot.episode_format import ExportError
from vla_learning.lerobot.episode_recording import command_for
from vla_learning.lerobot.episode_recording import demonstrate_task
from vla_learning.lerobot.episode_recording import FORM
from vla_learning.lerobot.export import export
from vla_learning.lerobot.export import main
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import feasible_tasks

SEED = 2_000_000


@pytest.fixture(scope='module')
def shown() -> Episode:
    episode = demonstrate_task(SEED)
    assert episode is not None
    return episode


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, shown: Episode) -> None:
    """Record in this process; every third episode fails."""

    class Here:
        imap = staticmethod(map)

    @contextmanager
    def worker_pool(count: int) -> Iterator[Here]:
        yield Here()

    monkeypatch.setattr(module, 'worker_pool', worker_pool)
    monkeypatch.setattr(module, 'demonstrate_task', lambda seed: shown if seed % 3 else None)


def test_what_is_commanded_is_what_is_reached(shown: Episode) -> None:
    states, actions = (shown.vectors[name] for name in ('observation.state', 'action'))
    assert len(states) == len(actions) == len(shown.images) > 20
    off_m = np.linalg.norm(states[1:, :3] - actions[:-1, :3], axis=1)
    assert np.median(off_m) < 0.01
    assert off_m.max() < 0.05
    # It is about the end of each step, not about its start.
    assert np.median(off_m) < np.median(np.linalg.norm(states[:, :3] - actions[:, :3], axis=1))


def test_quaternions_are_of_unit_length_and_one_sign(shown: Episode) -> None:
    for values in shown.vectors.values():
        assert np.linalg.norm(values[:, 3:7], axis=1) == pytest.approx(1, abs=1e-5)
        assert (values[:, 3] >= 0).all()
        assert ((values[:, 7] >= 0) & (values[:, 7] <= 1)).all()


def test_the_same_seed_shows_the_same(shown: Episode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(World, 'render', lambda world: np.zeros((480, 640, 3), np.uint8))
    again = demonstrate_task(SEED)
    assert again is not None
    assert again.command == shown.command
    assert np.array_equal(again.vectors['action'], shown.vectors['action'])


@pytest.mark.parametrize('seed', range(SEED, SEED + 5))
def test_commands_name_target_and_destination(seed: int) -> None:
    scene = sample_scene(seed)
    for task in feasible_tasks(scene):
        command = command_for(task, things_in(scene), np.random.default_rng(seed))
        names = [task.target, task.destination] if task.kind == 'place' else [task.target]
        for name in names:
            color, kind = name.split()
            words = {*TRAIN_NOUNS[kind], 'one', 'object', 'thing', 'item'}
            assert color in command or any(word in command for word in words)


def test_failed_episodes_are_left_out_and_counted(
    tmp_path: Path, here: None, capsys: pytest.CaptureFixture[str]
) -> None:
    export(tmp_path / 'set', 3, SEED, 1)
    data = read_lerobot(tmp_path / 'set')
    assert data.info['total_episodes'] == 2
    assert data.info['features'] == FORM.features()
    assert 'wrote 2 episodes' in capsys.readouterr().out


@pytest.mark.parametrize(
    ('settings', 'fault'),
    [
        ((0, SEED, 1), 'at least 1, got 0'),
        ((1, SEED, 0), 'at least 1'),
        ((1, 7, 1), 'begin at 1000000; got 7'),
    ],
)
def test_settings_out_of_range_are_named(
    settings: tuple[int, int, int], fault: str, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=fault):
        export(tmp_path / 'set', *settings)


def test_the_command_line_reports_in_one_line(
    tmp_path: Path, here: None, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / 'mine').write_text('something')
    with pytest.raises(SystemExit):
        main(['--out', str(tmp_path), '--episodes', '2', '--workers', '1'])
    assert 'must be an empty folder' in capsys.readouterr().err
    assert (tmp_path / 'mine').exists()
