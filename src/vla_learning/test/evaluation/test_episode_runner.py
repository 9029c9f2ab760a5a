# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One episode through encoder, policy, gate and physics, with weights that know nothing."""

from dataclasses import replace

from learning_samples import tiny_config
import pytest
import torch
from vla_learning.evaluation.episode_runner import Job
from vla_learning.evaluation.episode_runner import nearest_name
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.episode_runner import Runner
from vla_learning.evaluation.evaluate import draw_trials
from vla_learning.evaluation.trials import Trial
from vla_learning.training.network import build_network
from vla_learning.training.network import save_network
from vla_sim.physics.scene_sampling import sample_scene


@pytest.fixture(scope='module')
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp('model')
    config = tiny_config(folder)
    save_network(folder / 'model.safetensors', build_network(config.policy), config, {})
    return str(folder / 'model.safetensors')


@pytest.fixture(scope='module')
def runner(checkpoint: str) -> Runner:
    return Runner(checkpoint)


@pytest.fixture(scope='module')
def nonsense() -> Trial:
    return draw_trials(1, ['train'], ['nonsense'])[0]


def say(trial: Trial, text: str) -> Job:
    return Job(replace(trial, spoken=replace(trial.spoken, text=text)))


@pytest.mark.parametrize('text', ['', '   ', '...', '7 8'])
def test_what_the_language_node_refuses_moves_nothing(
    runner: Runner, nonsense: Trial, text: str
) -> None:
    result = runner.run(say(nonsense, text))
    assert (result.success, result.refused, result.chunks) == (True, True, 0)
    assert result.verdict == 'not_understood'
    assert result.chosen == ''
    assert not result.heard


def test_a_result_agrees_with_itself(runner: Runner) -> None:
    trial = draw_trials(1, ['train'], ['point'])[0]
    result = runner.run(Job(trial))
    assert (result.seed, result.kind, result.split) == (trial.seed, 'point', 'train')
    assert result.command == trial.spoken.text
    assert result.refused == (result.verdict != 'ok')
    assert result.right_verdict == (result.verdict == 'ok')
    assert (result.chosen in trial.scene.names) == (result.chunks > 0)
    assert not (result.refused and result.success)


def test_the_same_job_has_the_same_result(runner: Runner, nonsense: Trial) -> None:
    assert runner.run(Job(nonsense)) == runner.run(Job(nonsense))


def test_nouns_are_explained_as_in_the_node(
    runner: Runner, nonsense: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    encode = runner._text.encode
    monkeypatch.setattr(runner._text, 'encode', lambda text: heard.append(text) or encode(text))
    job = say(nonsense, 'pick up the red keg')
    for explained in (True, False):
        runner.run(replace(job, explained=explained))
    assert heard == ['pick up the red cylinder', 'pick up the red keg']


@pytest.mark.timeout(300)
def test_workers_answer_in_order(checkpoint: str, nonsense: Trial) -> None:
    jobs = [say(nonsense, text) for text in ('', '.', '!')]
    results = run_jobs(checkpoint, jobs, 1, 'test')
    assert [r.command for r in results] == ['', '.', '!']


def test_the_nearest_thing_is_named() -> None:
    scene = sample_scene(11)
    for item in scene:
        assert nearest_name(scene, (item.x_m + 0.01, item.y_m)) == item.name
    assert nearest_name(scene, None) == ''
