# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make eval-commands`: tables, files, and secrecy of the sealed half."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation import evaluate_commands
from vla_learning.evaluation.command_outcomes import JudgedCommand
from vla_learning.evaluation.command_outcomes import Outcome
from vla_learning.evaluation.command_set import ExpectedStep
from vla_learning.evaluation.command_set import load_command_set
from vla_learning.evaluation.command_set import SEALED
from vla_learning.evaluation.command_set import SetCommand
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.evaluate_commands import group_results
from vla_learning.evaluation.evaluate_commands import main
from vla_learning.evaluation.evaluate_commands import outcome_table
from vla_learning.evaluation.evaluate_commands import rate_table
from vla_learning.evaluation.evaluate_commands import summarize_group
from vla_learning.evaluation.perturbations import PerturbationConfig

PICK = ExpectedStep('pick', (0,))
VALID = SetCommand('text', 'valid', 'polite', (), (PICK,))
TWO_STEPS = replace(VALID, style='two_step', steps=(PICK, PICK))
INVALID = SetCommand('text', 'refuse', 'negation', (), reason='negated')
TOUCHED = replace(GOOD, wrong_object_touched=True)
RESULTS = [
    *[JudgedCommand(VALID, GOOD, Outcome.EXECUTED, None)] * 3,
    JudgedCommand(VALID, TOUCHED, Outcome.WRONG_ACT, None),
    JudgedCommand(TWO_STEPS, GOOD, Outcome.NOT_SUPPORTED, True),
    JudgedCommand(INVALID, GOOD, Outcome.REFUSED, False),
]


def test_groups_have_totals_and_styles() -> None:
    groups = group_results(RESULTS, by_style=True)
    assert {key: len(results) for key, results in groups.items()} == {
        ('all', ''): 6,
        ('refuse', ''): 1,
        ('refuse', 'negation'): 1,
        ('two steps', ''): 1,
        ('valid', ''): 5,
        ('valid', 'polite'): 4,
        ('valid', 'two_step'): 1,
    }
    assert all(not style for _, style in group_results(RESULTS, by_style=False))


def test_table_has_rates_and_numbers() -> None:
    groups = group_results(RESULTS, by_style=False)
    table = outcome_table(groups).splitlines()
    assert {line.count('|') for line in table} == {14}
    assert table[2:] == [
        '| all | all | 66.7 % | 30.0 to 90.3 % | 6 | 3 | 1 | 0 | 1 | 0 | 1 | 1 | 1 of 2 |',
        '| refuse | all | 100.0 % | 20.6 to 100.0 % | 1 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 of 1 |',
        '| two steps | all | 0.0 % | 0.0 to 79.3 % | 1 | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 1 of 1 |',
        '| valid | all | 60.0 % | 23.1 to 88.2 % | 5 | 3 | 0 | 0 | 1 | 0 | 1 | 1 | 1 of 1 |',
    ]
    assert rate_table(summarize_group(RESULTS)).splitlines()[2:] == [
        '| wrong act | 16.7 % | 3.0 to 56.4 % | 6 |',
        '| wrong object touched | 16.7 % | 3.0 to 56.4 % | 6 |',
        '| reason true | 50.0 % | 9.4 to 90.5 % | 2 |',
    ]


@pytest.fixture
def jobs_run(monkeypatch: pytest.MonkeyPatch) -> list[EpisodeJob]:
    jobs_run: list[EpisodeJob] = []

    def run(checkpoint: str, jobs: Sequence[EpisodeJob], *_: object) -> list[EpisodeResult]:
        jobs_run.extend(jobs)
        return [replace(GOOD, command=job.trial.command.text) for job in jobs]

    monkeypatch.setattr(evaluate_commands, 'run_jobs', run)
    return jobs_run


def test_of_the_sealed_half_only_totals_are_written(
    jobs_run: list[EpisodeJob], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(['--folder', str(tmp_path), '--episodes', '40', '--delay-s', '0.1'])
    assert len(jobs_run) == 80
    assert {job.perturbation for job in jobs_run} == {PerturbationConfig(delay_s=0.1)}
    rows = [json.loads(line) for line in (tmp_path / 'development.jsonl').read_text().splitlines()]
    assert [row['command'] for row in rows] == [j.trial.command.text for j in jobs_run[:40]]
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {'development.jsonl', 'report.json', 'report.md'}
    report = json.loads((tmp_path / 'report.json').read_text())
    assert report['halves']['sealed']['all']['right']['n'] == 40
    printed = capsys.readouterr().out
    assert (tmp_path / 'report.md').read_text() in printed + '\n'
    sealed = printed.partition('sealed:')[2]
    written = ''.join(path.read_text() for path in tmp_path.iterdir())
    commands = load_command_set(SEALED)
    assert sum(f'| {command.style} |' in sealed for command in commands) == 0
    assert sum(json.dumps(command.text) in written for command in commands) == 0


def test_an_error_of_the_sealed_half_hides_its_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise KeyError('text of a command')

    monkeypatch.setattr(evaluate_commands, 'run_jobs', fail)
    for half, error in (('sealed', RuntimeError), ('development', KeyError)):
        with pytest.raises(error) as caught:
            main(['--folder', str(tmp_path), '--halves', half, '--episodes', '1'])
        assert ('text of a command' in str(caught.value)) == (half == 'development')


def test_an_unknown_half_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(['--halves', 'third'])
    assert "invalid choice: 'third'" in capsys.readouterr().err
