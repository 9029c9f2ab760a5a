# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Log of problems: each kind at once, then throttled."""

from collections.abc import Callable

#: Time between two log lines of the same kind of problem.
REPEAT_S = 30.0


class ProblemLog:
    """Log each kind of problem when it appears, then at most every `REPEAT_S`."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._written_s: dict[str, float] = {}

    def put(self, kind: str, text: str, time_s: float) -> None:
        """Log `text` unless a problem of this kind was logged lately."""
        written_s = self._written_s.get(kind)
        if written_s is None or time_s - written_s >= REPEAT_S:
            self._written_s[kind] = time_s
            self._write(text)
