# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Data to visualize, independent of ROS. Positions are in the base frame [m]."""

from dataclasses import dataclass
from dataclasses import field
from enum import Enum

import numpy as np
from vla_common.arrays import FloatArray


class Severity(Enum):
    """Severity of a caption; it selects the color."""

    INFO = 'info'
    SUCCESS = 'success'
    WARNING = 'warning'
    ERROR = 'error'


@dataclass(frozen=True)
class Caption:
    """Line of text."""

    text: str
    severity: Severity = Severity.INFO


@dataclass(frozen=True)
class PlannedPath:
    """Latest action chunk of the policy."""

    positions_m: FloatArray  # (K, 3)
    gripper: FloatArray  # (K,), 0 closed .. 1 open
    target_m: FloatArray  # (3,)
    destination_m: FloatArray | None = None  # (3,)
    pending: bool = False  # waiting for approval

    def __post_init__(self) -> None:
        steps = len(self.positions_m)
        if self.positions_m.shape != (steps, 3) or self.gripper.shape != (steps,):
            raise ValueError(
                'a planned path needs one gripper opening per position (K, 3), got shapes '
                f'{self.positions_m.shape} and {self.gripper.shape}; correct the policy'
            )


@dataclass(frozen=True)
class QueryAttention:
    """Attention weights of one query of the policy over the image."""

    query: str
    weights: FloatArray  # (rows, cols), at least 0; row 0 is the top of the image
    #: Whether the cells are those of the training camera, of an image that was rectified.
    is_rectified: bool = False

    def __post_init__(self) -> None:
        if self.weights.ndim != 2 or not self.weights.size:
            raise ValueError(
                f'attention needs shape (rows, cols), got {self.weights.shape}; correct the policy'
            )
        if not (np.isfinite(self.weights).all() and (self.weights >= 0).all()):
            raise ValueError(
                'attention weights must be finite and not negative, '
                f'got {self.weights.min()} .. {self.weights.max()}; correct the policy'
            )

    @property
    def relative_weights(self) -> FloatArray:
        """Weights divided by the largest weight, 0 .. 1; all 0 if all weights are 0."""
        top = self.weights.max()
        return self.weights / top if top > 0 else np.zeros_like(self.weights)


@dataclass(frozen=True)
class RefusedPoints:
    """Points refused by the safety gate, each with the name of the failed check."""

    points_m: FloatArray  # (N, 3)
    checks: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.points_m.shape != (len(self.checks), 3):
            raise ValueError(
                'refused points need one check name each, '
                f'got {self.points_m.shape} and {len(self.checks)} names; correct the safety node'
            )


@dataclass(frozen=True)
class EndEffectorView:
    """Measured pose and gripper opening of the end effector."""

    position_m: FloatArray  # (3,)
    rotation: FloatArray  # (3, 3), columns are the tool's axes
    gripper: float  # 0 closed .. 1 open


@dataclass(frozen=True)
class SceneView:
    """All data of one moment; None and empty parts are not drawn."""

    path: PlannedPath | None = None
    refused: RefusedPoints | None = None
    end_effector: EndEffectorView | None = None
    attention: tuple[QueryAttention, ...] = ()
    captions: tuple[Caption, ...] = field(default=())
