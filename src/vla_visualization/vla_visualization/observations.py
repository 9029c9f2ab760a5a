# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What there is to show, free of ROS. Positions are in the base frame [m]."""

from dataclasses import dataclass
from dataclasses import field
from enum import Enum

import numpy as np
from vla_common.arrays import FloatArray


class Tone(Enum):
    """How good the news of a caption is."""

    NEUTRAL = 'neutral'
    GOOD = 'good'
    WARNING = 'warning'
    BAD = 'bad'


@dataclass(frozen=True)
class Caption:
    """A line of text."""

    text: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True)
class Plan:
    """The newest chunk of the policy."""

    positions_m: FloatArray  # (K, 3)
    gripper: FloatArray  # (K,), 0 closed .. 1 open
    target_m: FloatArray  # (3,)
    destination_m: FloatArray | None = None  # (3,)
    # Whether it waits for a person's approval.
    pending: bool = False

    def __post_init__(self) -> None:
        steps = len(self.positions_m)
        if self.positions_m.shape != (steps, 3) or self.gripper.shape != (steps,):
            raise ValueError(
                'a plan needs one gripper opening per position (K, 3), got shapes '
                f'{self.positions_m.shape} and {self.gripper.shape}'
            )


@dataclass(frozen=True)
class Attention:
    """Where one query of the policy looked."""

    query: str
    weights: FloatArray  # (rows, cols), not negative; row 0 is the top of the image

    def __post_init__(self) -> None:
        if self.weights.ndim != 2 or not self.weights.size:
            raise ValueError(f'attention needs shape (rows, cols), got {self.weights.shape}')
        if not (np.isfinite(self.weights).all() and (self.weights >= 0).all()):
            raise ValueError(
                'attention weights must be finite and not negative, '
                f'got {self.weights.min()} .. {self.weights.max()}'
            )

    @property
    def relative(self) -> FloatArray:
        """Weights as a share of the largest, 0 .. 1; all 0 where nothing was attended."""
        top = self.weights.max()
        return self.weights / top if top > 0 else np.zeros_like(self.weights)


@dataclass(frozen=True)
class Refusal:
    """Points that the safety gate refused, and the check that each failed."""

    points_m: FloatArray  # (N, 3)
    checks: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.points_m.shape != (len(self.checks), 3):
            raise ValueError(
                'refused points need one check name each, '
                f'got {self.points_m.shape} and {len(self.checks)} names'
            )


@dataclass(frozen=True)
class Hand:
    """The tool as it was measured."""

    position_m: FloatArray  # (3,)
    rotation: FloatArray  # (3, 3), columns are the tool's axes
    gripper: float  # 0 closed .. 1 open


@dataclass(frozen=True)
class Scene:
    """Everything at one moment; None and empty parts are not shown."""

    plan: Plan | None = None
    refusal: Refusal | None = None
    hand: Hand | None = None
    attention: tuple[Attention, ...] = ()
    captions: tuple[Caption, ...] = field(default=())
