# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""End-effector state and predicted action chunk, as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind


@dataclass(frozen=True)
class EndEffectorState:
    """Pose and gripper opening of the end effector in base_link."""

    stamp_s: float
    position: FloatArray  # (3,) tool centre point [m]
    yaw_rad: float
    gripper: float  # opening, 0 to 1


@dataclass(frozen=True)
class PredictedChunk:
    """
    K future steps of the end effector.

    Step i is to be reached at stamp_s + (i + 1) * step_duration_s.
    """

    stamp_s: float
    step_duration_s: float
    position: FloatArray  # (K, 3) in base_link [m]
    quaternion: FloatArray  # (K, 4) unit, xyzw
    gripper: FloatArray  # (K,) opening, 0 to 1
    termination: FloatArray  # (K,) probability
    phases: NDArray[np.int64]  # (K,) see Phase
    task: TaskKind
    phase: Phase  # before the first step
    confidence: float
    target: FloatArray  # (2,) x, y in base_link [m]
    destination: FloatArray | None  # (2,) x, y in base_link [m]
