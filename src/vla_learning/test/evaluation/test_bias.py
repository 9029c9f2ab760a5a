# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make bias`: rates and probabilities by group, report and plot."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation import bias
from vla_learning.evaluation.bias import compare_groups
from vla_learning.evaluation.bias import main
from vla_learning.evaluation.bias_groups import attributes_of
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.evaluation.trials import TASKS


def outcome(trial: EvaluationTrial) -> EpisodeResult:
    """Return a result: tasks with a black target are refused, absent objects are too."""
    refused = trial.task is None or attributes_of(trial)['color'] == 'black'
    return replace(
        GOOD,
        kind=trial.kind,
        split=trial.split,
        refused=refused,
        success=refused == (trial.task is None),
    )


def test_a_color_that_is_refused_stands_out() -> None:
    trials = draw_trials(12, bias.SPLITS, (*TASKS, bias.ABSENT))
    rates, chances = compare_groups(trials, [outcome(t) for t in trials])
    black, others = rates['color']['black'], rates['color']['white']
    assert (black['success']['rate'], black['refused']['rate']) == (0.0, 1.0)
    assert (others['success']['rate'], others['refused']['rate']) == (1.0, 0.0)
    assert chances['color'] < 0.001 < 0.05 < chances['side']
    assert all(g['absent refused']['rate'] == 1.0 for g in rates['light'].values())
    count = sum(t.task is not None for t in trials)
    assert sum(g['success']['n'] for g in rates['shape'].values()) == count


def test_report_and_plot_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(checkpoint: str, jobs: Sequence[EpisodeJob], *_: object) -> list[EpisodeResult]:
        assert checkpoint == 'own.safetensors'
        return [outcome(job.trial) for job in jobs]

    monkeypatch.setattr(bias, 'run_jobs', run)
    main(['--episodes', '2', '--checkpoint', 'own.safetensors', '--folder', str(tmp_path)])
    report = json.loads((tmp_path / 'report.json').read_text())
    assert (report['checkpoint'], report['episodes']) == ('own.safetensors', 2)
    assert len((tmp_path / 'episodes.jsonl').read_text().splitlines()) == 2 * 2 * 5
    assert (tmp_path / 'bias.png').read_bytes().startswith(b'\x89PNG')
    printed = capsys.readouterr().out
    assert '| color | black |' in printed
    assert '| light | ' in printed
