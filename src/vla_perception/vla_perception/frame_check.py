# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recognize frames that show nothing: black, over-exposed, or the same one again and again."""

from enum import StrEnum

import numpy as np
from vla_perception.image_decoding import RgbImage

_DARK, _BRIGHT = 10, 245
_SHARE = 0.98


class FrameState(StrEnum):
    """What a frame is good for."""

    OK = 'ok'
    BLACK = 'black'
    OVEREXPOSED = 'over-exposed'
    FROZEN = 'frozen'


def exposure(image: RgbImage) -> tuple[float, float]:
    """Return the shares of values of (H, W, 3) that are nearly black and nearly white."""
    return float(np.mean(image <= _DARK)), float(np.mean(image >= _BRIGHT))


class FrameCheck:
    """Judge a stream of frames; the caller gives the time."""

    def __init__(self, *, frozen_after_s: float) -> None:
        self._frozen_after_s = frozen_after_s
        self._last: RgbImage | None = None
        self._changed_s = 0.0

    def update(self, image: RgbImage, time_s: float) -> FrameState:
        """Judge the newest frame (H, W, 3), which came at `time_s` of a steady clock."""
        if self._last is None or not np.array_equal(image, self._last):
            # The caller's array may be a view of memory that is used again.
            self._last, self._changed_s = image.copy(), time_s
        dark_share, bright_share = exposure(image)
        if dark_share >= _SHARE:
            return FrameState.BLACK
        if bright_share >= _SHARE:
            return FrameState.OVEREXPOSED
        frozen = time_s - self._changed_s >= self._frozen_after_s
        return FrameState.FROZEN if frozen else FrameState.OK
