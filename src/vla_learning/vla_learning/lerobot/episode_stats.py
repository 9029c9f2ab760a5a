# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Statistics of features in the layout of the LeRobot data set format."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

QUANTILES = {'q01': 0.01, 'q10': 0.10, 'q50': 0.50, 'q90': 0.90, 'q99': 0.99}
#: Image statistics use every n-th row and column of pixels.
PIXEL_STEP = 16

Stats = dict[str, list[Any]]


def vector_stats(rows: NDArray, count: int | None = None) -> Stats:
    """
    Return the statistics of each element of `rows` (N, D).

    Parameters
    ----------
    rows
        Recorded values; a scalar feature is (N,).
    count
        Number of frames that the rows come from; N by default.

    """
    table = np.asarray(rows, np.float64).reshape(len(rows), -1)
    found = {
        'min': table.min(0),
        'max': table.max(0),
        'mean': table.mean(0),
        'std': table.std(0),
        **{name: np.quantile(table, share, axis=0) for name, share in QUANTILES.items()},
    }
    return {
        **{name: values.tolist() for name, values in found.items()},
        'count': [len(table) if count is None else count],
    }


def sample_pixels(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a regular sample of the pixels (N, 3) of images (B, H, W, 3)."""
    return images[:, ::PIXEL_STEP, ::PIXEL_STEP].reshape(-1, 3)


def image_stats(pixels: NDArray[np.uint8], count: int) -> Stats:
    """Return the statistics of each channel, in [0, 1] and of shape (3, 1, 1)."""
    stats = vector_stats(pixels / 255, count)
    return {
        name: values if name == 'count' else [[[value]] for value in values]
        for name, values in stats.items()
    }


def flatten_stats(stats: Mapping[str, Stats]) -> dict[str, list[Any]]:
    """Return the statistics of an episode as columns of its metadata."""
    return {
        f'stats/{feature}/{name}': values
        for feature, found in stats.items()
        for name, values in found.items()
    }
