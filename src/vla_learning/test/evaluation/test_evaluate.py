# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make eval`: arguments, jobs and report."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation import evaluate
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.evaluate import main
from vla_learning.evaluation.perturbations import PerturbationConfig


def test_a_missing_checkpoint_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(
            [
                '--checkpoint',
                str(tmp_path / 'none.safetensors'),
                '--episodes',
                '1',
                '--splits',
                'heldout_pairs',
                '--folder',
                str(tmp_path / 'eval'),
            ]
        )
    assert caught.value.code == 1
    assert 'none.safetensors' in capsys.readouterr().err
    assert not (tmp_path / 'eval').exists()


@pytest.mark.parametrize('count', ['0', '-3', 'many', '1.5'])
def test_an_invalid_count_is_refused(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([f'--episodes={count}'])
    assert f'must be a whole number above 0; got {count!r}' in capsys.readouterr().err


def test_report_episodes_and_plot_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs_run: list[EpisodeJob] = []

    def run(checkpoint: str, jobs: Sequence[EpisodeJob], *_: object) -> list[EpisodeResult]:
        jobs_run.extend(jobs)
        return [
            replace(GOOD, seed=j.trial.seed, kind=j.trial.kind, split=j.trial.split) for j in jobs
        ]

    monkeypatch.setattr(evaluate, 'run_jobs', run)
    main(
        [
            '--episodes',
            '2',
            '--splits',
            'heldout_pairs',
            '--folder',
            str(tmp_path),
            '--delay-s',
            '0.1',
            '--ungated',
            '--robot',
            'builtin',
        ]
    )
    assert not any(job.gated for job in jobs_run)
    assert {job.perturbation for job in jobs_run} == {PerturbationConfig(delay_s=0.1)}
    report = json.loads((tmp_path / 'report.json').read_text())
    assert report['gated'] is False
    assert report['robot'] == 'builtin'
    assert {job.robot for job in jobs_run} == {'builtin'}
    assert report['splits']['heldout_pairs']['all tasks']['n'] == 8
    assert report['finish_s']['heldout_pairs']['pick']['median'] == 3.0
    rows = [json.loads(line) for line in (tmp_path / 'episodes.jsonl').read_text().splitlines()]
    assert [row['seed'] for row in rows] == [job.trial.seed for job in jobs_run]
    assert (tmp_path / 'success.png').read_bytes().startswith(b'\x89PNG')
    assert (tmp_path / 'report.md').read_text() in capsys.readouterr().out + '\n'


@pytest.mark.parametrize(
    ('split', 'message'),
    [
        ('phrases', "'phrases' has been renamed to 'heldout_phrasing'"),
        ('pairs', "'pairs' has been renamed to 'heldout_pairs'"),
        ('test', "must be one of ('train', 'heldout_phrasing', 'heldout_pairs'); got 'test'"),
    ],
)
def test_a_former_or_unknown_split_is_refused(
    split: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(['--splits', 'train', split])
    assert caught.value.code == 2
    assert message in capsys.readouterr().err
