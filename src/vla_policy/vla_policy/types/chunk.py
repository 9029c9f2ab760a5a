# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A chunk of future steps as arrays, and what stands behind it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

Array = NDArray[np.float64]


@dataclass(frozen=True)
class HandState:
    """Where the hand is, in base_link."""

    stamp_s: float
    position: Array  # (3,) tool centre point [m]
    yaw_rad: float
    gripper: float  # opening, 0 to 1


@dataclass(frozen=True)
class Chunk:
    """K steps; step i is to be reached at stamp_s + (i + 1) * step_duration_s."""

    stamp_s: float
    step_duration_s: float
    position: Array  # (K, 3) in base_link [m]
    quaternion: Array  # (K, 4) unit, xyzw
    gripper: Array  # (K,) opening, 0 to 1
    termination: Array  # (K,) probability
    phases: NDArray[np.int64]  # (K,) see Phase
    task: TaskKind
    phase: Phase  # before the first step
    confidence: float
    target: Array  # (2,) [m]
    destination: Array | None  # (2,) [m]
