# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visual features of one image, as the policy takes them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from vla_common.arrays import Float32Array


class Observation(NamedTuple):
    """Visual features of one image."""

    stamp_s: float
    tokens: Float32Array  # (N, dim)
    feature_map: Float32Array  # (channels, rows, cols)

    @classmethod
    def from_levels(cls, stamp_s: float, levels: Sequence[Float32Array]) -> 'Observation':
        """
        Build an observation from the two levels of a visual encoder.

        Parameters
        ----------
        stamp_s
            Time of the image.
        levels
            Coarse and fine features, each (rows, cols, channels).

        Raises
        ------
        ValueError
            If there are not exactly two levels.

        """
        if len(levels) != 2:
            raise ValueError(f'visual features need 2 levels, tokens and map; got {len(levels)}')
        coarse, fine = levels
        tokens = coarse.reshape(-1, coarse.shape[-1])
        return cls(stamp_s, tokens, np.ascontiguousarray(fine.transpose(2, 0, 1)))
