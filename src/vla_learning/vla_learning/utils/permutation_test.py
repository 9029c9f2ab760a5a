# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Permutation test of differences between groups."""

import numpy as np
from numpy.typing import NDArray


def permutation_p(
    groups: NDArray[np.integer],
    flags: NDArray[np.bool_],
    strata: NDArray[np.integer],
    samples: int = 5000,
    seed: int = 0,
) -> float:
    """
    Return the probability of at least as different rates of `flags` if groups do not matter.

    Good, Permutation Tests, 2000. Flags are exchanged within a stratum only.

    Parameters
    ----------
    groups
        Index of the group of each trial (n,).
    flags
        Result of each trial (n,).
    strata
        Index of the kind of each trial (n,), whose influence is not that of the groups.
    samples, seed
        Number of permutations, and the seed of the random generator.

    """
    rng = np.random.default_rng(seed)
    values = flags.astype(float)
    observed = _spread(groups, values)
    order = np.argsort(strata, kind='stable')
    groups, values, strata = groups[order], values[order], strata[order]
    at_least = 0
    for _ in range(samples):
        shuffled = values[np.lexsort((rng.random(len(values)), strata))]
        at_least += _spread(groups, shuffled) >= observed - 1e-9
    return (at_least + 1) / (samples + 1)


def _spread(groups: NDArray[np.integer], values: NDArray[np.floating]) -> float:
    """Return the sum over groups of n times the squared difference of its mean to that of all."""
    if not len(values):
        return 0.0
    counts = np.bincount(groups)
    sums = np.bincount(groups, weights=values)
    used = counts > 0
    return float((counts[used] * (sums[used] / counts[used] - values.mean()) ** 2).sum())
