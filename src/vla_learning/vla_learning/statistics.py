# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shares with their uncertainty."""

import math


def wilson_interval(successes: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """
    Return the 95 % confidence interval of a share.

    Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 1927.
    """
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    scale = 1 + z**2 / trials
    center = (share + z**2 / (2 * trials)) / scale
    half = z * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2)) / scale
    return max(0.0, center - half), min(1.0, center + half)
