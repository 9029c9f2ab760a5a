# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Log of problems."""

from vla_perception.problem_log import ProblemLog
from vla_perception.problem_log import REPEAT_S


def test_each_kind_is_logged_at_once_and_then_throttled() -> None:
    lines: list[str] = []
    log = ProblemLog(lines.append)
    log.put('rate', 'rate 1', 10.0)
    log.put('rate', 'rate 2', 11.0)
    log.put('lost', 'lost 1', 11.0)
    log.put('rate', 'rate 3', 9.9 + REPEAT_S)
    assert lines == ['rate 1', 'lost 1']
    log.put('rate', 'rate 4', 10.0 + REPEAT_S)
    assert lines == ['rate 1', 'lost 1', 'rate 4']
