# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Age of the heartbeat of the language node: without that node no later command is encoded."""

from dataclasses import dataclass
import math

from vla_common.clock import TimePoint
from vla_common.settings import setting


@dataclass(frozen=True)
class LanguageSettings:
    """Parameters of the node for the language heartbeat."""

    watch_language: bool = setting(True, 'Whether motion needs language_heartbeat repeatedly')


class LanguageMonitor:
    """Measure the time since the newest heartbeat."""

    def __init__(self) -> None:
        self._arrived_s = -math.inf

    def update(self, sample: None, now: TimePoint) -> bool:
        """Record a heartbeat, which has no content."""
        self._arrived_s = now.steady_s
        return True

    def status(self, now: TimePoint) -> float:
        """Return the time since the newest heartbeat [s]; infinite when there was none."""
        return now.steady_s - self._arrived_s

    def on_clock_jump(self) -> None:
        """Keep the heartbeat: its time of arrival is of the steady clock."""
