# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the language side is alive: without it nobody's later commands are understood."""

from dataclasses import dataclass
import math

from vla_common.settings import setting


@dataclass(frozen=True)
class LanguageSettings:
    """Parameters of the node about the language side."""

    watch_language: bool = setting(True, 'Whether motion needs language_heartbeat again and again')


class LanguageMonitor:
    """Remember the newest heartbeat."""

    def __init__(self) -> None:
        self._heard_s = -math.inf

    def put(self, now_s: float) -> None:
        """Note a heartbeat at `now_s` of the steady clock."""
        self._heard_s = now_s

    def age_s(self, now_s: float) -> float:
        """Return the time since the newest heartbeat [s]; infinite when there was none."""
        return now_s - self._heard_s
