# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make eval-destinations`: trials, commands and report."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation import evaluate_destinations
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.evaluate_destinations import command_text
from vla_learning.evaluation.evaluate_destinations import draw_trials
from vla_learning.evaluation.evaluate_destinations import KINDS
from vla_learning.evaluation.evaluate_destinations import main
from vla_learning.evaluation.evaluate_destinations import to_table
from vla_policy.control.free_space import RADIUS_M
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.command_parser import parse_task
from vla_sim.tasks.task import Task
from vla_sim.tasks.task_destinations import is_feasible


@pytest.mark.parametrize('kind', KINDS)
def test_trials_are_feasible_and_reproducible(kind: str) -> None:
    trials = draw_trials(kind, 2)
    assert trials == draw_trials(kind, 2)
    assert len({trial.seed for trial in trials}) == 2
    for trial in trials:
        task = trial.task
        assert task is not None
        assert kind in (task.relation, task.destination)
        assert is_feasible(trial.scene, task)
        # The rule-based parser of the simulator reads the same.
        assert parse_task(trial.command.text, trial.scene) == task


@pytest.mark.parametrize(
    ('task', 'text'),
    [
        (
            Task('place', 'red cube', 'green bowl', relation='in_front_of'),
            'put the red cube in front of the green bowl',
        ),
        (
            Task('place', 'red cube', 'blue cube', relation='stacked_on'),
            'put the red cube on the blue cube',
        ),
        (
            Task('push', 'red cube', 'blue cube', relation='towards'),
            'push the red cube towards the blue cube',
        ),
        (
            Task('place', 'red cube', 'left_edge', relation='at'),
            'put the red cube at the left edge of the table',
        ),
    ],
)
def test_a_plain_command(task: Task, text: str) -> None:
    assert command_text(task) == text


def test_the_table_has_a_row_for_each_shape() -> None:
    good = replace(GOOD, kind='behind', command='put the red cube behind the plate')
    ball = replace(
        good, command='put the red sphere behind the plate', success=False, refused=True
    )
    assert to_table([good, good, ball]).splitlines()[2:] == [
        '| behind | all | 66.7 % | 20.8 to 93.8 % | 3 | 1 | 0 |',
        '| behind | cube | 100.0 % | 34.2 to 100.0 % | 2 | 0 | 0 |',
        '| behind | sphere | 0.0 % | 0.0 to 79.3 % | 1 | 1 | 0 |',
    ]


def test_a_report_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs_run: list[EpisodeJob] = []

    def run(checkpoint: str, jobs: Sequence[EpisodeJob], *_: object) -> list[EpisodeResult]:
        jobs_run.extend(jobs)
        return [replace(GOOD, kind=job.trial.kind, command=job.trial.command.text) for job in jobs]

    monkeypatch.setattr(evaluate_destinations, 'run_jobs', run)
    main(['--kinds', 'center', 'towards', '--episodes=1', '--folder', str(tmp_path)])
    assert [job.trial.kind for job in jobs_run] == ['center', 'towards']
    assert all(job.perturbation.delay_s > 0 for job in jobs_run)
    assert '| towards | all | 100.0 % |' in capsys.readouterr().out
    assert (tmp_path / 'report.json').exists()


def test_the_policy_takes_objects_for_as_large_as_those_of_the_simulator() -> None:
    for seed in range(20):
        for item in sample_scene(seed):
            corner = 2**0.5 if item.shape == 'cube' else 1.0
            assert item.radius_m * corner <= RADIUS_M[item.shape] + 0.001
