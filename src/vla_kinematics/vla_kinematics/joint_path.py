# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Path of the joints of an arm along a sequence of tool poses."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from vla_common.arrays import FloatArray
from vla_kinematics.collision_model import Clearance
from vla_kinematics.collision_model import CollisionModel
from vla_kinematics.collision_model import Posture
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.inverse_kinematics import Solution
from vla_kinematics.obstacle import Obstacle
from vla_kinematics.rigid_transform import RigidTransform

#: Distance that makes a translation comparable with a rotation of 1 rad.
LENGTH_SCALE_M = 0.3
_SCALES = np.array([LENGTH_SCALE_M] * 3 + [1.0] * 3)
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
        return smallest_singular_values(self.jacobians)

    def speeds(self, step_s: float) -> FloatArray:
        """
        Return the largest speed of each joint on the way to each pose but the first (k - 1, n).

        It is the largest of the mean and of the speeds at both ends, by the Jacobian: near a
        singularity the speed changes within a step.
        """
        moves = np.abs(np.diff(self.joints[1:], axis=0))
        # At each pose, the motion to it and the motion from it, (k, 6, 2).
        none = np.zeros((1, 6))
        motions = np.stack(
            (np.concatenate((none, self.motions)), np.concatenate((self.motions, none))), axis=2
        )
        at_poses = np.abs(joint_motions(self.jacobians, motions))
        ends = np.maximum(at_poses[1:, :, 0], at_poses[:-1, :, 1])
        speeds: FloatArray = np.maximum(ends, moves) / step_s
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
    kinematics
        Inverse kinematics of the arm.
    collisions
        Collision model of this arm; None to compute no clearances.
    max_error_m, max_error_rad
        Distance of the tool from a pose above which the pose is not reached.

    """

    def __init__(
        self,
        kinematics: InverseKinematics,
        collisions: CollisionModel | None,
        max_error_m: float,
        max_error_rad: float,
    ) -> None:
        self._kinematics = kinematics
        self._collisions = collisions
        self._max_error = (max_error_m, max_error_rad)

    def plan(self, joints: FloatArray, poses: list[RigidTransform]) -> JointPath:
        """Return the path from measured joints (n,) along poses of the tool in the table frame."""
        solutions: list[Solution] = []
        for pose in poses:
            solutions.append(self._solve(pose, joints, solutions))
            if not self._is_reached(solutions[-1]):
                break
        used = poses[: len(solutions)]
        motions = [a.error_to(b) for a, b in pairwise(used)]
        rows = [joints, *(solution.joints for solution in solutions)]
        return JointPath(
            np.array(rows),
            np.array([(solution.error_m, solution.error_rad) for solution in solutions]),
            np.array([solution.jacobian for solution in solutions]),
            np.reshape(motions, (-1, 6)),
            [] if self._collisions is None else path_clearances(self._collisions, rows),
        )

    def _solve(
        self, pose: RigidTransform, joints: FloatArray, solutions: list[Solution]
    ) -> Solution:
        """
        Return the solution of the next pose.

        Six joints move on as before. A seventh, or the lean, is free: the elbow would drift on to
        the end of the range of a joint, and away from that of the bridge, which starts at the
        joints of now.
        """
        if not solutions:
            return self._kinematics.solve(pose, joints)
        last = solutions[-1]
        if len(solutions) == 1 or self._kinematics.is_redundant:
            return self._kinematics.solve_next(pose, last)
        return self._kinematics.solve(pose, 2 * last.joints - solutions[-2].joints)

    def _is_reached(self, solution: Solution) -> bool:
        max_error_m, max_error_rad = self._max_error
        return solution.error_m <= max_error_m and solution.error_rad <= max_error_rad


def path_clearances(
    model: CollisionModel, rows: list[FloatArray]
) -> list[dict[Obstacle, Clearance]]:
    """Return the clearances on the way from each posture (n,) to the next, by obstacle."""
    postures = [model.evaluate(joints) for joints in rows]
    return [
        _clearances_between(model, rows[i : i + 2], postures[i : i + 2], motion_m)
        for i, motion_m in enumerate(model.motions_m(postures).tolist())
    ]


def _clearances_between(
    model: CollisionModel, rows: list[FloatArray], ends: list[Posture], motion_m: float
) -> dict[Obstacle, Clearance]:
    """
    Return the smallest clearances on the way between two postures.

    No point moves further from the nearer end than half of the motion. Where that is not
    enough, samples between the ends are so dense that it moves at most the clearance.
    """
    nearest = _smallest(ends)
    distance_m = min(clearance.distance_m for clearance in nearest.values())
    if distance_m >= model.clearance_m + motion_m / 2:
        return nearest
    count = min(int(np.ceil(motion_m / (2 * max(model.clearance_m, 1e-3)))), _MAX_SAMPLES)
    fractions = np.arange(1, count) / max(count, 1)
    samples = [model.evaluate(rows[0] + f * (rows[1] - rows[0])) for f in fractions]
    return _smallest([*ends, *samples])


def smallest_singular_values(jacobians: FloatArray) -> FloatArray:
    """Return the smallest singular values (k,) of Jacobians (k, 6, n), lengths in 0.3 m."""
    scaled = jacobians / _SCALES[:, None]
    values: FloatArray = np.linalg.svd(scaled, compute_uv=False)[:, -1]
    return values


def joint_motions(jacobians: FloatArray, motions: FloatArray) -> FloatArray:
    """Return the least joint motions (k, n, m) that move the tool by `motions` (k, 6, m)."""
    transposed = jacobians.transpose(0, 2, 1)
    squares = jacobians @ transposed + _DAMPING * np.eye(6)
    moves: FloatArray = transposed @ np.linalg.solve(squares, motions)
    return moves


def _smallest(postures: list[Posture]) -> dict[Obstacle, Clearance]:
    return {
        kind: min((posture.clearances[kind] for posture in postures), key=_distance_m)
        for kind in Obstacle
    }


def _distance_m(clearance: Clearance) -> float:
    return clearance.distance_m
