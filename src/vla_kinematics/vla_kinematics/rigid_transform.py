# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rigid transforms between frames."""

from dataclasses import dataclass

import mujoco
import numpy as np
from numpy.typing import ArrayLike
from vla_common.arrays import FloatArray
from vla_common.rotation import rotation_matrix


@dataclass(frozen=True)
class RigidTransform:
    """
    Pose of a child frame in a parent frame.

    Parameters
    ----------
    position_m
        Origin of the child in the parent, (3,).
    rotation
        Rotation matrix from child to parent, (3, 3).

    """

    position_m: FloatArray
    rotation: FloatArray

    @classmethod
    def from_quaternion(cls, position_m: ArrayLike, xyzw: ArrayLike) -> 'RigidTransform':
        """Return the transform of a position (3,) and a unit quaternion xyzw (4,)."""
        return cls(np.array(position_m, dtype=np.float64), rotation_matrix(xyzw))

    @classmethod
    def from_rpy(cls, position_m: ArrayLike, rpy_rad: ArrayLike) -> 'RigidTransform':
        """Return the transform of a position (3,) and roll, pitch, yaw about fixed axes (URDF)."""
        roll, pitch, yaw = np.asarray(rpy_rad, dtype=np.float64)
        (sr, sp, sy), (cr, cp, cy) = np.sin((roll, pitch, yaw)), np.cos((roll, pitch, yaw))
        rotation = np.array(
            (
                (cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr),
                (sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr),
                (-sp, cp * sr, cp * cr),
            )
        )
        return cls(np.array(position_m, dtype=np.float64), rotation)

    def __matmul__(self, other: 'RigidTransform') -> 'RigidTransform':
        return RigidTransform(
            self.position_m + self.rotation @ other.position_m, self.rotation @ other.rotation
        )

    def inverse(self) -> 'RigidTransform':
        """Return the pose of the parent frame in the child frame."""
        return RigidTransform(-self.rotation.T @ self.position_m, self.rotation.T)

    @property
    def quaternion_xyzw(self) -> FloatArray:
        """Return the rotation as a unit quaternion (4,)."""
        wxyz = np.zeros(4)
        mujoco.mju_mat2Quat(wxyz, self.rotation.ravel())
        return wxyz[[1, 2, 3, 0]]

    def error_to(self, target: 'RigidTransform') -> FloatArray:
        """Return the motion to `target`: three metres and three radians, in the parent frame."""
        wxyz, motion = np.empty(4), np.empty(6)
        mujoco.mju_mat2Quat(wxyz, (target.rotation @ self.rotation.T).ravel())
        np.subtract(target.position_m, self.position_m, out=motion[:3])
        mujoco.mju_quat2Vel(motion[3:], wxyz, 1.0)
        return motion

    def distance_to(self, other: 'RigidTransform') -> tuple[float, float]:
        """Return distance [m] and angle [rad] to another pose."""
        error = self.error_to(other)
        return float(np.linalg.norm(error[:3])), float(np.linalg.norm(error[3:]))
