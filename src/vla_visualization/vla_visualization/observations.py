# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Data to visualize, independent of ROS. Positions are in the base frame [m]."""

from dataclasses import dataclass
from dataclasses import field
from enum import Enum

import numpy as np
from vla_common.arrays import FloatArray

#: Usual height of an object.
OBJECT_HEIGHT_M = 0.045


class Severity(Enum):
    """Severity of a state; it selects the color."""

    INFO = 'info'
    SUCCESS = 'success'
    WARNING = 'warning'
    ERROR = 'error'


class CardIcon(Enum):
    """Icon of the status card."""

    IDLE = 'idle'
    RUNNING = 'running'
    DONE = 'done'
    WAITING = 'waiting'
    REFUSED = 'refused'
    QUESTION = 'question'
    STOPPED = 'stopped'


@dataclass(frozen=True)
class StatusCard:
    """State of the system: what it does, and why."""

    icon: CardIcon
    severity: Severity
    title: str
    why: str = ''
    #: Gate state, latency, confidence.
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class QueryWord:
    """Word of the encoded sentence, and its share of the largest attention of each query."""

    text: str
    #: 0 to 1, by query.
    weights: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class CommandView:
    """Command as the user wrote it, and the sentence that the policy received for it."""

    text: str
    words: tuple[QueryWord, ...] = ()
    meaning: str = ''


@dataclass(frozen=True)
class ObjectView:
    """Detected object."""

    name: str
    color: str
    shape: str
    position_m: FloatArray  # (3,)
    confidence: float = 1.0  # 0 to 1
    is_held: bool = False
    #: Whether the system asks if this one is meant.
    is_candidate: bool = False

    @property
    def center_m(self) -> FloatArray:
        """Middle of the object (3,): the position of one on the table is below it."""
        return self.position_m + (0.0, 0.0, 0.0 if self.is_held else OBJECT_HEIGHT_M / 2)


@dataclass(frozen=True)
class PlannedPath:
    """Latest action chunk of the policy."""

    positions_m: FloatArray  # (K, 3)
    gripper: FloatArray  # (K,), 0 closed .. 1 open
    target_m: FloatArray  # (3,)
    destination_m: FloatArray | None = None  # (3,)
    quaternions: FloatArray | None = None  # (K, 4), xyzw
    target: str = 'target'  # name of the object
    destination: str = 'destination'  # name of the place
    pending: bool = False  # waiting for approval
    refused: bool = False  # by the safety gate, while the robot stands
    target_is_held: bool = False

    def __post_init__(self) -> None:
        steps = len(self.positions_m)
        if self.positions_m.shape != (steps, 3) or self.gripper.shape != (steps,):
            raise ValueError(
                'a planned path needs one gripper opening per position (K, 3), got shapes '
                f'{self.positions_m.shape} and {self.gripper.shape}; correct the policy'
            )

    @property
    def shows_way(self) -> bool:
        """
        Whether the way from target to destination is drawn: before the target is moved.

        The path ends at the grasp then, and a person who approves it must see what follows.
        """
        if self.destination_m is None or self.target_is_held:
            return False
        return bool(np.isfinite((self.target_m, self.destination_m)).all())


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
class Workspace:
    """Box in which the safety gate permits the tool centre point."""

    low_m: FloatArray  # (3,)
    high_m: FloatArray  # (3,)


@dataclass(frozen=True)
class TrailPoint:
    """Measured position of the tool centre point, and its age."""

    position_m: FloatArray  # (3,)
    age_s: float


@dataclass(frozen=True)
class SceneView:
    """All data of one moment; None and empty parts are not drawn."""

    path: PlannedPath | None = None
    refused: RefusedPoints | None = None
    end_effector: EndEffectorView | None = None
    attention: tuple[QueryAttention, ...] = ()
    command: CommandView | None = None
    card: StatusCard | None = None
    objects: tuple[ObjectView, ...] = ()
    workspace: Workspace | None = None
    trail: tuple[TrailPoint, ...] = ()  # the oldest first
