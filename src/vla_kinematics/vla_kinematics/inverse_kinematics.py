# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Inverse kinematics of a stream of poses by damped least squares.

Each pose is solved from the joints of the one before it, in bounded steps within the joint limits,
so that the arm stays in its posture branch and no joint turns the long way round. Damping that
grows with the error: Sugihara, "Solvability-unconcerned inverse kinematics by the
Levenberg-Marquardt method", IEEE T-RO 2011. Posture in the null space: Liegeois 1977.
"""

import math
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
#: Distance from the ends of the range [rad, m] within which joints are pulled back too, and how
#: many times as much as to the posture.
_END_ZONE, _END_WEIGHT = 0.4, 8.0
_SIX = np.eye(6)
_NO_LEAN = np.zeros(1)


class Solution(NamedTuple):
    """
    Joints that move the tool near a target.

    Parameters
    ----------
    joints
        Joints (n,) [rad, m].
    error_m, error_rad
        Distance of the tool from the target.
    tool, jacobian
        Tool in the table frame and its Jacobian (6, n) at these joints.

    """

    joints: FloatArray
    error_m: float
    error_rad: float
    tool: RigidTransform
    jacobian: FloatArray


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
        posture only while the tool moves: an arm whose tool stands still stands still. Joints near
        the end of their range are pulled back as well: the elbow moves before a joint is at its
        end.
    tolerance
        Error of each coordinate at which a solution is accepted [m, rad].
    max_lean_rad
        Rotation in its plane by which an arm with five joints may miss the orientation; it does
        not count as an error. The arm approaches the smallest lean as others do their posture.

    Raises
    ------
    ValueError
        If an arm must lean that is not made for it.

    """

    def __init__(
        self,
        model: ArmModel,
        posture: FloatArray,
        posture_gain: float = 0.0,
        *,
        tolerance: tuple[float, float] = (2e-5, 1e-4),
        max_lean_rad: float = 0.0,
    ) -> None:
        if max_lean_rad and model.plane_joint is None:
            raise ValueError(
                'max_lean_rad needs an arm with five joints, three of them parallel; got '
                f'{len(model.joint_names)} joints: {", ".join(model.joint_names)}. Set it to 0'
            )
        self._max_lean_rad = max_lean_rad
        self._model = model
        self._per_tolerance = 1 / np.repeat(tolerance, 3)
        self._posture = posture
        self._gain = posture_gain

    @property
    def is_redundant(self) -> bool:
        """Whether joints are left free by a pose."""
        return len(self._model.joint_names) > len(_SIX) or self._max_lean_rad > 0

    def distance(self, joints: FloatArray, target: RigidTransform) -> tuple[float, float]:
        """Return distance [m] and angle [rad] of the tool from a pose, but for the lean."""
        error, _, _ = self._task(self._model.forward(joints), target, self._model.jacobian())
        return math.hypot(*error[:3].tolist()), math.hypot(*error[3:].tolist())

    def solve(self, target: RigidTransform, start: FloatArray) -> Solution:
        """Return the joints for `target` (tool in the table frame) that are near `start` (n,)."""
        joints = np.clip(start, self._model.lower, self._model.upper)
        tool = self._model.forward(joints)
        return self._solve(target, joints, tool, self._model.jacobian())

    def solve_next(self, target: RigidTransform, last: Solution) -> Solution:
        """Return the joints for `target` that are near those of the last solution."""
        return self._solve(target, last.joints, last.tool, last.jacobian)

    def _solve(
        self,
        target: RigidTransform,
        joints: FloatArray,
        tool: RigidTransform,
        jacobian: FloatArray,
    ) -> Solution:
        error, rows, lean = self._task(tool, target, jacobian)
        pull = 0.0
        if self._gain:
            pull = self._gain * min(1.0, float(np.abs(error).max()) / _FULL_POSTURE)
        for _ in range(_MAX_ITERATIONS):
            if np.abs(error * self._per_tolerance).max() < 1:
                break
            joints = self._step(joints, error, rows, lean, pull)
            pull = 0.0
            tool = self._model.forward(joints)
            jacobian = self._model.jacobian()
            error, rows, lean = self._task(tool, target, jacobian)
        values = error.tolist()
        error_m, error_rad = math.hypot(*values[:3]), math.hypot(*values[3:])
        return Solution(joints, error_m, error_rad, tool, jacobian)

    def _task(
        self, tool: RigidTransform, target: RigidTransform, jacobian: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """
        Return the error (6,) to correct, its Jacobian (6, n) and the joint motion to less lean.

        An arm with five joints turns the tool about the axis of its plane joints and about the
        tool axis only. The first rotation is left free up to the permitted lean.
        """
        error, plane_joint = tool.error_to(target), self._model.plane_joint
        if not self._max_lean_rad or plane_joint is None:
            return error, jacobian, _NO_LEAN
        axis = jacobian[3:, plane_joint]
        lean_rad, turn = float(axis @ error[3:]), axis @ jacobian[3:]
        allowed_rad = max(-self._max_lean_rad, min(lean_rad, self._max_lean_rad))
        error[3:] -= allowed_rad * axis
        motion: FloatArray = lean_rad * turn / (turn @ turn)
        if allowed_rad != lean_rad:
            return error, jacobian, motion
        rows = jacobian.copy()
        rows[3:] -= np.outer(axis, turn)
        return error, rows, motion

    def _step(
        self,
        joints: FloatArray,
        error: FloatArray,
        jacobian: FloatArray,
        lean: FloatArray,
        pull: float,
    ) -> FloatArray:
        damping = _DAMPING + _DAMPING_PER_ERROR * float(error @ error)
        square = jacobian @ jacobian.T + damping * _SIX
        if pull:
            # J+ (e - J p) + p: the posture acts in the null space of the tool pose only.
            posture = self._posture_motion(joints, lean, pull)
            move = jacobian.T @ np.linalg.solve(square, error - jacobian @ posture) + posture
        else:
            move = jacobian.T @ np.linalg.solve(square, error)
        largest = float(np.abs(move).max())
        if largest > _MAX_STEP:
            move *= _MAX_STEP / largest
        clipped: FloatArray = np.clip(joints + move, self._model.lower, self._model.upper)
        return clipped

    def _posture_motion(self, joints: FloatArray, lean: FloatArray, pull: float) -> FloatArray:
        """Return the wanted motion (n,) to the posture and away from the ends of the range."""
        model = self._model
        inside = np.minimum(model.upper - _END_ZONE - joints, 0)
        inside += np.maximum(model.lower + _END_ZONE - joints, 0)
        preferred = lean if self._max_lean_rad else self._posture - joints
        motion: FloatArray = pull * (preferred + _END_WEIGHT * inside)
        return motion
