# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visual features of one image, as the policy takes them."""

from collections.abc import Sequence
from typing import NamedTuple

from torch import Tensor


class Observation(NamedTuple):
    """Visual features of one image."""

    stamp_s: float
    tokens: Tensor  # (N, dim)
    feature_map: Tensor  # (channels, rows, cols)

    @classmethod
    def from_levels(cls, stamp_s: float, levels: Sequence[Tensor]) -> 'Observation':
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
        return cls(stamp_s, coarse.flatten(0, 1), fine.permute(2, 0, 1))
