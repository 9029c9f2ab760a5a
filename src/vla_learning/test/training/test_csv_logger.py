# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of a run survive a stop, a resume and an older header."""

from pathlib import Path

import pytest
from vla_learning.training.csv_logger import CsvLogger


@pytest.fixture
def journal(tmp_path: Path) -> CsvLogger:
    journal = CsvLogger(tmp_path / 'a.csv', ['total', 'heat'])
    journal.add(50, {'total': 2.0})
    journal.add(100, {'total': 1.5, 'heat': 0.25})
    return journal


def test_rows_come_back(journal: CsvLogger, tmp_path: Path) -> None:
    assert journal.rows() == [(50, {'total': 2.0}), (100, {'total': 1.5, 'heat': 0.25})]
    assert (tmp_path / 'a.csv').read_text().splitlines()[0] == 'step,total,heat'


def test_columns_keep_their_place(journal: CsvLogger) -> None:
    journal.add(150, {'heat': 0.5, 'total': 1.0})
    assert journal.series('heat') == ([100, 150], [0.25, 0.5])
    assert journal.series('total') == ([50, 100, 150], [2.0, 1.5, 1.0])


def test_what_came_after_a_saved_step_is_cut(journal: CsvLogger) -> None:
    journal.truncate(75)
    assert journal.rows() == [(50, {'total': 2.0})]


def test_a_row_that_a_stop_cut_short_is_dropped(journal: CsvLogger, tmp_path: Path) -> None:
    with (tmp_path / 'a.csv').open('a') as file:
        file.write('1')
        file.write('50,0.')
    journal.truncate(100)
    assert [step for step, _ in journal.rows()] == [50, 100]


def test_nan_is_no_point_of_a_curve(journal: CsvLogger) -> None:
    journal.add(150, {'total': float('nan')})
    assert journal.series('total') == ([50, 100], [2.0, 1.5])


def test_nothing_is_known_before_the_first_row(tmp_path: Path) -> None:
    journal = CsvLogger(tmp_path / 'none.csv', ['total'])
    journal.truncate(10)
    assert journal.rows() == []
    assert not (tmp_path / 'none.csv').exists()
