# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Action chunk, measured robot state, target pose and violation, independent of ROS messages."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import conjugate
from vla_common.rotation import quaternion_multiply


@dataclass(frozen=True)
class Chunk:
    """Action chunk of K future steps; step i is due at stamp + (i + 1) * step duration."""

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
    # How many times slower than proposed the chunk is played.
    time_scale: float = 1.0
    # Time from the stamp of the image to the chunk, measured by the policy; not checked.
    plan_latency_s: float = 0.0

    @property
    def stamp_s(self) -> float:
        """Stamp of the image that the chunk was made from."""
        return self.stamp_ns * 1e-9

    @property
    def step_s(self) -> float:
        """Time between two steps as they are played."""
        return self.step_duration_s * self.time_scale

    @cached_property
    def displacements(self) -> FloatArray:
        """Displacement [m] from each step to the next, (K - 1, 3)."""
        displacements: FloatArray = self.positions[1:] - self.positions[:-1]
        return displacements

    @cached_property
    def rotations(self) -> FloatArray:
        """Rotation vector [rad] in the base frame from each step to the next, (K - 1, 3)."""
        d = quaternion_multiply(self.quaternions[1:], conjugate(self.quaternions[:-1]))
        d = d * np.where(d[:, 3:] < 0, -1.0, 1.0)
        sine = np.linalg.norm(d[:, :3], axis=1, keepdims=True)
        angle = 2 * np.arctan2(sine, d[:, 3:])
        rotations: FloatArray = d[:, :3] * (angle / np.maximum(sine, 1e-12))
        return rotations

    def with_changes(self, **changes: object) -> 'Chunk':
        """Return a copy with some fields replaced."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class RobotSample:
    """Measured pose of the end effector and gripper opening."""

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
    """Target pose of the end effector and gripper opening at one time."""

    position: FloatArray  # (3,) [m]
    quaternion: FloatArray  # (4,) xyzw
    gripper: float


@dataclass(frozen=True)
class Violation:
    """Violation of one check; step is -1 where it concerns the whole chunk."""

    check: str
    step: int
    value: float
    limit: float
    message: str
