# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Curves of success: the same trials in every condition, compared pair by pair."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import FAILED
from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation import robustness
from vla_learning.evaluation.episode_runner import Job
from vla_learning.evaluation.episode_runner import Result
from vla_learning.evaluation.perturbations import Disturbance
from vla_learning.evaluation.robustness import compare
from vla_learning.evaluation.robustness import conditions
from vla_learning.evaluation.robustness import CURVES
from vla_learning.evaluation.robustness import main


def test_every_condition_is_tried_once() -> None:
    asked = conditions(CURVES)
    assert asked[0] == Disturbance()
    assert len(set(asked)) == len(asked) == 1 + sum(len(c.levels) - 1 for c in CURVES.values())


def test_the_levels_are_those_of_the_project() -> None:
    assert CURVES['delay'].levels == (0.0, 0.05, 0.1, 0.2, 0.4)
    assert CURVES['drop'].levels == (0.0, 0.1, 0.3, 0.5)
    assert [CURVES['delay'].say(level) for level in (0.0, 0.4)] == ['0 ms', '400 ms']
    assert CURVES['drop'].disturbance(0.3) == Disturbance(drop_share=0.3)
    assert CURVES['moved'].disturbance(1.0) == Disturbance(moves_target=True)
    assert CURVES['patches'].disturbance(4.0) == Disturbance(patches=4)


def test_success_is_set_against_the_same_trials() -> None:
    row = compare([GOOD] * 6 + [FAILED] * 4, [GOOD] * 8 + [FAILED] * 2)
    assert row['share'] == 0.6
    assert row['relative'] == 0.75
    low, high = row['relative_interval95']
    assert 0.4 < low < 0.75 < high <= 1.0
    assert row['by_task']['pick']['n'] == 10


def test_what_cannot_be_compared_is_null() -> None:
    assert compare([FAILED] * 3, [FAILED] * 3)['relative'] is None
    assert compare([], [])['relative_interval95'] == [None, None]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Stand for the episodes: a long delay fails, every other target finds a new place."""
    jobs: list[Job] = []

    def run(checkpoint: str, given: Sequence[Job], *_: object) -> list[Result]:
        jobs.extend(given)
        return [
            replace(
                GOOD,
                kind=j.trial.kind,
                seed=j.trial.seed,
                success=j.disturbance.delay_s < 0.3,
                target_moved=j.disturbance.moves_target and j.trial.seed % 2 == 0,
            )
            for j in given
        ]

    monkeypatch.setattr(robustness, 'run_jobs', run)
    return jobs


def test_the_report_has_every_curve(
    asked: list[Job], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(['--episodes', '2', '--folder', str(tmp_path)])
    assert len(asked) == 8 * len(conditions(CURVES))
    curves = json.loads((tmp_path / 'report.json').read_text())['curves']
    assert curves['delay']['200 ms']['relative'] == 1.0
    assert curves['delay']['400 ms']['relative'] == 0.0
    assert curves['moved']['no']['n'] == 8
    assert curves['moved']['yes']['n'] == 4
    table = capsys.readouterr().out
    assert '| inference delay [ms] | 400 ms | 0.0 % |' in table
    assert len({line.count('|') for line in table.strip().splitlines()}) == 1
    assert (tmp_path / 'robustness.png').read_bytes().startswith(b'\x89PNG')


def test_one_curve_can_be_asked_for(asked: list[Job], tmp_path: Path) -> None:
    main(['--episodes', '1', '--curves', 'drop', '--folder', str(tmp_path)])
    assert {j.disturbance.drop_share for j in asked} == {0.0, 0.1, 0.3, 0.5}
    assert list(json.loads((tmp_path / 'report.json').read_text())['curves']) == ['drop']
