# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trials of the evaluation have new scenes and matching commands."""

import pytest
from vla_learning.data.generate_dataset import FIRST_TRAINING_SEED
from vla_learning.evaluation.trials import draw_trial
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.evaluation.trials import REFUSALS
from vla_learning.evaluation.trials import TASKS
from vla_learning.language import command_templates
from vla_learning.language.referring_expressions import Split
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.task import can_do
from vla_sim.tasks.task import feasible_tasks

SPLITS: list[Split] = ['train', 'heldout_phrasing', 'heldout_pairs']


@pytest.fixture(scope='module')
def trials() -> list[EvaluationTrial]:
    return draw_trials(3, SPLITS)


def test_every_kind_of_every_split_has_trials(trials: list[EvaluationTrial]) -> None:
    found = {(t.split, t.kind) for t in trials}
    assert found == {(s, k) for s in SPLITS for k in TASKS} | {
        (s, k) for s in SPLITS[:2] for k in REFUSALS
    }
    assert len(trials) == 3 * len(found)


def test_scenes_are_neither_repeated_nor_in_the_training_data(
    trials: list[EvaluationTrial],
) -> None:
    seeds = [t.seed for t in trials]
    assert max(seeds) < FIRST_TRAINING_SEED
    assert len(set(seeds)) == len(seeds)


def test_tasks_are_feasible_and_named_by_their_command(trials: list[EvaluationTrial]) -> None:
    for trial in trials:
        if trial.kind in TASKS:
            assert trial.task in feasible_tasks(trial.scene)
            assert trial.scene.names[trial.command.target] == trial.task.target
            assert trial.command.task.name.lower() == trial.kind


def test_a_command_to_refuse_has_no_task(trials: list[EvaluationTrial]) -> None:
    verdicts = {
        'absent_target': Verdict.TARGET_NOT_FOUND,
        'absent_destination': Verdict.DESTINATION_NOT_FOUND,
        'out_of_scope': Verdict.NOT_UNDERSTOOD,
        'ambiguous': Verdict.AMBIGUOUS,
    }
    for trial in trials:
        if trial.kind in REFUSALS:
            assert trial.task is None
            assert trial.command.verdict == verdicts[trial.kind]


def test_held_out_pairs_are_targets_of_their_split_only(trials: list[EvaluationTrial]) -> None:
    for trial in trials:
        if trial.task:
            item = trial.scene.find(trial.task.target)
            held = (item.color, item.shape) in command_templates.HELD_OUT_PAIRS
            assert held == (trial.split == 'heldout_pairs')


def test_the_seed_determines_the_trial(trials: list[EvaluationTrial]) -> None:
    for trial in trials[::7]:
        assert draw_trial(trial.seed, trial.kind, trial.split) == trial


def test_a_scene_without_suitable_task_has_no_trial() -> None:
    offered = {seed: draw_trial(seed, 'pick', 'heldout_pairs') is not None for seed in range(20)}
    for seed, is_offered in offered.items():
        pairs = {(item.color, item.shape) for item in sample_scene(seed)}
        assert is_offered == bool(pairs & command_templates.HELD_OUT_PAIRS)
    assert set(offered.values()) == {True, False}


def test_more_trials_keep_the_first_ones() -> None:
    few, more = draw_trials(1, ['train']), draw_trials(2, ['train'])
    assert len(few) == 8
    assert {t.seed for t in few} < {t.seed for t in more}


def test_trials_of_a_split_do_not_depend_on_the_other_arguments() -> None:
    alone = draw_trials(1, ['heldout_pairs'], ['push'])
    together = draw_trials(1, ['train', 'heldout_phrasing', 'heldout_pairs'])
    assert alone[0] in together


def test_trials_are_within_the_area_of_an_arm() -> None:
    robot = robot_arm('so101')
    trials = draw_trials(5, SPLITS[:1], ('push', 'point'), robot)
    assert len(trials) == 10
    for trial in trials:
        assert trial.task is not None and can_do(robot, trial.scene, trial.task)


def test_trials_that_an_arm_cannot_do_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r'so101 can push, point; got pick, place\. Correct --kinds'
    ):
        draw_trials(1, SPLITS, TASKS, robot_arm('so101'))
