# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""States of the last minute."""

from collections import deque
from collections.abc import Mapping
import threading
from typing import Any
from typing import Final

DURATION_S: Final = 60.0
#: Shortest time between two samples [s].
PERIOD_S: Final = 0.2


class Timeline:
    """
    Keep samples of the state for `DURATION_S`; any thread may call it.

    A sample is a dictionary with the time 't' [s].
    """

    def __init__(self) -> None:
        self._samples: deque[Mapping[str, Any]] = deque()
        self._lock = threading.Lock()

    def add(self, sample: Mapping[str, Any]) -> None:
        """Add a sample unless the last one is newer than `PERIOD_S` and has the same title."""
        with self._lock:
            last = self._samples[-1] if self._samples else None
            is_same = last is not None and last.get('title') == sample.get('title')
            if last is not None and is_same and sample['t'] - last['t'] < PERIOD_S:
                return
            self._samples.append(sample)
            while self._samples[0]['t'] < sample['t'] - DURATION_S:
                self._samples.popleft()

    def samples(self) -> list[Mapping[str, Any]]:
        """Return the samples, the oldest first."""
        with self._lock:
            return list(self._samples)
