# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate works on, free of messages and clocks."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import conjugate
from vla_common.rotation import quaternion_multiply


@dataclass(frozen=True)
class Chunk:
    """K future steps of a policy; step i is valid at stamp + (i + 1) * step duration."""

    positions: FloatArray  # (K, 3) [m]
    quaternions: FloatArray  # (K, 4) xyzw
    gripper: FloatArray  # (K,) 0 closed .. 1 open
    termination: FloatArray  # (K,) 0 .. 1
    stamp_ns: int
    step_duration_s: float
    frame_id: str
    command_id: str
    sequence: int
    confidence: float
    # How much slower than proposed the chunk is to be played.
    time_scale: float = 1.0

    @property
    def stamp_s(self) -> float:
        """Stamp of the image that the chunk was made from."""
        return self.stamp_ns * 1e-9

    @property
    def step_s(self) -> float:
        """Time from step to step as it will be played."""
        return self.step_duration_s * self.time_scale

    @cached_property
    def displacements(self) -> FloatArray:
        """Way [m] from each step to the next, (K - 1, 3)."""
        displacements: FloatArray = self.positions[1:] - self.positions[:-1]
        return displacements

    @cached_property
    def rotations(self) -> FloatArray:
        """Rotation vector [rad] in the base frame from each step to the next, (K - 1, 3)."""
        d = quaternion_multiply(self.quaternions[1:], conjugate(self.quaternions[:-1]))
        d = d * np.where(d[:, 3:] < 0, -1.0, 1.0)
        sine = np.linalg.norm(d[:, :3], axis=1, keepdims=True)
        rotations: FloatArray = d[:, :3] * (
            2 * np.arctan2(sine, d[:, 3:]) / np.maximum(sine, 1e-12)
        )
        return rotations

    def with_changes(self, **changes: object) -> 'Chunk':
        """Return a copy with other values."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class RobotSample:
    """Where the robot's hand is by measurement."""

    position: FloatArray  # (3,) [m]
    quaternion: FloatArray  # (4,) xyzw
    gripper: float
    stamp_ns: int
    frame_id: str

    @property
    def stamp_s(self) -> float:
        """Stamp of the measurement."""
        return self.stamp_ns * 1e-9


@dataclass(frozen=True)
class Target:
    """Pose and gripper opening at one time."""

    position: FloatArray  # (3,) [m]
    quaternion: FloatArray  # (4,) xyzw
    gripper: float


@dataclass(frozen=True)
class Violation:
    """One broken rule; step is -1 where the rule is about the whole chunk."""

    check: str
    step: int
    value: float
    limit: float
    message: str
