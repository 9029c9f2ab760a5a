# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Confidence intervals of proportions and of statistics of samples."""

from collections.abc import Callable
import math

import numpy as np
from numpy.typing import NDArray


def wilson_interval(successes: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """
    Return the 95 % Wilson confidence interval of a proportion.

    Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 1927.
    """
    if trials == 0:
        return 0.0, 1.0
    proportion = successes / trials
    scale = 1 + z**2 / trials
    center = (proportion + z**2 / (2 * trials)) / scale
    half = z * math.sqrt(proportion * (1 - proportion) / trials + z**2 / (4 * trials**2)) / scale
    return max(0.0, center - half), min(1.0, center + half)


def bootstrap_interval(
    rows: NDArray[np.float64],
    statistic: Callable[[NDArray[np.float64]], float],
    samples: int = 2000,
    seed: int = 0,
) -> tuple[float, float]:
    """
    Return the 95 % bootstrap percentile interval of a statistic of `rows` (n, ...).

    Both ends are nan without rows or without a finite value of the statistic.

    Efron, Bootstrap Methods: Another Look at the Jackknife, Annals of Statistics 1979.
    """
    if len(rows) == 0:
        return math.nan, math.nan
    rng = np.random.default_rng(seed)
    drawn = (rng.integers(len(rows), size=len(rows)) for _ in range(samples))
    values = [statistic(rows[index]) for index in drawn]
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return math.nan, math.nan
    low, high = np.percentile(finite, (2.5, 97.5))
    return float(low), float(high)
