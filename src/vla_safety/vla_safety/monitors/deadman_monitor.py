# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The switch that a person holds down while the robot may move."""

from dataclasses import dataclass
import math

from vla_common.settings import check_settings
from vla_common.settings import setting


@dataclass(frozen=True)
class DeadmanSettings:
    """Parameters of the node about the switch."""

    deadman: bool = setting(
        False, 'Whether motion needs true on the topic deadman again and again'
    )
    deadman_timeout_s: float = setting(
        0.3,
        'Time since the newest true after which the switch counts as let go',
        unit='s',
        minimum=0.05,
        maximum=5.0,
    )

    def __post_init__(self) -> None:
        check_settings(self)


class DeadmanMonitor:
    """Whether the switch is held."""

    def __init__(self, settings: DeadmanSettings) -> None:
        self._settings = settings
        self._held_s = -math.inf

    def put(self, held: bool, now_s: float) -> None:
        """Note what the switch says at `now_s` of the steady clock."""
        self._held_s = now_s if held else -math.inf

    def allows(self, now_s: float) -> bool:
        """Return whether the switch is held."""
        return now_s - self._held_s <= self._settings.deadman_timeout_s
