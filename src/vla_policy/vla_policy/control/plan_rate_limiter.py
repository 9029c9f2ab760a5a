# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Select the images to plan with, by their stamps."""

#: Camera stamps jitter; without a tolerance, planning would often wait for one more image.
_JITTER_S = 0.01


class PlanRateLimiter:
    """Limit the planning rate to one image per period."""

    def __init__(self, period_s: float) -> None:
        #: Minimum time between the stamps of two planned images [s].
        self.period_s = period_s
        self._last_s: float | None = None

    def should_plan(self, stamp_s: float) -> bool:
        """Return whether a plan is due for the image of `stamp_s`; if so, restart the period."""
        # Absolute difference: after the clock was set back, planning must continue.
        due = self._last_s is None or abs(stamp_s - self._last_s) >= self.period_s - _JITTER_S
        if due:
            self._last_s = stamp_s
        return due
