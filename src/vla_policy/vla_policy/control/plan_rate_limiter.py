# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""When the next plan is due."""

#: Stamps of a camera jitter; without it every other period would wait for one more image.
_JITTER_S = 0.01


class Pace:
    """Choose images that are a period apart by their stamps."""

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._last_s: float | None = None

    def takes(self, stamp_s: float) -> bool:
        """Say whether to plan with the image of `stamp_s`, which then begins the next period."""
        # Either way: a clock that was set back must not silence the policy.
        due = self._last_s is None or abs(stamp_s - self._last_s) >= self._period_s - _JITTER_S
        if due:
            self._last_s = stamp_s
        return due
