# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The terminal shows news once, and one changing line where it can."""

import io

from vla_bringup.demo.progress import Progress
from vla_bringup.demo.progress import Terminal

BUSY = Progress('executing', 'pick', 'lift', 0.5, 0.93, 0.061, 4.2)


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_says_what_was_understood() -> None:
    line = BUSY.line()
    assert '[########........]' in line
    for part in ('4.2 s', 'executing: pick, lift', 'confidence 0.93', 'latency 61 ms'):
        assert part in line


def test_the_bar_stays_within_its_ends() -> None:
    assert '[################]' in Progress(share=7.0).line()
    assert '[................]' in Progress(share=-1.0).line()


def test_a_file_gets_each_piece_of_news_once() -> None:
    out = io.StringIO()
    terminal = Terminal(out)
    for share in (0.1, 0.2, 0.3):
        terminal.show(Progress('executing', 'pick', 'lift', share))
    terminal.show(Progress('succeeded', 'pick', 'done', 1.0))
    assert len(out.getvalue().splitlines()) == 2
    assert '\x1b' not in out.getvalue()


def test_a_terminal_gets_one_line_that_is_erased() -> None:
    out = Tty()
    terminal = Terminal(out)
    terminal.show(BUSY)
    terminal.show(BUSY)
    terminal.say('done')
    text = out.getvalue()
    assert text.count('\n') == 1
    assert text.endswith('demo: done\n')
    assert text.count('\r') == 3
