# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Heights at a destination that is higher or lower than the floor of a receptacle.

The action decoder is trained to carry an object at one height and to release it at another one.
Below the height of carrying, heights are scaled so that it releases at the height of the surface.
"""

from typing import Final

import numpy as np
from vla_common.arrays import FloatArray

#: Heights of the tool at which the decoder carries and releases an object [m].
_CARRY_M: Final = 0.20
_RELEASE_M: Final = 0.055


def to_decoder_height(height_m: float, surface_m: float) -> float:
    """
    Return the height [m] at which the decoder is at the same stage of its motion.

    Parameters
    ----------
    height_m
        Height of the tool above the table.
    surface_m
        Height of the surface at the destination above the floor of a receptacle.

    """
    return height_m + (1 - 1 / _scale(surface_m)) * max(_CARRY_M - height_m, 0.0)


def from_decoder_height(height_m: FloatArray, surface_m: float) -> FloatArray:
    """Return the heights (...) [m] of the tool for those of the decoder."""
    heights_m: FloatArray = height_m + (1 - _scale(surface_m)) * np.maximum(
        _CARRY_M - height_m, 0.0
    )
    return heights_m


def _scale(surface_m: float) -> float:
    """Return the ratio of the descents of the tool and of the decoder."""
    return 1.0 - surface_m / (_CARRY_M - _RELEASE_M)
