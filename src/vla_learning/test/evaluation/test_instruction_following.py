# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Variants of a command: they differ in what they say they differ in."""

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
from vla_learning.evaluation.episode_runner import Job
from vla_learning.evaluation.episode_runner import Result
from vla_learning.evaluation.instruction_following import BLANKS
from vla_learning.evaluation.instruction_following import draw_all
from vla_learning.evaluation.instruction_following import main
from vla_learning.evaluation.instruction_following import summarize
from vla_learning.evaluation.instruction_following import VARIANTS
from vla_learning.evaluation.trials import Trial
from vla_learning.language import command_templates
from vla_sim.tasks.task import feasible_tasks

SCENES = 24


@pytest.fixture(scope='module')
def trials() -> list[Trial]:
    return draw_all(SCENES)


def by_scene(trials: Sequence[Trial]) -> list[dict[str, Trial]]:
    return [
        {t.kind: t for t in trials[i : i + len(VARIANTS)]}
        for i in range(0, len(trials), len(VARIANTS))
    ]


def test_every_scene_has_every_variant_in_new_scenes(trials: list[Trial]) -> None:
    assert [set(row) for row in by_scene(trials)] == [set(VARIANTS)] * SCENES
    assert len({t.seed for t in trials}) == SCENES
    assert max(t.seed for t in trials) < FIRST_TRAINING_SEED


def test_a_swap_names_another_target_and_nothing_else(trials: list[Trial]) -> None:
    for row in by_scene(trials):
        one, other = row['command'].task, row['swapped'].task
        assert one is not None
        assert other is not None
        assert other == replace(one, target=other.target)
        assert other.target != one.target
        assert {one, other} <= set(feasible_tasks(row['command'].scene))


def test_a_paraphrase_means_the_same_in_other_words(trials: list[Trial]) -> None:
    for row in by_scene(trials):
        assert row['paraphrase'].task == row['command'].task
        assert row['paraphrase'].spoken.text != row['command'].spoken.text


def test_a_negation_names_the_task_and_asks_for_none(trials: list[Trial]) -> None:
    for row in by_scene(trials):
        task, negated = row['command'].task, row['negated']
        assert task is not None
        assert task.target in negated.spoken.text
        assert negated.task is None
        assert parse_command(negated.spoken.text).kind != CommandKind.STOP


def test_a_blank_names_nothing() -> None:
    words = {*command_templates.COLORS, *command_templates.CLASSES}
    assert all(not words & set(text.split()) for text in BLANKS)
    kinds = {parse_command(text).kind for text in BLANKS}
    assert {CommandKind.INVALID, CommandKind.TASK} <= kinds
    assert CommandKind.STOP not in kinds


def result_of(trial: Trial, chosen: str, *, success: bool = True) -> Result:
    return replace(GOOD, seed=trial.seed, kind=trial.kind, chosen=chosen, success=success)


def test_to_follow_is_to_choose_what_was_named(trials: list[Trial]) -> None:
    """A policy that is deaf to the swap goes for the first target again."""
    rows = by_scene(trials)
    deaf = [
        result_of(t, row['command'].task.target, success=t.kind != 'blank')  # type: ignore
        for row in rows
        for t in row.values()
    ]
    shares = summarize([t for row in rows for t in row.values()], deaf)
    assert shares['command: right target']['share'] == 1.0
    assert shares['swapped: target follows']['share'] == 0.0
    assert shares['paraphrase: same target']['share'] == 1.0
    assert shares['negated: refused, still']['share'] == 1.0
    assert shares['blank: never moves']['share'] == 0.0
    assert {s['n'] for s in shares.values()} == {SCENES}


def test_the_report_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(checkpoint: str, jobs: Sequence[Job], *_: object) -> list[Result]:
        return [result_of(j.trial, j.trial.task.target if j.trial.task else '') for j in jobs]

    monkeypatch.setattr(instruction_following, 'run_jobs', run)
    main(['--episodes', '3', '--folder', str(tmp_path)])
    shares = json.loads((tmp_path / 'report.json').read_text())['shares']
    assert shares['swapped: target follows'] == {
        'share': 1.0,
        'n': 3,
        'interval95': shares['command: right target']['interval95'],
    }
    assert '| swapped: target follows | 100.0 % |' in capsys.readouterr().out
    assert (tmp_path / 'sensitivity.png').read_bytes().startswith(b'\x89PNG')
