# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Deadman switch: a person holds it down while the robot may move."""

from dataclasses import dataclass
import math

from vla_common.clock import TimePoint
from vla_common.settings import check_settings
from vla_common.settings import setting


@dataclass(frozen=True)
class DeadmanSettings:
    """Parameters of the node for the deadman switch."""

    deadman: bool = setting(False, 'Whether motion needs true on the topic deadman repeatedly')
    deadman_timeout_s: float = setting(
        0.3,
        'Time since the newest true after which the switch counts as released',
        unit='s',
        minimum=0.05,
        maximum=5.0,
    )

    def __post_init__(self) -> None:
        check_settings(self)


class DeadmanMonitor:
    """Check that the switch is held; silence counts as released."""

    def __init__(self, settings: DeadmanSettings) -> None:
        self._settings = settings
        self._held_s = -math.inf

    def update(self, sample: bool, now: TimePoint) -> bool:
        """Record the state of the switch: true while it is held."""
        self._held_s = now.steady_s if sample else -math.inf
        return True

    def status(self, now: TimePoint) -> bool:
        """Return whether the switch is held."""
        return now.steady_s - self._held_s <= self._settings.deadman_timeout_s

    def on_clock_jump(self) -> None:
        """Keep the state: its time of arrival is of the steady clock."""
