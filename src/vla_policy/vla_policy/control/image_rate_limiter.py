# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Select images by their stamps, at most one per period."""

#: Camera stamps jitter; without a tolerance, the next image would often be too early.
_JITTER_S = 0.01


class ImageRateLimiter:
    """Select at most one image per period."""

    def __init__(self, period_s: float) -> None:
        #: Minimum time between the stamps of two selected images [s].
        self.period_s = period_s
        self._last_s: float | None = None

    def is_due(self, stamp_s: float) -> bool:
        """Return whether the image of `stamp_s` is selected; if so, restart the period."""
        # Absolute difference: after the clock was set back, images must be selected again.
        due = self._last_s is None or abs(stamp_s - self._last_s) >= self.period_s - _JITTER_S
        if due:
            self._last_s = stamp_s
        return due
