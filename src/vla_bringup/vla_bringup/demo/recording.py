# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of a run: an animation of camera and overlay, and one still."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

_HALF: Final = (320, 240)
_COLORS: Final = 256
_SAMPLES: Final = 8
_LARGEST_B: Final = 2_800_000


class Recording:
    """Pairs of images, camera left and overlay right, at a steady rate."""

    def __init__(self, rate_hz: float = 5.0) -> None:
        self.period_s = 1 / rate_hz
        self._frames: list[Image.Image] = []
        self._due_s = -np.inf

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self._frames)

    def add(self, camera: Pixels, overlay: Pixels, now_s: float) -> None:
        """Take a pair of RGB images (height, width, 3), unless it comes too soon."""
        if now_s < self._due_s:
            return
        due_s = self._due_s + self.period_s
        self._due_s = due_s if due_s > now_s else now_s + self.period_s
        frame = Image.new('RGB', (2 * _HALF[0], _HALF[1]))
        for place, pixels in enumerate((camera, overlay)):
            frame.paste(Image.fromarray(pixels).resize(_HALF), (place * _HALF[0], 0))
        self._frames.append(frame)

    def save(self, path: Path) -> None:
        """
        Write an animated GIF of less than 3 MB.

        Raises
        ------
        ValueError
            If there is no frame.

        """
        if not self._frames:
            raise ValueError('an animation needs a frame; got none. Was the overlay published?')
        step = 1
        self._write(path, step)
        while path.stat().st_size > _LARGEST_B and step < len(self._frames):
            step *= 2
            self._write(path, step)

    def _write(self, path: Path, step: int) -> None:
        frames = self._frames[::step]
        # One palette for all frames: neither flicker nor a table per frame.
        palette = _palette(frames[:: max(1, len(frames) // _SAMPLES)])
        small = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
        small[0].save(
            path,
            save_all=True,
            append_images=small[1:],
            loop=0,
            optimize=True,
            duration=round(1000 * self.period_s * step),
        )


def _palette(frames: Sequence[Image.Image]) -> Image.Image:
    """Return a palette that also holds rare colors, such as those of thin lines."""
    pixels = np.concatenate([np.asarray(frame)[::2, ::2] for frame in frames])
    # The search takes minutes for the many colors of noise; 5 bits of each part are enough.
    mosaic = Image.fromarray(pixels & 0xF8 | 0x04)
    return mosaic.quantize(_COLORS, method=Image.Quantize.MAXCOVERAGE)


def save_still(pixels: Pixels, path: Path) -> None:
    """Write an RGB image (height, width, 3) as PNG."""
    Image.fromarray(pixels).save(path, optimize=True)
