# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Animation of the film: times of its frames, the title in each of them, and the file."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from PIL import ImageDraw
from vla_bringup.demo.recording import Pixels
from vla_visualization.text_layout import font

RATE_HZ = 8.0
#: README images above this size load slowly.
MAX_FILE_B = 4_000_000
_QUALITIES = (70, 50, 35, 25)
_TITLE_SIZE_PX, _MARGIN_PX = 22, 16


def sample_indices(times_s: Sequence[float], duration_s: float) -> list[int]:
    """
    Return the frame that is shown at each period of a segment of the film.

    Parameters
    ----------
    times_s
        Times of the recorded frames, ascending.
    duration_s
        Length of the segment in the film; a longer recording is played faster.

    """
    count = max(1, round(duration_s * RATE_HZ))
    wanted_s = np.linspace(times_s[0], times_s[-1], count)
    return [int(np.abs(np.asarray(times_s) - at_s).argmin()) for at_s in wanted_s]


def speed_up(times_s: Sequence[float], duration_s: float) -> float:
    """Return how much faster than in reality a segment is played."""
    return (times_s[-1] - times_s[0]) / duration_s


def compose(scene: Pixels, overlay: Pixels, title: str) -> Pixels:
    """Return scene and overlay side by side, with a title in the scene; as high as the scene."""
    height = scene.shape[0]
    width = round(overlay.shape[1] * height / overlay.shape[0])
    fitted = np.asarray(Image.fromarray(overlay).resize((width, height)))
    picture = Image.fromarray(np.hstack([scene, fitted]))
    draw, face = ImageDraw.Draw(picture, 'RGBA'), font(_TITLE_SIZE_PX)
    right = _MARGIN_PX + face.getlength(title) + 20
    bottom = _MARGIN_PX + 2 * _TITLE_SIZE_PX
    draw.rounded_rectangle((_MARGIN_PX, _MARGIN_PX, right, bottom), 8, fill=(19, 22, 26, 215))
    draw.text((_MARGIN_PX + 10, _MARGIN_PX + 8), title, (255, 255, 255), font=face)
    return np.asarray(picture)


def write_animation(frames: Sequence[Pixels], path: Path) -> int:
    """Write an animated WebP, of at most `MAX_FILE_B` if possible; return its size in bytes."""
    images = [Image.fromarray(frame) for frame in frames]
    for quality in _QUALITIES:
        images[0].save(
            path,
            save_all=True,
            append_images=images[1:],
            duration=round(1000 / RATE_HZ),
            loop=0,
            quality=quality,
            method=4,
        )
        if path.stat().st_size <= MAX_FILE_B:
            break
    return path.stat().st_size
