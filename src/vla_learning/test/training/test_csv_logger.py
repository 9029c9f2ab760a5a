# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The CSV log survives a kill, a resume and an older header."""

from pathlib import Path

import pytest
from vla_learning.training.csv_logger import CsvLogger


@pytest.fixture
def log(tmp_path: Path) -> CsvLogger:
    log = CsvLogger(tmp_path / 'a.csv', ['total', 'heat'])
    log.add(50, {'total': 2.0})
    log.add(100, {'total': 1.5, 'heat': 0.25})
    return log


def test_rows_are_read_back(log: CsvLogger, tmp_path: Path) -> None:
    assert log.rows() == [(50, {'total': 2.0}), (100, {'total': 1.5, 'heat': 0.25})]
    assert (tmp_path / 'a.csv').read_text().splitlines()[0] == 'step,total,heat'


def test_columns_keep_their_place(log: CsvLogger) -> None:
    log.add(150, {'heat': 0.5, 'total': 1.0})
    assert log.series('heat') == ([100, 150], [0.25, 0.5])
    assert log.series('total') == ([50, 100, 150], [2.0, 1.5, 1.0])


def test_rows_after_a_step_are_truncated(log: CsvLogger) -> None:
    log.truncate(75)
    assert log.rows() == [(50, {'total': 2.0})]


def test_an_incomplete_row_is_dropped(log: CsvLogger, tmp_path: Path) -> None:
    with (tmp_path / 'a.csv').open('a') as file:
        file.write('1')
        file.write('50,0.')
    log.truncate(100)
    assert [step for step, _ in log.rows()] == [50, 100]


def test_a_curve_omits_nan(log: CsvLogger) -> None:
    log.add(150, {'total': float('nan')})
    assert log.series('total') == ([50, 100], [2.0, 1.5])


def test_a_new_log_is_empty(tmp_path: Path) -> None:
    log = CsvLogger(tmp_path / 'none.csv', ['total'])
    log.truncate(10)
    assert log.rows() == []
    assert not (tmp_path / 'none.csv').exists()
