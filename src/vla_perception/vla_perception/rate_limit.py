# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Maximum rate of the encoding of images."""

# A camera whose rate is exactly the maximum would never make up for a delay: after images that
# arrive together, every later one would wait, for minutes, by up to a period.
_CATCH_UP = 1.05


class RateLimit:
    """
    Time to wait before the next image may be encoded.

    The rate may be exceeded by 5 percent, so that the wait after a delay becomes shorter with
    each image. All times are of a steady clock.
    """

    def __init__(self) -> None:
        self._due_s = 0.0

    def wait_s(self, now_s: float) -> float:
        """Return the time until the next image may be encoded [s]; 0 if it may be now."""
        return max(0.0, self._due_s - now_s)

    def start(self, now_s: float, max_rate_hz: float) -> None:
        """Record that the encoding of an image starts."""
        self._due_s = max(self._due_s + 1 / (_CATCH_UP * max_rate_hz), now_s)
