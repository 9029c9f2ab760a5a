# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Success curves compare the same trials in every condition."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import FAILED
from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation import robustness
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.robustness import compare
from vla_learning.evaluation.robustness import conditions
from vla_learning.evaluation.robustness import CURVES
from vla_learning.evaluation.robustness import main


def test_every_condition_is_run_once() -> None:
    found = conditions(CURVES)
    assert found[0] == PerturbationConfig()
    assert len(set(found)) == len(found) == 1 + sum(len(c.levels) - 1 for c in CURVES.values())


def test_levels_and_their_perturbations() -> None:
    assert CURVES['delay'].levels == (0.0, 0.05, 0.1, 0.2, 0.4)
    assert CURVES['drop'].levels == (0.0, 0.1, 0.3, 0.5)
    assert [CURVES['delay'].format_level(level) for level in (0.0, 0.4)] == ['0 ms', '400 ms']
    assert CURVES['drop'].perturbation(0.3) == PerturbationConfig(drop_share=0.3)
    assert CURVES['moved'].perturbation(1.0) == PerturbationConfig(moves_target=True)
    assert CURVES['patches'].perturbation(4.0) == PerturbationConfig(patches=4)


def test_success_is_compared_with_the_same_unperturbed_trials() -> None:
    row = compare([GOOD] * 6 + [FAILED] * 4, [GOOD] * 8 + [FAILED] * 2)
    assert row['rate'] == 0.6
    assert row['relative'] == 0.75
    low, high = row['relative_interval95']
    assert 0.4 < low < 0.75 < high <= 1.0
    assert row['by_task']['pick']['n'] == 10


def test_an_undefined_ratio_is_null() -> None:
    assert compare([FAILED] * 3, [FAILED] * 3)['relative'] is None
    assert compare([], [])['relative_interval95'] == [None, None]


@pytest.fixture
def jobs_run(monkeypatch: pytest.MonkeyPatch) -> list[EpisodeJob]:
    """Replace the episodes: long delays fail, and every other target is moved."""
    jobs: list[EpisodeJob] = []

    def run(checkpoint: str, given: Sequence[EpisodeJob], *_: object) -> list[EpisodeResult]:
        jobs.extend(given)
        return [
            replace(
                GOOD,
                kind=j.trial.kind,
                seed=j.trial.seed,
                success=j.perturbation.delay_s < 0.3,
                target_moved=j.perturbation.moves_target and j.trial.seed % 2 == 0,
            )
            for j in given
        ]

    monkeypatch.setattr(robustness, 'run_jobs', run)
    return jobs


def test_the_report_has_every_curve(
    jobs_run: list[EpisodeJob], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(['--episodes', '2', '--folder', str(tmp_path)])
    assert len(jobs_run) == 8 * len(conditions(CURVES))
    curves = json.loads((tmp_path / 'report.json').read_text())['curves']
    assert curves['delay']['200 ms']['relative'] == 1.0
    assert curves['delay']['400 ms']['relative'] == 0.0
    assert curves['moved']['no']['n'] == 8
    assert curves['moved']['yes']['n'] == 4
    table = capsys.readouterr().out
    assert '| inference delay [ms] | 400 ms | 0.0 % |' in table
    assert len({line.count('|') for line in table.strip().splitlines()}) == 1
    assert (tmp_path / 'robustness.png').read_bytes().startswith(b'\x89PNG')


def test_one_curve_can_be_selected(jobs_run: list[EpisodeJob], tmp_path: Path) -> None:
    main(['--episodes', '1', '--curves', 'drop', '--folder', str(tmp_path)])
    assert {j.perturbation.drop_share for j in jobs_run} == {0.0, 0.1, 0.3, 0.5}
    assert list(json.loads((tmp_path / 'report.json').read_text())['curves']) == ['drop']
