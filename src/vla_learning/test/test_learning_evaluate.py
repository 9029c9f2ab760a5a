# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What evaluation reports."""

from dataclasses import replace
from pathlib import Path

import pytest
from vla_learning.evaluate import draw_trials
from vla_learning.evaluate import main
from vla_learning.evaluate import Result
from vla_learning.evaluate import summarize
from vla_learning.evaluate import to_table
from vla_learning.statistics import wilson_interval

GOOD = Result(
    seed=1, kind='pick', split='train', command='pick up the cube', success=True, refused=False,
    verdict='ok', wrong_object_touched=False, reason='', duration_s=3.0)
REFUSED = replace(GOOD, kind='absent', refused=True, verdict='target_not_found')


@pytest.fixture
def results() -> list[Result]:
    return [
        *[GOOD] * 8, *[replace(GOOD, success=False, reason='not held')] * 2,
        *[replace(GOOD, kind='push', wrong_object_touched=True)] * 5,
        *[replace(GOOD, kind='push', success=False, refused=True)] * 5,
        *[REFUSED] * 9, replace(REFUSED, success=False, refused=False),
        *[replace(GOOD, split='pairs')] * 4,
    ]


def test_shares_and_their_intervals(results: list[Result]) -> None:
    train = summarize(results)['train']
    assert (train['pick']['share'], train['pick']['n']) == (0.8, 10)
    assert train['pick']['interval95'] == pytest.approx(wilson_interval(8, 10), abs=1e-4)
    assert train['push']['share'] == 0.5
    assert (train['all tasks']['share'], train['all tasks']['n']) == (0.65, 20)
    assert train['wrong object touched']['share'] == 0.25
    assert train['valid command refused']['share'] == 0.25
    assert train['invalid command refused']['share'] == 0.9


def test_splits_are_apart(results: list[Result]) -> None:
    pairs = summarize(results)['pairs']
    assert pairs['all tasks'] == pairs['pick']
    assert pairs['pick']['n'] == 4
    assert 'invalid command refused' not in pairs


def test_the_table_says_all_of_it(results: list[Result]) -> None:
    lines = to_table({'splits': summarize(results)}).splitlines()
    assert '| train | pick | 80.0 % | 49.0 to 94.3 % | 10 |' in lines
    assert {line.count('|') for line in lines} == {6}


def test_more_trials_keep_the_first_ones() -> None:
    few, more = draw_trials(1, ['train']), draw_trials(2, ['train'])
    assert set(few) < set(more)


def test_a_missing_checkpoint_is_an_error(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(['--checkpoint', str(tmp_path / 'none.safetensors'), '--episodes', '1',
              '--splits', 'pairs', '--folder', str(tmp_path / 'eval')])
    assert caught.value.code == 1
    assert 'none.safetensors' in capsys.readouterr().err
    assert not (tmp_path / 'eval').exists()
