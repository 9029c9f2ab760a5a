# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Episodes through encoder, policy, gate and physics with untrained weights."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from learning_samples import tiny_config
import numpy as np
import pytest
import torch
from vla_common.arrays import Float32Array
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import Superlative
from vla_common.engine import TORCH
from vla_learning.evaluation import episode_runner
from vla_learning.evaluation.episode_runner import _destination_name
from vla_learning.evaluation.episode_runner import _REFUSED_BY_LANGUAGE
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeRunner
from vla_learning.evaluation.episode_runner import nearest_name
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.rollout import EpisodeOutcome
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.graphs.export_graphs import export_graphs
from vla_learning.training.network import build_network
from vla_learning.training.network import save_network
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.preprocess import preprocess
from vla_policy.control.detections import detect_objects
from vla_policy.nn.loading import load_policy
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.observation import Observation
from vla_policy.types.vocabulary import TaskKind
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_constants import DIRECTIONS
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import Task

SHIPPED = str(Path(__file__).resolve().parents[4] / episode_runner.DEFAULT_CHECKPOINT)


@pytest.fixture(scope='module')
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp('model')
    config = tiny_config(folder)
    save_network(folder / 'model.safetensors', build_network(config.policy), config, {})
    export_graphs(folder / 'model.safetensors')
    return str(folder / 'model.safetensors')


@pytest.fixture(scope='module')
def runner(checkpoint: str) -> EpisodeRunner:
    return EpisodeRunner(checkpoint)


@pytest.fixture(scope='module')
def out_of_scope() -> EvaluationTrial:
    return draw_trials(1, ['train'], ['out_of_scope'])[0]


def with_text(trial: EvaluationTrial, text: str) -> EpisodeJob:
    return EpisodeJob(replace(trial, command=replace(trial.command, text=text)))


@pytest.mark.parametrize('text', ['', '   ', '...', '7 8'])
def test_a_command_refused_by_rules_causes_no_motion(
    runner: EpisodeRunner, out_of_scope: EvaluationTrial, text: str
) -> None:
    result = runner.run(with_text(out_of_scope, text))
    assert (result.success, result.refused, result.chunks) == (True, True, 0)
    assert result.verdict == 'not_understood'
    assert result.chosen == ''
    assert not result.reached_policy
    assert result.refusal_reason in ('empty', 'no_letters')


def test_the_fields_of_a_result_are_consistent(runner: EpisodeRunner) -> None:
    trial = draw_trials(1, ['train'], ['point'])[0]
    result = runner.run(EpisodeJob(trial))
    assert (result.seed, result.kind, result.split) == (trial.seed, 'point', 'train')
    assert result.command == trial.command.text
    assert result.refused == (result.verdict != 'ok')
    assert result.correct_verdict == (result.verdict == 'ok')
    assert (result.chosen in trial.scene.names) == (result.chunks > 0)
    assert not (result.refused and result.success)
    assert bool(result.executed_task) == (result.chunks > 0)
    assert bool(result.refusal_reason) == result.refused


def test_a_job_is_reproducible(runner: EpisodeRunner, out_of_scope: EvaluationTrial) -> None:
    assert runner.run(EpisodeJob(out_of_scope)) == runner.run(EpisodeJob(out_of_scope))


@pytest.mark.parametrize(
    ('text', 'reason', 'verdict'),
    [
        ('pick up the pink cube', 'unknown_color', 'target_not_found'),
        ('put the red cube on the banana', 'unknown_noun', 'destination_not_found'),
        ("don't touch the red cube", 'negated', 'not_understood'),
        ('stop', 'stop', 'not_understood'),
    ],
)
def test_a_refused_meaning_does_not_reach_the_policy(
    runner: EpisodeRunner, out_of_scope: EvaluationTrial, text: str, reason: str, verdict: str
) -> None:
    result = runner.run(with_text(out_of_scope, text))
    assert (result.refused, result.reached_policy, result.chunks) == (True, False, 0)
    assert (result.refusal_reason, result.verdict) == (reason, verdict)


def test_the_policy_receives_the_meaning(
    runner: EpisodeRunner, out_of_scope: EvaluationTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[tuple[Float32Array, CommandMeaning | None]] = []

    def simulate(*args: Any, meaning: CommandMeaning | None, **kwargs: Any) -> EpisodeOutcome:
        received.append((args[3], meaning))
        return _REFUSED_BY_LANGUAGE

    monkeypatch.setattr(episode_runner, 'simulate_episode', simulate)
    for text in ('pick up the left keg', 'pick up the cylinder'):
        runner.run(with_text(out_of_scope, text))
    (left, meaning), (plain, _) = received
    np.testing.assert_array_equal(left, plain, 'the plain sentence is encoded')
    assert meaning is not None
    assert meaning.target is not None
    assert meaning.target.superlative is Superlative.LEFTMOST


def test_the_engine_runs_all_networks(checkpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engines = []

    def record(name: str) -> None:
        original = getattr(episode_runner, name)

        def load(*args: Any, **kwargs: Any) -> Any:
            engines.append(kwargs['engine'] if 'engine' in kwargs else args[1])
            return original(*args, **kwargs)

        monkeypatch.setattr(episode_runner, name, load)

    for name in ('load_trained_encoder', 'load_policy', 'load_interpreter'):
        record(name)
    runner = EpisodeRunner(checkpoint, engine=TORCH)
    assert engines == [TORCH] * 3
    assert isinstance(runner._policy, TorchNetworks)


@pytest.mark.timeout(300)
def test_results_have_the_order_of_the_jobs(
    checkpoint: str, out_of_scope: EvaluationTrial
) -> None:
    jobs = [with_text(out_of_scope, text) for text in ('', '.', '!')]
    results = run_jobs(checkpoint, jobs, 1, 'test')
    assert [r.command for r in results] == ['', '.', '!']


@pytest.mark.parametrize(
    ('task', 'offset_m', 'name'),
    [
        (TaskKind.PUSH, (0.01, -0.1), 'right'),
        (TaskKind.PUSH, (0.1, 0.02), 'forward'),
        (TaskKind.PICK, None, ''),
    ],
)
def test_the_destination_of_a_push_is_a_direction(
    task: TaskKind, offset_m: tuple[float, float] | None, name: str
) -> None:
    outcome = replace(_REFUSED_BY_LANGUAGE, task=task, target_m=(0.5, 0.0))
    if offset_m is not None:
        outcome = replace(outcome, destination_m=(0.5 + offset_m[0], offset_m[1]))
    assert _destination_name(sample_scene(11), None, outcome) == name


SCENE = sample_scene(11)
TARGET, LANDMARK = SCENE.items[0], SCENE.receptacles[0]


def destination_name(task: Task | None, destination_m: tuple[float, float]) -> str:
    outcome = replace(
        _REFUSED_BY_LANGUAGE,
        task=TaskKind.PUSH if task and task.kind == 'push' else TaskKind.PLACE,
        target_m=(TARGET.x_m, TARGET.y_m),
        destination_m=destination_m,
    )
    return _destination_name(SCENE, task, outcome)


def test_the_destination_of_a_place_is_the_object_at_that_point() -> None:
    for item in (*SCENE.receptacles, *SCENE.items[1:]):
        assert destination_name(None, (item.x_m + 0.01, item.y_m)) == item.name
    assert destination_name(None, (TARGET.x_m, TARGET.y_m)) == 'table'


def test_a_point_beside_the_landmark_of_the_trial_has_the_name_of_its_destination() -> None:
    left = Task('place', TARGET.name, LANDMARK.name, relation='left_of')
    point = (LANDMARK.x_m, LANDMARK.y_m + LANDMARK.radius_m + 0.05)
    assert destination_name(left, point) == f'left_of {LANDMARK.name}'
    assert destination_name(replace(left, relation='right_of'), point) == 'table'
    onto = (LANDMARK.x_m, LANDMARK.y_m)
    assert destination_name(left, onto) == LANDMARK.name


def test_a_point_on_the_lower_object_is_that_of_a_stack() -> None:
    other = SCENE.items[1]
    stack = Task('place', TARGET.name, other.name, relation='stacked_on')
    assert destination_name(stack, (other.x_m + 0.01, other.y_m)) == stack.destination_name


def test_a_push_towards_the_landmark_of_the_trial() -> None:
    task = Task('push', TARGET.name, LANDMARK.name, relation='towards')
    way = np.subtract((LANDMARK.x_m, LANDMARK.y_m), (TARGET.x_m, TARGET.y_m))
    x_m, y_m = (TARGET.x_m, TARGET.y_m) + 0.1 * way / np.linalg.norm(way)
    assert destination_name(task, (x_m, y_m)) == task.destination_name
    assert destination_name(task, (2 * TARGET.x_m - x_m, 2 * TARGET.y_m - y_m)) in DIRECTIONS


def test_the_reason_of_the_policy_is_that_of_the_result(
    runner: EpisodeRunner, out_of_scope: EvaluationTrial, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = replace(_REFUSED_BY_LANGUAGE, refusal_reason='destination_occupied')
    monkeypatch.setattr(episode_runner, 'simulate_episode', lambda *_, **__: refused)
    result = runner.run(with_text(out_of_scope, 'put the red cube left of the green bowl'))
    assert result.refusal_reason == 'destination_occupied'


def test_the_nearest_object_is_named() -> None:
    scene = sample_scene(11)
    for item in scene:
        assert nearest_name(scene, (item.x_m + 0.01, item.y_m)) == item.name
    assert nearest_name(scene, None) == ''
    assert nearest_name((), (0.5, 0.0)) == ''


@pytest.mark.parametrize('name', ['builtin', 'ur5e', 'fr3'])
def test_objects_are_located_where_they_are_with_each_arm(name: str) -> None:
    """The networks locate objects relative to the foot of the arm in the image."""
    robot = robot_arm(name)
    try:
        robot.spec()
    except RuntimeError as error:
        pytest.skip(str(error))
    encoder, policy = load_trained_encoder(SHIPPED), load_policy(SHIPPED).model
    errors_m = []
    for seed in range(900_000, 900_040):
        scene = sample_scene(seed)
        with World(scene, robot=robot) as world:
            levels = encoder.encode(preprocess(world.render()))
        observation = Observation.from_levels(0.0, levels)
        predicted = policy.predict_scene(
            observation.tokens[None],
            observation.feature_map[None],
            observation.view(HOME_POSITION_M),
        )
        found = {d.name: d for d in detect_objects(predicted, observation.grid)}
        errors_m += [
            np.array(found[item.name].position) - (item.x_m, item.y_m)
            for item in scene.items
            if item.name in found and not item.inside
        ]
    assert len(errors_m) > 140
    # A foot that is 2 cm from where it was in training, or 15 mm narrower, exceeds this.
    assert np.abs(np.median(errors_m, axis=0)).max() < 0.004
