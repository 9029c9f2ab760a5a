# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Check of the stamps of images: duplicates, and stamps that never change."""

_MAX_REORDERING_NS = 1_000_000_000


class StampCheck:
    """Compare the stamp of each image with those before."""

    def __init__(self) -> None:
        #: Stamp of the latest image that was no duplicate; 0 if it had none.
        self.latest_ns = 0
        #: Number of images in a row whose stamp equals that of the image before.
        self.repeats = 0

    def is_duplicate(self, stamp_ns: int) -> bool:
        """Return whether an image with this stamp or a later one was checked before."""
        self.repeats = self.repeats + 1 if 0 < stamp_ns == self.latest_ns else 0
        # Images without a stamp are never duplicates. A stamp far in the past means that the clock
        # was set back, not that images are out of order.
        is_duplicate = stamp_ns > 0 and 0 <= self.latest_ns - stamp_ns < _MAX_REORDERING_NS
        if not is_duplicate:
            self.latest_ns = stamp_ns
        return is_duplicate
