# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rate and end of a command load."""

import threading
import time

from vla_system_tests.fault_injection.command_load import CommandLoad


def test_commands_are_published_in_turn_until_the_load_stops() -> None:
    sent: list[str] = []
    load = CommandLoad(sent.append, ('a', 'b'))
    load.stop()
    load.start(200.0)
    end_s = time.monotonic() + 10.0
    while len(sent) < 6 and time.monotonic() < end_s:
        threading.Event().wait(0.01)
    load.stop()
    count = len(sent)
    assert count >= 6
    assert sent[:6] == ['a', 'b'] * 3
    threading.Event().wait(0.05)
    assert len(sent) == count
    load.start(200.0)
    load.stop()
