# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visual features of one image, as the policy takes them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import Float32Array
from vla_policy.types.vocabulary import TRAINING_CAMERA_M


class Observation(NamedTuple):
    """Visual features of one image."""

    stamp_s: float
    tokens: Float32Array  # (N, dim)
    feature_map: Float32Array  # (channels, rows, cols)
    #: Given position of the camera in base_link [m], by default that of the training view.
    camera_m: tuple[float, float, float] = TRAINING_CAMERA_M

    @classmethod
    def from_levels(
        cls,
        stamp_s: float,
        levels: Sequence[Float32Array],
        camera_m: tuple[float, float, float] = TRAINING_CAMERA_M,
    ) -> 'Observation':
        """
        Build an observation from the two levels of a visual encoder.

        Parameters
        ----------
        stamp_s
            Time of the image.
        levels
            Coarse and fine features, each (rows, cols, channels).
        camera_m
            Given position of the camera in base_link [m].

        Raises
        ------
        ValueError
            If there are not exactly two levels.

        """
        if len(levels) != 2:
            raise ValueError(f'visual features need 2 levels, tokens and map; got {len(levels)}')
        coarse, fine = levels
        tokens = coarse.reshape(-1, coarse.shape[-1])
        return cls(stamp_s, tokens, np.ascontiguousarray(fine.transpose(2, 0, 1)), camera_m)

    @property
    def grid(self) -> tuple[int, int]:
        """Rows and columns of the feature map."""
        rows, cols = self.feature_map.shape[-2:]
        return rows, cols

    def view(self, tool_m: Sequence[float] | NDArray[np.floating]) -> Float32Array:
        """Return positions of camera and tool (1, 6) for a measured tool position (3,) [m]."""
        return np.array([[*self.camera_m, *tool_m]], np.float32)
