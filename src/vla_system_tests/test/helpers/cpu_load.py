# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""CPU load during a test, for time limits in real time."""

import threading
import time
from types import TracebackType

_COMPUTATION_S = 0.002
_PAUSE_S = 0.05


class CpuLoadMeter:
    """
    Measure the ratio of wall time to processor time of a small computation, repeatedly.

    Multiply a time limit by `factor`, which is 1 on an idle machine.
    """

    def __init__(self) -> None:
        self._wall_s = self._cpu_s = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._measure, name='cpu load meter')

    def __enter__(self) -> 'CpuLoadMeter':
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def factor(self) -> float:
        """Return the ratio of wall time to processor time, at least 1."""
        return max(1.0, self._wall_s / self._cpu_s) if self._cpu_s else 1.0

    def _measure(self) -> None:
        while not self._stopping.wait(_PAUSE_S):
            began_s, began_cpu_s = time.monotonic(), time.thread_time()
            while time.thread_time() - began_cpu_s < _COMPUTATION_S:
                pass
            self._cpu_s += time.thread_time() - began_cpu_s
            self._wall_s += time.monotonic() - began_s
