# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded demonstrations: actions, states and commands of the scripted expert."""

from learning_samples import scene_objects
import numpy as np
import pytest
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_learning.lerobot.episode_format import check_episode
from vla_learning.lerobot.episode_format import RecordedEpisode
from vla_learning.lerobot.episode_recording import DATASET_SPEC
from vla_learning.lerobot.episode_recording import generate_task_command
from vla_learning.lerobot.episode_recording import record_episode
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import feasible_tasks

SEED = 2_000_000


@pytest.fixture(scope='module')
def recorded_episode() -> RecordedEpisode:
    episode = record_episode(SEED)
    assert episode is not None
    return episode


def test_an_episode_has_the_features_of_the_data_set(recorded_episode: RecordedEpisode) -> None:
    check_episode(recorded_episode, DATASET_SPEC)
    assert DATASET_SPEC.fps == 10


def test_actions_are_reached_at_the_end_of_their_step(recorded_episode: RecordedEpisode) -> None:
    states, actions = (recorded_episode.vectors[name] for name in ('observation.state', 'action'))
    assert len(states) == len(actions) == len(recorded_episode.images) > 20
    error_m = np.linalg.norm(states[1:, :3] - actions[:-1, :3], axis=1)
    assert np.median(error_m) < 0.01
    assert error_m.max() < 0.05
    # An action is the pose at the end of its step, not at the start.
    assert np.median(error_m) < np.median(np.linalg.norm(states[:, :3] - actions[:, :3], axis=1))


def test_quaternions_have_unit_length_and_positive_x(recorded_episode: RecordedEpisode) -> None:
    for values in recorded_episode.vectors.values():
        assert np.linalg.norm(values[:, 3:7], axis=1) == pytest.approx(1, abs=1e-5)
        assert (values[:, 3] >= 0).all()
        assert ((values[:, 7] >= 0) & (values[:, 7] <= 1)).all()


def test_the_seed_determines_the_episode(
    recorded_episode: RecordedEpisode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(World, 'render', lambda world: np.zeros((480, 640, 3), np.uint8))
    again = record_episode(SEED)
    assert again is not None
    assert again.command == recorded_episode.command
    assert np.array_equal(again.vectors['action'], recorded_episode.vectors['action'])


@pytest.mark.parametrize('seed', range(SEED, SEED + 5))
def test_commands_name_target_and_destination(seed: int) -> None:
    scene = sample_scene(seed)
    for task in feasible_tasks(scene):
        command = generate_task_command(task, scene_objects(scene), np.random.default_rng(seed))
        names = [task.target, task.destination] if task.kind == 'place' else [task.target]
        for name in names:
            color, kind = name.split()
            words = {*TRAIN_NOUNS[kind], 'one', 'object', 'thing', 'item'}
            assert color in command or any(word in command for word in words)
