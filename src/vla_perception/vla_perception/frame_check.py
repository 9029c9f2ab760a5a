# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of frames without information: black, over-exposed, or frozen."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from vla_perception.image_decoding import RgbImage

_DARK, _BRIGHT = 10, 245
_MAX_SHARE = 0.98


class FrameState(StrEnum):
    """Result of the check of a frame."""

    OK = 'ok'
    BLACK = 'black'
    OVEREXPOSED = 'over-exposed'
    FROZEN = 'frozen'


class Exposure(NamedTuple):
    """Shares of the values of an image that are nearly black and nearly white, 0 .. 1."""

    dark_share: float
    bright_share: float


def measure_exposure(image: RgbImage) -> Exposure:
    """Measure the exposure of an RGB image (H, W, 3)."""
    return Exposure(float(np.mean(image <= _DARK)), float(np.mean(image >= _BRIGHT)))


class FrameCheck:
    """Check a stream of frames; times are arguments, on a steady clock."""

    def __init__(self, *, frozen_after_s: float) -> None:
        #: Time after which identical frames count as frozen [s].
        self.frozen_after_s = frozen_after_s
        self._last: RgbImage | None = None
        self._changed_s = 0.0

    def update(self, image: RgbImage, exposure: Exposure, time_s: float) -> FrameState:
        """Check the latest frame (H, W, 3), received at `time_s`."""
        if self._last is None or not np.array_equal(image, self._last):
            # A copy, because the caller may reuse the memory of the image.
            self._last, self._changed_s = image.copy(), time_s
        if exposure.dark_share >= _MAX_SHARE:
            return FrameState.BLACK
        if exposure.bright_share >= _MAX_SHARE:
            return FrameState.OVEREXPOSED
        is_frozen = time_s - self._changed_s >= self.frozen_after_s
        return FrameState.FROZEN if is_frozen else FrameState.OK
