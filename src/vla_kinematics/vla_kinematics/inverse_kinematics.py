# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Inverse kinematics of a stream of poses by damped least squares.

Each pose is solved from the joints of the one before it, in bounded steps within the joint limits,
so that the arm stays in its posture branch and no joint turns the long way round. Damping that
grows with the error: Sugihara, "Solvability-unconcerned inverse kinematics by the
Levenberg-Marquardt method", IEEE T-RO 2011. Posture in the null space: Liegeois 1977.
"""

from typing import NamedTuple

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.rigid_transform import RigidTransform

_MAX_ITERATIONS = 25
_MAX_STEP = 0.3
_DAMPING = 1e-6
_DAMPING_PER_ERROR = 0.02
#: Tool motion [m, rad] from which the posture has its full gain.
_FULL_POSTURE = 0.01
_SIX = np.eye(6)


class Solution(NamedTuple):
    """Joints (n,) [rad, m], and the distance of the tool from the target [m, rad]."""

    joints: FloatArray
    error_m: float
    error_rad: float


class InverseKinematics:
    """
    Solve poses of the tool near given joints.

    Parameters
    ----------
    model
        Arm; it must not be used by another thread at the same time.
    posture
        Joints (n,) that an arm with more than six joints prefers.
    posture_gain
        Part of the way to the posture per pose, 0 .. 1; 0: no preference. The arm approaches the
        posture only while the tool moves: an arm whose tool stands still stands still.
    tolerance
        Error of each coordinate at which a solution is accepted [m, rad].

    """

    def __init__(
        self,
        model: ArmModel,
        posture: FloatArray,
        posture_gain: float = 0.0,
        *,
        tolerance: tuple[float, float] = (2e-5, 1e-4),
    ) -> None:
        self._model = model
        self._tolerance = np.repeat(tolerance, 3)
        self._posture = posture
        self._gain = posture_gain

    def solve(self, target: RigidTransform, start: FloatArray) -> Solution:
        """Return the joints for `target` (tool in the table frame) that are near `start` (n,)."""
        joints = np.clip(start, self._model.lower, self._model.upper)
        error = self._model.forward(joints).error_to(target)
        pull = self._gain * min(1.0, float(np.abs(error).max()) / _FULL_POSTURE)
        for _ in range(_MAX_ITERATIONS):
            if (np.abs(error) < self._tolerance).all():
                break
            joints = self._step(joints, error, pull)
            pull = 0.0
            error = self._model.forward(joints).error_to(target)
        return Solution(joints, float(np.linalg.norm(error[:3])), float(np.linalg.norm(error[3:])))

    def _step(self, joints: FloatArray, error: FloatArray, pull: float) -> FloatArray:
        jacobian = self._model.jacobian()
        posture = pull * (self._posture - joints)
        damping = _DAMPING + _DAMPING_PER_ERROR * float(error @ error)
        # J+ (e - J p) + p: the posture acts in the null space of the tool pose only.
        square = jacobian @ jacobian.T + damping * _SIX
        move = jacobian.T @ np.linalg.solve(square, error - jacobian @ posture) + posture
        largest = float(np.abs(move).max())
        if largest > _MAX_STEP:
            move *= _MAX_STEP / largest
        clipped: FloatArray = np.clip(joints + move, self._model.lower, self._model.upper)
        return clipped
