# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Map of the tool positions that an arm reaches with the tool down, without a collision."""

from collections import deque
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import BoolArray
from vla_common.arrays import FloatArray
from vla_common.rotation import yaw_to_quaternion
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.collision_model import CollisionModel
from vla_kinematics.inverse_kinematics import InverseKinematics
from vla_kinematics.inverse_kinematics import Solution
from vla_kinematics.joint_path import smallest_singular_values
from vla_kinematics.obstacle import Obstacle
from vla_kinematics.rigid_transform import RigidTransform

#: Neighbours from which a pose is tried before it counts as not usable.
_MAX_ATTEMPTS = 3
_START_ATTEMPTS = 60
_STEPS = np.array([s * row for row in np.eye(4, dtype=int) for s in (1, -1)])

Reasons = NDArray[np.int8]


class ReachReason(IntEnum):
    """Why a pose is not usable."""

    USABLE = 0
    NOT_CONNECTED = 1
    REACH = 2
    JOINT_RANGE = 3
    SINGULARITY = 4
    TABLE = 5
    BOX = 6
    SELF = 7


_OF_OBSTACLE = {
    Obstacle.TABLE: ReachReason.TABLE,
    Obstacle.BOX: ReachReason.BOX,
    Obstacle.SELF: ReachReason.SELF,
}


@dataclass(frozen=True)
class PoseLimits:
    """
    Limits of a usable pose, as in the joint checks of the safety gate.

    Parameters
    ----------
    max_error_m, max_error_rad
        Distance of the tool from the pose.
    min_joint_margin_rad
        Distance of the joints from the ends of their range.
    min_singular_value
        Smallest singular value of the Jacobian, lengths in units of 0.3 m.

    """

    max_error_m: float = 0.003
    max_error_rad: float = 0.02
    min_joint_margin_rad: float = 0.02
    min_singular_value: float = 0.05


class PoseChecker:
    """
    Check single poses of the tool; not thread-safe.

    Parameters
    ----------
    model, kinematics
        Arm and its inverse kinematics.
    collisions
        Collision model; None: collisions are not checked.
    limits
        Limits of a usable pose.

    """

    def __init__(
        self,
        model: ArmModel,
        kinematics: InverseKinematics,
        collisions: CollisionModel | None,
        limits: PoseLimits,
    ) -> None:
        self.model = model
        self._kinematics, self._collisions, self._limits = kinematics, collisions, limits

    def check(
        self, position_m: FloatArray, yaw_rad: float, joints: FloatArray
    ) -> tuple[ReachReason, FloatArray]:
        """Return why a tool-down pose is not usable from joints (n,), and its joints (n,)."""
        quaternion = yaw_to_quaternion(yaw_rad)
        target = RigidTransform.from_quaternion(position_m, quaternion)
        solution = self._kinematics.solve(target, joints)
        return self._reason(solution), solution.joints

    def _reason(self, solution: Solution) -> ReachReason:
        limits, joints = self._limits, solution.joints
        if not (
            solution.error_m <= limits.max_error_m and solution.error_rad <= limits.max_error_rad
        ):
            return ReachReason.REACH
        margin = np.minimum(joints - self.model.lower, self.model.upper - joints).min()
        if margin < limits.min_joint_margin_rad:
            return ReachReason.JOINT_RANGE
        if smallest_singular_values(solution.jacobian[None])[0] < limits.min_singular_value:
            return ReachReason.SINGULARITY
        if self._collisions is None:
            return ReachReason.USABLE
        for obstacle, clearance in self._collisions.evaluate(joints).clearances.items():
            if clearance.distance_m < self._collisions.clearance_m:
                return _OF_OBSTACLE[obstacle]
        return ReachReason.USABLE


@dataclass(frozen=True)
class ReachMap:
    """
    Usable poses on a grid.

    Parameters
    ----------
    axes_m
        Coordinates x (nx,), y (ny,) and z (nz,) of the grid.
    yaws_rad
        Yaws of the tool (m,).
    reasons
        `ReachReason` of each pose, (nx, ny, nz, m).
    joints
        Joints of the usable poses, (nx, ny, nz, m, n); NaN elsewhere.

    """

    axes_m: tuple[FloatArray, FloatArray, FloatArray]
    yaws_rad: FloatArray
    reasons: Reasons
    joints: FloatArray

    @property
    def usable(self) -> BoolArray:
        """Positions (nx, ny, nz) that are usable at all yaws."""
        usable: BoolArray = (self.reasons == ReachReason.USABLE).all(axis=3)
        return usable

    def shares(self) -> dict[ReachReason, float]:
        """Return the share of poses by reason."""
        return {r: float((self.reasons == r).mean()) for r in ReachReason}

    def nearest_joints(self, position_m: FloatArray, yaw_rad: float) -> FloatArray:
        """Return the joints (n,) of the grid pose nearest to a pose; NaN if not usable."""
        index = [
            int(np.abs(axis - value).argmin())
            for axis, value in zip(
                (*self.axes_m, self.yaws_rad), (*position_m, yaw_rad), strict=True
            )
        ]
        joints: FloatArray = self.joints[tuple(index)]
        return joints


def grid_axes(
    low_m: Sequence[float], high_m: Sequence[float], step_m: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the coordinates of a grid between two corners, both included."""
    x, y, z = (
        np.linspace(low, high, max(2, 1 + round((high - low) / step_m)))
        for low, high in zip(low_m, high_m, strict=True)
    )
    return x, y, z


def map_reach(
    checker: PoseChecker,
    axes_m: tuple[FloatArray, FloatArray, FloatArray],
    yaws_rad: FloatArray,
    start: FloatArray,
) -> ReachMap:
    """
    Return which poses of a grid the arm reaches in small steps from one posture.

    Each pose is solved from the joints of its neighbours, as the arm moves: a pose in another
    posture branch is not usable.

    Raises
    ------
    ValueError
        If no pose of the grid is usable.

    """
    shape = (*(len(axis) for axis in axes_m), len(yaws_rad))
    reasons: Reasons = np.full(shape, ReachReason.NOT_CONNECTED, np.int8)
    joints = np.full((*shape, len(start)), np.nan)
    attempts = np.zeros(shape, np.int8)
    first, joints_first = _first_pose(checker, axes_m, yaws_rad, start)
    reasons[first], joints[first] = ReachReason.USABLE, joints_first
    queue = deque([first])
    while queue:
        index = queue.popleft()
        for near in _neighbours(index, shape):
            if reasons[near] == ReachReason.USABLE or attempts[near] >= _MAX_ATTEMPTS:
                continue
            attempts[near] += 1
            position, yaw = _pose(axes_m, yaws_rad, near)
            reasons[near], solved = checker.check(position, yaw, joints[index])
            if reasons[near] == ReachReason.USABLE:
                joints[near] = solved
                queue.append(near)
    return ReachMap(axes_m, yaws_rad, reasons, joints)


def _pose(
    axes_m: tuple[FloatArray, FloatArray, FloatArray], yaws_rad: FloatArray, index: tuple[int, ...]
) -> tuple[FloatArray, float]:
    position = np.array([axis[i] for axis, i in zip(axes_m, index, strict=False)])
    return position, float(yaws_rad[index[3]])


def _neighbours(index: tuple[int, ...], shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for step in _STEPS:
        near = tuple(int(i) for i in np.add(index, step))
        if all(0 <= i < size for i, size in zip(near, shape, strict=True)):
            yield near


def _first_pose(
    checker: PoseChecker,
    axes_m: tuple[FloatArray, FloatArray, FloatArray],
    yaws_rad: FloatArray,
    start: FloatArray,
) -> tuple[tuple[int, ...], FloatArray]:
    """Return a usable pose near the middle of the grid: from `start`, then random joints."""
    rng, model = np.random.default_rng(0), checker.model
    low, high = np.maximum(model.lower, -np.pi), np.minimum(model.upper, np.pi)
    starts = [start, *rng.uniform(low, high, (_START_ATTEMPTS, len(start)))]
    shape = [len(axis) for axis in axes_m]
    middle = tuple(int(i) for i in (shape[0] // 2, shape[1] // 2, shape[2] // 2))
    places = [middle, *(tuple(rng.integers(shape).tolist()) for _ in range(_START_ATTEMPTS))]
    yaw = len(yaws_rad) // 2
    for place in places:
        index = (*place, yaw)
        position, yaw_rad = _pose(axes_m, yaws_rad, index)
        for joints in starts if place == middle else starts[:4]:
            # Far from the start, the iterations of one solution do not suffice.
            for _ in range(2):
                reason, joints = checker.check(position, yaw_rad, joints)
            if reason == ReachReason.USABLE:
                return index, joints
    raise ValueError(
        'the arm must reach a part of the volume with the tool down; it reaches none of it. '
        'Correct base_*, tool_*, joint_min and joint_max, or move the volume'
    )
