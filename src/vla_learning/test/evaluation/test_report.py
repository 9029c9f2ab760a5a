# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Arguments and report files of the evaluation tools."""

import argparse
import json
from pathlib import Path

from evaluation_samples import FAILED
from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import positive
from vla_learning.evaluation.report import write_report


def test_a_report_has_facts_table_and_episodes(tmp_path: Path) -> None:
    folder = tmp_path / 'new' / 'eval'
    write_report(folder, {'episodes': 2}, '| a |', [GOOD, FAILED])
    assert json.loads((folder / 'report.json').read_text()) == {'episodes': 2}
    assert (folder / 'report.md').read_text() == '| a |\n'
    rows = [json.loads(line) for line in (folder / 'episodes.jsonl').read_text().splitlines()]
    assert [row['success'] for row in rows] == [True, False]


def test_without_results_there_is_no_episodes_file(tmp_path: Path) -> None:
    write_report(tmp_path, {}, '')
    assert {path.name for path in tmp_path.iterdir()} == {'report.json', 'report.md'}


@pytest.mark.parametrize(('text', 'value'), [('1', 1), ('200', 200)])
def test_a_count_is_parsed(text: str, value: int) -> None:
    assert positive(text) == value


@pytest.mark.parametrize('text', ['0', '-1', '1.5', '', 'ten', '²'])
def test_an_invalid_count_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match='whole number above 0'):
        positive(text)


def test_common_arguments_have_defaults() -> None:
    parser = argparse.ArgumentParser()
    add_common_arguments(parser, Path('log/some'), 'number of trials', 20)
    add_workers_argument(parser)
    a = parser.parse_args(['--workers', '3'])
    assert (a.episodes, a.folder, a.workers) == (20, Path('log/some'), 3)
    assert a.checkpoint == DEFAULT_CHECKPOINT
