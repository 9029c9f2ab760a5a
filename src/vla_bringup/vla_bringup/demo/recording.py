# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recording of a run: an animation of overlay images, and one still image."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL import ImageOps

Pixels = NDArray[np.uint8]

#: Largest size of a frame.
_FRAME_SIZE_PX: Final = (480, 540)
_COLORS: Final = 256
_PALETTE_FRAMES: Final = 8
_MAX_FILE_B: Final = 2_800_000


class Recording:
    """
    Store images at a constant rate.

    Parameters
    ----------
    rate_hz
        Rate of the animation.

    """

    def __init__(self, rate_hz: float = 5.0) -> None:
        self.period_s = 1 / rate_hz
        self._frames: list[Image.Image] = []
        self._due_s = -np.inf

    def __len__(self) -> int:
        """Return the number of stored images."""
        return len(self._frames)

    def add(self, pixels: Pixels, now_s: float) -> None:
        """Store an RGB image (height, width, 3); ignore it before the next one is due."""
        if now_s < self._due_s:
            return
        due_s = self._due_s + self.period_s
        self._due_s = due_s if due_s > now_s else now_s + self.period_s
        self._frames.append(ImageOps.contain(Image.fromarray(pixels), _FRAME_SIZE_PX))

    def save(self, path: Path) -> None:
        """
        Write an animated GIF of less than 3 MB.

        Raises
        ------
        ValueError
            If there is no image.

        """
        if not self._frames:
            raise ValueError(
                'an animation needs at least one frame; got none. '
                'Check that the overlay is published'
            )
        step = 1
        self._write(path, step)
        while path.stat().st_size > _MAX_FILE_B and step < len(self._frames):
            step *= 2
            self._write(path, step)

    def _write(self, path: Path, step: int) -> None:
        frames = self._frames[::step]
        # One palette for all frames prevents flicker and saves a color table per frame.
        palette = _palette(frames[:: max(1, len(frames) // _PALETTE_FRAMES)])
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
    """Return a palette that contains rare colors too, such as those of thin lines."""
    pixels = np.concatenate([np.asarray(frame)[::2, ::2] for frame in frames])
    # With 8 bits per channel the search takes minutes for noisy images; 5 bits are enough.
    mosaic = Image.fromarray(pixels & 0xF8 | 0x04)
    return mosaic.quantize(_COLORS, method=Image.Quantize.MAXCOVERAGE)


def save_still(pixels: Pixels, path: Path) -> None:
    """Write an RGB image (height, width, 3) as PNG."""
    Image.fromarray(pixels).save(path, optimize=True)
