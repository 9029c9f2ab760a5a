# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Percentiles of the newest durations of a stage of the pipeline, for /diagnostics."""

from collections import deque
import threading

import numpy as np

_PERCENTS = (50, 90, 99)


class LatencyWindow:
    """
    Store the newest durations of a stage; any thread may call it.

    Parameters
    ----------
    stage
        Name of the stage, such as ``image_to_features``.
    size
        Number of durations that are kept.

    """

    def __init__(self, stage: str, size: int = 3000) -> None:
        self._stage, self._lock = stage, threading.Lock()
        self._durations_s: deque[float] = deque(maxlen=size)

    def add(self, duration_s: float) -> None:
        """Store a duration; it replaces the oldest one if the window is full."""
        with self._lock:
            self._durations_s.append(duration_s)

    def values(self) -> dict[str, object]:
        """Return number and percentiles by name; empty without any duration."""
        with self._lock:
            durations_s = tuple(self._durations_s)
        if not durations_s:
            return {}
        percentiles_ms = 1e3 * np.percentile(durations_s, _PERCENTS)
        named = {
            f'{self._stage}_p{percent}_ms': f'{value_ms:.1f}'
            for percent, value_ms in zip(_PERCENTS, percentiles_ms, strict=True)
        }
        return {f'{self._stage}_n': len(durations_s), **named}
