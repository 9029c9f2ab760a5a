# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One line on the terminal that says what goes on."""

from dataclasses import dataclass
import sys
from typing import TextIO

_BAR = 16
_ERASE = '\r\x1b[K'


@dataclass(frozen=True)
class Progress:
    """What is known of the running command."""

    state: str = 'waiting'
    task: str = ''
    phase: str = ''
    share: float = 0.0
    confidence: float = 0.0
    latency_s: float = -1.0
    elapsed_s: float = 0.0
    note: str = ''

    def line(self) -> str:
        """Return it as text."""
        done = round(_BAR * min(max(self.share, 0.0), 1.0))
        parts = [f'[{"#" * done}{"." * (_BAR - done)}]', f'{self.elapsed_s:5.1f} s']
        parts += [self.headline()]
        if self.task:
            parts += [f'confidence {self.confidence:.2f}']
        if self.latency_s >= 0:
            parts += [f'latency {self.latency_s * 1e3:.0f} ms']
        return '  '.join([*parts, self.note]).rstrip()

    def headline(self) -> str:
        """Return what was understood and how far it is."""
        return f'{self.state}: {self.task}, {self.phase}' if self.task else self.state


class Terminal:
    """Write lines, one of which keeps changing where the output is a terminal."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._is_tty = self._out.isatty()
        self._shown = ''

    def say(self, text: str) -> None:
        """Write a line to stay."""
        self.clear()
        print(f'demo: {text}', file=self._out, flush=True)

    def show(self, progress: Progress) -> None:
        """Show the present state; where it cannot be overwritten, only news."""
        if self._is_tty:
            width = 110
            self._out.write(f'{_ERASE}  {progress.line()[:width]}')
            self._out.flush()
            self._shown = progress.headline()
        elif progress.headline() != self._shown:
            self._shown = progress.headline()
            print(f'  {progress.line()}', file=self._out, flush=True)

    def clear(self) -> None:
        """Erase the line that keeps changing."""
        if self._is_tty and self._shown:
            self._out.write(_ERASE)
        self._shown = ''
