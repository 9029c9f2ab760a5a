# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Progress of a command in one line of the terminal."""

from dataclasses import dataclass
import sys
from typing import TextIO

_BAR_CHARACTERS = 16
_LINE_CHARACTERS = 110
_ERASE_LINE = '\r\x1b[K'


@dataclass(frozen=True)
class Progress:
    """
    State of the running command.

    Parameters
    ----------
    state
        State of the policy.
    task, phase
        Predicted task and its phase.
    share
        Completed share of the task, 0 .. 1.
    confidence
        Confidence of the policy, 0 .. 1.
    latency_s
        Time from an image to its motion [s]; negative if unknown.
    elapsed_s
        Time since the command was sent [s].
    note
        Further text.

    """

    state: str = 'waiting'
    task: str = ''
    phase: str = ''
    share: float = 0.0
    confidence: float = 0.0
    latency_s: float = -1.0
    elapsed_s: float = 0.0
    note: str = ''

    def line(self) -> str:
        """Return the line of the terminal."""
        done = round(_BAR_CHARACTERS * min(max(self.share, 0.0), 1.0))
        bar = f'[{"#" * done}{"." * (_BAR_CHARACTERS - done)}]'
        parts = [bar, f'{self.elapsed_s:5.1f} s', self.headline()]
        if self.task:
            parts += [f'confidence {self.confidence:.2f}']
        if self.latency_s >= 0:
            parts += [f'latency {self.latency_s * 1e3:.0f} ms']
        return '  '.join([*parts, self.note]).rstrip()

    def headline(self) -> str:
        """Return state, task and phase."""
        return f'{self.state}: {self.task}, {self.phase}' if self.task else self.state


class Terminal:
    """
    Print permanent lines, and one progress line that a terminal overwrites.

    Parameters
    ----------
    out
        Output stream; None selects stdout.

    """

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._is_tty = self._out.isatty()
        self._shown = ''

    def print_line(self, text: str) -> None:
        """Print a permanent line."""
        self.clear()
        print(f'demo: {text}', file=self._out, flush=True)

    def show(self, progress: Progress) -> None:
        """Overwrite the progress line; print only new headlines where that is not possible."""
        if self._is_tty:
            self._out.write(f'{_ERASE_LINE}  {progress.line()[:_LINE_CHARACTERS]}')
            self._out.flush()
            self._shown = progress.headline()
        elif progress.headline() != self._shown:
            self._shown = progress.headline()
            print(f'  {progress.line()}', file=self._out, flush=True)

    def clear(self) -> None:
        """Erase the progress line."""
        if self._is_tty and self._shown:
            self._out.write(_ERASE_LINE)
        self._shown = ''
