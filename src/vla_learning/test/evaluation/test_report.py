# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What every measuring tool writes, and draws."""

import json
from pathlib import Path

from evaluation_samples import FAILED
from evaluation_samples import GOOD
import pytest
from vla_learning.evaluation.metrics import share_of
from vla_learning.evaluation.plots import draw_bars
from vla_learning.evaluation.plots import draw_curves
from vla_learning.evaluation.plots import error_bars
from vla_learning.evaluation.report import write_report


def test_a_report_has_facts_table_and_episodes(tmp_path: Path) -> None:
    folder = tmp_path / 'new' / 'eval'
    write_report(folder, {'episodes': 2}, '| a |', [GOOD, FAILED])
    assert json.loads((folder / 'report.json').read_text()) == {'episodes': 2}
    assert (folder / 'report.md').read_text() == '| a |\n'
    rows = [json.loads(line) for line in (folder / 'episodes.jsonl').read_text().splitlines()]
    assert [row['success'] for row in rows] == [True, False]


def test_no_episodes_leave_no_file(tmp_path: Path) -> None:
    write_report(tmp_path, {}, '')
    assert {path.name for path in tmp_path.iterdir()} == {'report.json', 'report.md'}


def test_error_bars_reach_to_the_ends_of_the_interval() -> None:
    shares = [share_of([True] * 8 + [False] * 2), share_of([True] * 5)]
    heights, bars = error_bars(shares)
    assert heights == pytest.approx([80.0, 100.0])
    low, high = shares[0]['interval95']
    assert bars[:, 0] == pytest.approx([80 - 100 * low, 100 * high - 80])
    assert (bars >= 0).all()


def test_pictures_are_drawn_whatever_is_missing(tmp_path: Path) -> None:
    share = share_of([True, False])
    draw_bars(
        tmp_path / 'bars.png',
        {'a': {'pick': share, 'push': share}, 'b': {'push': share}},
        ['pick', 'push'],
    )
    draw_curves(
        tmp_path / 'curves.png', {'delay': ([0, 1], [share, share]), 'one': ([0], [share])}
    )
    for name in ('bars.png', 'curves.png'):
        assert (tmp_path / name).read_bytes().startswith(b'\x89PNG')
