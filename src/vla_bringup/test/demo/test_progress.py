# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Progress line: text, bar, and output on a terminal and in a file."""

import io

from vla_bringup.demo.progress import Progress
from vla_bringup.demo.progress import Terminal

EXECUTING = Progress('executing', 'pick', 'lift', 0.5, 0.93, 0.061, 4.2)


class TtyBuffer(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_line_shows_task_phase_confidence_and_latency() -> None:
    line = EXECUTING.line()
    assert '[########........]' in line
    for part in ('4.2 s', 'executing: pick, lift', 'confidence 0.93', 'latency 61 ms'):
        assert part in line


def test_bar_is_limited_to_its_length() -> None:
    assert '[################]' in Progress(share=7.0).line()
    assert '[................]' in Progress(share=-1.0).line()


def test_file_gets_each_headline_once() -> None:
    out = io.StringIO()
    terminal = Terminal(out)
    for share in (0.1, 0.2, 0.3):
        terminal.show(Progress('executing', 'pick', 'lift', share))
    terminal.show(Progress('succeeded', 'pick', 'done', 1.0))
    assert len(out.getvalue().splitlines()) == 2
    assert '\x1b' not in out.getvalue()


def test_terminal_gets_one_line_that_is_erased() -> None:
    out = TtyBuffer()
    terminal = Terminal(out)
    terminal.show(EXECUTING)
    terminal.show(EXECUTING)
    terminal.print_line('done')
    text = out.getvalue()
    assert text.count('\n') == 1
    assert text.endswith('demo: done\n')
    assert text.count('\r') == 3
