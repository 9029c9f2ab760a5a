# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Path of the joints of an arm along a sequence of tool poses."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.collision_model import Clearance
from vla_kinematics.collision_model import CollisionModel
from vla_kinematics.collision_model import Posture
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.obstacle import Obstacle
from vla_kinematics.rigid_transform import RigidTransform

#: Distance that makes a translation comparable with a rotation of 1 rad.
LENGTH_SCALE_M = 0.3
_DAMPING = 1e-6
_MAX_SAMPLES = 20


@dataclass(frozen=True)
class JointPath:
    """
    Joints along K poses; it ends at the first pose that is not reached.

    Parameters
    ----------
    joints
        Measured joints, then those of each pose, (k + 1, n) [rad, m].
    errors
        Distance of the tool from each pose, (k, 2) [m, rad].
    jacobians
        Jacobian of the tool at each pose, (k, 6, n).
    motions
        Motion of the tool from each pose to the next, (k - 1, 6) [m, rad].
    clearances
        Clearances of each pose and of the path to it, by obstacle; none without a collision model.

    """

    joints: FloatArray
    errors: FloatArray
    jacobians: FloatArray
    motions: FloatArray
    clearances: list[dict[Obstacle, Clearance]]

    @cached_property
    def singular_values(self) -> FloatArray:
        """Smallest singular value of the Jacobian (k,), with lengths in units of 0.3 m."""
        scaled = self.jacobians / np.array([LENGTH_SCALE_M] * 3 + [1.0] * 3)[:, None]
        values: FloatArray = np.linalg.svd(scaled, compute_uv=False)[:, -1]
        return values

    def speeds(self, step_s: float) -> FloatArray:
        """
        Return the largest speed of each joint on the way to each pose but the first (k - 1, n).

        It is the largest of the mean and of the speeds at both ends, by the Jacobian: near a
        singularity the speed changes within a step.
        """
        moves = np.abs(np.diff(self.joints[1:], axis=0))
        starts = np.abs(_joint_motions(self.jacobians[:-1], self.motions))
        ends = np.abs(_joint_motions(self.jacobians[1:], self.motions))
        speeds: FloatArray = np.maximum(np.maximum(starts, ends), moves) / step_s
        return speeds

    def accelerations(self, step_s: float) -> FloatArray:
        """Return the acceleration of each joint at each pose but the first and last (k - 2, n)."""
        accelerations: FloatArray = np.abs(np.diff(self.joints[1:], 2, axis=0)) / step_s**2
        return accelerations


class JointPathPlanner:
    """
    Solve tool poses from measured joints on; not thread-safe.

    Parameters
    ----------
    model
        Arm.
    kinematics
        Inverse kinematics of this arm.
    collisions
        Collision model of this arm; None to compute no clearances.
    max_error_m, max_error_rad
        Distance of the tool from a pose above which the pose is not reached.

    """

    def __init__(
        self,
        model: ArmModel,
        kinematics: InverseKinematics,
        collisions: CollisionModel | None,
        max_error_m: float,
        max_error_rad: float,
    ) -> None:
        self._model = model
        self._kinematics = kinematics
        self._collisions = collisions
        self._max_error = np.array((max_error_m, max_error_rad))

    def plan(self, joints: FloatArray, poses: list[RigidTransform]) -> JointPath:
        """Return the path from measured joints (n,) along poses of the tool in the table frame."""
        rows, errors, jacobians = [joints], [], []
        for pose in poses:
            solution = self._kinematics.solve(pose, _expected(rows))
            rows.append(solution.joints)
            errors.append((solution.error_m, solution.error_rad))
            # The inverse kinematics evaluated these joints last.
            jacobians.append(self._model.jacobian())
            if not (np.array(errors[-1]) <= self._max_error).all():
                break
        used = poses[: len(errors)]
        motions = [a.error_to(b) for a, b in pairwise(used)]
        return JointPath(
            np.array(rows),
            np.array(errors),
            np.array(jacobians),
            np.reshape(motions, (-1, 6)),
            self._clearances(rows),
        )

    def _clearances(self, rows: list[FloatArray]) -> list[dict[Obstacle, Clearance]]:
        model = self._collisions
        if model is None:
            return []
        postures = [model.evaluate(joints) for joints in rows]
        return [
            self._between(model, rows[i : i + 2], postures[i : i + 2])
            for i in range(len(rows) - 1)
        ]

    def _between(
        self, model: CollisionModel, rows: list[FloatArray], ends: list[Posture]
    ) -> dict[Obstacle, Clearance]:
        """
        Return the smallest clearances on the way between two postures.

        No point moves further from the nearer end than half of the motion. Where that is not
        enough, samples between the ends are so dense that it moves at most the clearance.
        """
        nearest = _smallest(ends)
        motion_m = model.motion_m(*ends)
        distance_m = min(clearance.distance_m for clearance in nearest.values())
        if distance_m >= model.clearance_m + motion_m / 2:
            return nearest
        count = min(int(np.ceil(motion_m / (2 * max(model.clearance_m, 1e-3)))), _MAX_SAMPLES)
        fractions = np.arange(1, count) / max(count, 1)
        samples = [model.evaluate(rows[0] + f * (rows[1] - rows[0])) for f in fractions]
        return _smallest([*ends, *samples])


def _expected(rows: list[FloatArray]) -> FloatArray:
    """Return where the joints are at the next pose if they move on as before."""
    return rows[-1] if len(rows) < 3 else 2 * rows[-1] - rows[-2]


def _joint_motions(jacobians: FloatArray, motions: FloatArray) -> FloatArray:
    """Return the least joint motions (k, n) that move the tool by `motions` (k, 6)."""
    transposed = jacobians.transpose(0, 2, 1)
    squares = jacobians @ transposed + _DAMPING * np.eye(6)
    moves: FloatArray = (transposed @ np.linalg.solve(squares, motions[..., None]))[..., 0]
    return moves


def _smallest(postures: list[Posture]) -> dict[Obstacle, Clearance]:
    return {
        kind: min((posture.clearances[kind] for posture in postures), key=lambda c: c.distance_m)
        for kind in postures[0].clearances
    }
