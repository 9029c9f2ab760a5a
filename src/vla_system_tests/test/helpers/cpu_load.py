# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""How much longer than on an idle machine things take now, for bars on real time."""

import threading
import time
from types import TracebackType

_WORK_S = 0.002
_PAUSE_S = 0.05


class Busyness:
    """
    Compare, again and again, the wall time of a little work with its processor time.

    On an idle machine a bar times `factor` is the bar itself.
    """

    def __init__(self) -> None:
        self._wall_s = self._busy_s = 0.0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, name='busyness')

    def __enter__(self) -> 'Busyness':
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        self._thread.join()

    @property
    def factor(self) -> float:
        """Return by how much the work was slower than on a processor of its own."""
        return max(1.0, self._wall_s / self._busy_s) if self._busy_s else 1.0

    def _watch(self) -> None:
        while not self._ending.wait(_PAUSE_S):
            began_s, spent_s = time.monotonic(), time.thread_time()
            while time.thread_time() - spent_s < _WORK_S:
                pass
            self._busy_s += time.thread_time() - spent_s
            self._wall_s += time.monotonic() - began_s
