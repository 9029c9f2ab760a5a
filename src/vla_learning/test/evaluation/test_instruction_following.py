# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Variants of a command differ only in the intended respect."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import GOOD
import pytest
from vla_language.command import CommandKind
from vla_language.command import parse_command
from vla_learning.data.generate_dataset import FIRST_TRAINING_SEED
from vla_learning.evaluation import instruction_following
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.instruction_following import draw_all
from vla_learning.evaluation.instruction_following import EMPTY_COMMANDS
from vla_learning.evaluation.instruction_following import main
from vla_learning.evaluation.instruction_following import summarize
from vla_learning.evaluation.instruction_following import VARIANTS
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.language import command_templates
from vla_sim.tasks.task import feasible_tasks

SCENES = 24


@pytest.fixture(scope='module')
def trials() -> list[EvaluationTrial]:
    return draw_all(SCENES)


def by_scene(trials: Sequence[EvaluationTrial]) -> list[dict[str, EvaluationTrial]]:
    return [
        {t.kind: t for t in trials[i : i + len(VARIANTS)]}
        for i in range(0, len(trials), len(VARIANTS))
    ]


def test_every_variant_is_drawn_for_every_new_scene(trials: list[EvaluationTrial]) -> None:
    assert [set(row) for row in by_scene(trials)] == [set(VARIANTS)] * SCENES
    assert len({t.seed for t in trials}) == SCENES
    assert max(t.seed for t in trials) < FIRST_TRAINING_SEED


def test_a_swapped_command_differs_in_the_target_only(trials: list[EvaluationTrial]) -> None:
    for row in by_scene(trials):
        one, other = row['command'].task, row['swapped'].task
        assert one is not None
        assert other is not None
        assert other == replace(one, target=other.target)
        assert other.target != one.target
        assert {one, other} <= set(feasible_tasks(row['command'].scene))


def test_a_paraphrase_has_the_same_task_and_another_text(trials: list[EvaluationTrial]) -> None:
    for row in by_scene(trials):
        assert row['paraphrase'].task == row['command'].task
        assert row['paraphrase'].command.text != row['command'].command.text


def test_a_negated_command_mentions_the_target_and_has_no_task(
    trials: list[EvaluationTrial],
) -> None:
    for row in by_scene(trials):
        task, negated = row['command'].task, row['negated']
        assert task is not None
        assert task.target in negated.command.text
        assert negated.task is None
        assert parse_command(negated.command.text).kind != CommandKind.STOP


def test_an_empty_command_mentions_no_object() -> None:
    words = {*command_templates.COLORS, *command_templates.CLASSES}
    assert all(not words & set(text.split()) for text in EMPTY_COMMANDS)
    kinds = {parse_command(text).kind for text in EMPTY_COMMANDS}
    assert {CommandKind.INVALID, CommandKind.TASK} <= kinds
    assert CommandKind.STOP not in kinds


def result_of(trial: EvaluationTrial, chosen: str, *, success: bool = True) -> EpisodeResult:
    return replace(GOOD, seed=trial.seed, kind=trial.kind, chosen=chosen, success=success)


def test_rates_of_a_policy_that_ignores_the_target(trials: list[EvaluationTrial]) -> None:
    """Such a policy chooses the target of the first command in every variant."""
    rows = by_scene(trials)
    results = [
        result_of(t, row['command'].task.target, success=t.kind != 'empty')  # type: ignore
        for row in rows
        for t in row.values()
    ]
    rates = summarize([t for row in rows for t in row.values()], results)
    assert rates['command: correct target']['rate'] == 1.0
    assert rates['swapped: target follows']['rate'] == 0.0
    assert rates['paraphrase: same target']['rate'] == 1.0
    assert rates['negated: refused, no motion']['rate'] == 1.0
    assert rates['empty: refused, no motion']['rate'] == 0.0
    assert {s['n'] for s in rates.values()} == {SCENES}


def test_the_report_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(checkpoint: str, jobs: Sequence[EpisodeJob], *_: object) -> list[EpisodeResult]:
        return [result_of(j.trial, j.trial.task.target if j.trial.task else '') for j in jobs]

    monkeypatch.setattr(instruction_following, 'run_jobs', run)
    main(['--episodes', '3', '--folder', str(tmp_path)])
    rates = json.loads((tmp_path / 'report.json').read_text())['rates']
    assert rates['swapped: target follows'] == {
        'rate': 1.0,
        'n': 3,
        'interval95': rates['command: correct target']['interval95'],
    }
    assert '| swapped: target follows | 100.0 % |' in capsys.readouterr().out
    assert (tmp_path / 'instruction_following.png').read_bytes().startswith(b'\x89PNG')
