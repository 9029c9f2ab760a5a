# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The tools that measure: which trials they draw, and what they write."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation import evaluate
from vla_learning.evaluation.episode_runner import Job
from vla_learning.evaluation.episode_runner import Result
from vla_learning.evaluation.evaluate import draw_trials
from vla_learning.evaluation.evaluate import main
from vla_learning.evaluation.perturbations import Disturbance


def test_more_trials_keep_the_first_ones() -> None:
    few, more = draw_trials(1, ['train']), draw_trials(2, ['train'])
    assert len(few) == 8
    assert {t.seed for t in few} < {t.seed for t in more}


def test_a_split_has_its_trials_whatever_else_is_asked_for() -> None:
    alone = draw_trials(1, ['pairs'], ['push'])
    together = draw_trials(1, ['train', 'phrases', 'pairs'])
    assert alone[0] in together


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
                'pairs',
                '--folder',
                str(tmp_path / 'eval'),
            ]
        )
    assert caught.value.code == 1
    assert 'none.safetensors' in capsys.readouterr().err
    assert not (tmp_path / 'eval').exists()


@pytest.mark.parametrize('count', ['0', '-3', 'many', '1.5'])
def test_a_count_that_is_none_is_refused(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([f'--episodes={count}'])
    assert f'must be a whole number above 0; got {count!r}' in capsys.readouterr().err


def test_report_episodes_and_picture_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Job] = []

    def run(checkpoint: str, jobs: Sequence[Job], *_: object) -> list[Result]:
        asked.extend(jobs)
        return [
            replace(GOOD, seed=j.trial.seed, kind=j.trial.kind, split=j.trial.split) for j in jobs
        ]

    monkeypatch.setattr(evaluate, 'run_jobs', run)
    main(
        [
            '--episodes',
            '2',
            '--splits',
            'pairs',
            '--folder',
            str(tmp_path),
            '--delay-s',
            '0.1',
            '--ungated',
        ]
    )
    assert not any(job.gated for job in asked)
    assert {job.disturbance for job in asked} == {Disturbance(delay_s=0.1)}
    report = json.loads((tmp_path / 'report.json').read_text())
    assert report['gated'] is False
    assert report['splits']['pairs']['all tasks']['n'] == 8
    assert report['finish_s']['pairs']['pick']['median'] == 3.0
    rows = [json.loads(line) for line in (tmp_path / 'episodes.jsonl').read_text().splitlines()]
    assert [row['seed'] for row in rows] == [job.trial.seed for job in asked]
    assert (tmp_path / 'success.png').read_bytes().startswith(b'\x89PNG')
    assert (tmp_path / 'report.md').read_text() in capsys.readouterr().out + '\n'
