# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One measured stop latency."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StopLatencySample:
    """
    One measured stop latency.

    Parameters
    ----------
    took_s
        Time until the commanded speed was 0 [s]; infinite if the robot continued.
    declared_s
        Declared time [s], with the braking ramp where it follows the time-out.
    speed_m_s
        Commanded speed at the start.
    reason
        Reason that the safety node reported.

    """

    took_s: float
    declared_s: float
    speed_m_s: float
    reason: str

    @property
    def late_s(self) -> float:
        """Return the time from the declared time to the standstill; negative if earlier."""
        return self.took_s - self.declared_s
