# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tick jitter of the safety node in the running system; part of `make bench`."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

#: Largest p99 of the difference between tick interval and period [ms].
BAR_MS: Final = 5.0
_PERIOD_S: Final = 0.02


def intervals_s(ticks_s: Sequence[float], states: Sequence[tuple[float, bool]]) -> list[float]:
    """
    Return the intervals between consecutive ticks; a missed tick gives a long one.

    Parameters
    ----------
    ticks_s
        Stamps of robot_action.
    states
        By stamp, whether the safety node executes a command: only then each tick publishes an
        action. Both in the order of time.

    """
    stamps_s = [at_s for at_s, _ in states]

    def running(at_s: float) -> bool:
        index = bisect_right(stamps_s, at_s)
        return index > 0 and states[index - 1][1]

    return [after - before for before, after in pairwise(ticks_s) if running(before)]


def jitter(between_s: Sequence[float]) -> dict[str, float]:
    """Return p50, p99 and maximum of the difference between intervals and period [ms]."""
    error_ms = 1e3 * np.abs(np.array(between_s) - _PERIOD_S)
    p50, p99 = np.percentile(error_ms, (50, 99))
    return {
        'n': len(between_s),
        'p50_ms': round(float(p50), 3),
        'p99_ms': round(float(p99), 3),
        'max_ms': round(float(error_ms.max()), 3),
    }
