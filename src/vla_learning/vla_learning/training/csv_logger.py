# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""CSV log of a training run that stays readable when the run is killed."""

from collections.abc import Mapping
from collections.abc import Sequence
import csv
import math
from pathlib import Path


class CsvLogger:
    """
    A CSV file with the step in its first column.

    Parameters
    ----------
    path
        Path of the file.
    columns
        Names of the figures; a missing figure leaves its cell empty.

    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path, self._columns = path, tuple(columns)

    def add(self, step: int, values: Mapping[str, float]) -> None:
        """Append a row."""
        self._write('a' if self._path.exists() else 'w', [(step, values)])

    def truncate(self, step: int) -> None:
        """Delete the rows after `step`: a resumed run writes them again."""
        if self._path.exists():
            self._write('w', [(s, v) for s, v in self.rows() if s <= step])

    def rows(self) -> list[tuple[int, dict[str, float]]]:
        """Return step and figures of every complete row."""
        if not self._path.exists():
            return []
        with self._path.open(newline='') as file:
            parsed = [self._parse(row) for row in csv.reader(file)]
        return [row for row in parsed if row is not None]

    def series(self, name: str) -> tuple[list[int], list[float]]:
        """Return steps and values of one figure where it is present and finite."""
        points = [(s, v[name]) for s, v in self.rows() if math.isfinite(v.get(name, math.nan))]
        return [s for s, _ in points], [v for _, v in points]

    def _parse(self, row: Sequence[str]) -> tuple[int, dict[str, float]] | None:
        try:
            named = zip(self._columns, row[1:], strict=False)
            return int(row[0]), {name: float(text) for name, text in named if text}
        except (ValueError, IndexError):
            return None  # the header, or an incomplete row

    def _write(self, mode: str, rows: Sequence[tuple[int, Mapping[str, float]]]) -> None:
        with self._path.open(mode, newline='') as file:
            writer = csv.writer(file, lineterminator='\n')
            if mode == 'w':
                writer.writerow(['step', *self._columns])
            for step, values in rows:
                figures = (values.get(name) for name in self._columns)
                writer.writerow([step, *('' if f is None else f'{f:.5f}' for f in figures)])
