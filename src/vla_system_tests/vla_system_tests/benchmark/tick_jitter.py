# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""How evenly the safety node ticks while the whole system works; part of `make bench`."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
import time
from typing import Final

import numpy as np
from vla_bringup.client.companion import RESET_SCENE
from vla_system_tests.fault_injection.testbed import COMMAND
from vla_system_tests.fault_injection.testbed import Stage
from vla_system_tests.fault_injection.testbed import StageError

#: How far apart p99 of the time between two ticks may be from the period.
BAR_MS: Final = 5.0
_PERIOD_S: Final = 0.02
# Half a minute of motion.
_TICKS: Final = 1500
_PATIENCE_S: Final = 240.0
_COMMAND_S: Final = 30.0


def intervals_s(ticks_s: Sequence[float], states: Sequence[tuple[float, bool]]) -> list[float]:
    """
    Return the times between ticks in a row; a missed tick makes one long.

    Parameters
    ----------
    ticks_s
        Stamps of robot_action.
    states
        When the safety node said whether a command is being carried out: only then each tick
        sends one. All in the order of time.

    """
    said_s = [at_s for at_s, _ in states]

    def running(at_s: float) -> bool:
        index = bisect_right(said_s, at_s)
        return index > 0 and states[index - 1][1]

    return [after - before for before, after in pairwise(ticks_s) if running(before)]


def jitter(between_s: Sequence[float]) -> dict[str, float]:
    """Return p50, p99 and maximum in milliseconds of how far off the period the ticks are."""
    off_ms = 1e3 * np.abs(np.array(between_s) - _PERIOD_S)
    p50, p99 = np.percentile(off_ms, (50, 99))
    return {
        'n': len(between_s),
        'p50_ms': round(float(p50), 3),
        'p99_ms': round(float(p99), 3),
        'max_ms': round(float(off_ms.max()), 3),
    }


def measure_jitter(folder: Path) -> dict[str, float]:
    """
    Start the system as processes and let the robot carry out commands.

    Raises
    ------
    StageError
        If the robot is not in motion for long enough.

    """
    end_s = time.monotonic() + _PATIENCE_S
    with Stage(folder, bends_camera=False) as stage:
        observer = stage.observer
        while len(found := intervals_s(*observer.ticks())) < _TICKS:
            if time.monotonic() > end_s:
                raise StageError(
                    f'{_TICKS} ticks of motion are needed within {_PATIENCE_S:g} s;'
                    f' there were {len(found)}'
                )
            stage.set_off(COMMAND)
            observer.wait_for(observer.is_done, _COMMAND_S)
            # Things that were moved may fall where the camera does not see them.
            observer.call(RESET_SCENE)
    return jitter(found)
