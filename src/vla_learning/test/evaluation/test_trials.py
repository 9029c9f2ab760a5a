# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trials of evaluation are fair: new scenes, and commands that fit them."""

import pytest
from vla_learning.data.generate_dataset import FIRST_TRAINING_SEED
from vla_learning.evaluation.evaluate import draw_trials
from vla_learning.evaluation.trials import draw_trial
from vla_learning.evaluation.trials import REFUSALS
from vla_learning.evaluation.trials import TASKS
from vla_learning.evaluation.trials import Trial
from vla_learning.language import command_templates
from vla_learning.language.referring_expressions import Split
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.task import feasible_tasks

SPLITS: list[Split] = ['train', 'phrases', 'pairs']


@pytest.fixture(scope='module')
def trials() -> list[Trial]:
    return draw_trials(3, SPLITS)


def test_every_kind_of_every_split_is_tried(trials: list[Trial]) -> None:
    tried = {(t.split, t.kind) for t in trials}
    assert tried == {(s, k) for s in SPLITS for k in TASKS} | {
        (s, k) for s in SPLITS[:2] for k in REFUSALS
    }
    assert len(trials) == 3 * len(tried)


def test_no_scene_is_one_of_training_or_tried_twice(trials: list[Trial]) -> None:
    seeds = [t.seed for t in trials]
    assert max(seeds) < FIRST_TRAINING_SEED
    assert len(set(seeds)) == len(seeds)


def test_tasks_can_be_done_in_their_scenes(trials: list[Trial]) -> None:
    for trial in trials:
        if trial.kind in TASKS:
            assert trial.task in feasible_tasks(trial.scene)
            assert trial.scene.names[trial.spoken.target] == trial.task.target
            assert trial.spoken.task.name.lower() == trial.kind


def test_what_is_to_be_refused_has_no_task(trials: list[Trial]) -> None:
    verdicts = {
        'absent': Verdict.TARGET_NOT_FOUND,
        'nowhere': Verdict.DESTINATION_NOT_FOUND,
        'nonsense': Verdict.NOT_UNDERSTOOD,
        'ambiguous': Verdict.AMBIGUOUS,
    }
    for trial in trials:
        if trial.kind in REFUSALS:
            assert trial.task is None
            assert trial.spoken.verdict == verdicts[trial.kind]


def test_held_out_pairs_are_tried_in_their_split(trials: list[Trial]) -> None:
    for trial in trials:
        if trial.task:
            item = trial.scene.find(trial.task.target)
            held = (item.color, item.shape) in command_templates.HELD_OUT_PAIRS
            assert held == (trial.split == 'pairs')


def test_the_same_seed_is_the_same_trial(trials: list[Trial]) -> None:
    for trial in trials[::7]:
        assert draw_trial(trial.seed, trial.kind, trial.split) == trial


def test_a_scene_that_offers_nothing_gives_no_trial() -> None:
    offered = {seed: draw_trial(seed, 'pick', 'pairs') is not None for seed in range(20)}
    for seed, is_offered in offered.items():
        pairs = {(item.color, item.shape) for item in sample_scene(seed)}
        assert is_offered == bool(pairs & command_templates.HELD_OUT_PAIRS)
    assert set(offered.values()) == {True, False}
