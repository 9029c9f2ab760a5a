# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Joint trajectory controller of a simulated arm.

Rules and interpolation are those of joint_trajectory_controller of ros2_control with
interpolate_from_desired_state: a trajectory starts when it is received, replaces the one before
from the desired state, and its last point is held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from vla_common.arrays import FloatArray

_AT_REST = 1e-6


@dataclass(frozen=True)
class TrajectoryPoint:
    """Positions and velocities of the joints (n,) at a time after the start [s]."""

    time_s: float
    positions: FloatArray
    velocities: FloatArray


class SimulatedTrajectoryController:
    """
    Interpolate the newest trajectory.

    Parameters
    ----------
    names
        Joints.
    start
        Their positions (n,).

    """

    def __init__(self, names: Sequence[str], start: FloatArray) -> None:
        self._names = tuple(names)
        self._points = [TrajectoryPoint(0.0, np.array(start), np.zeros(len(names)))]

    def follow(
        self, names: Sequence[str], points: Sequence[TrajectoryPoint], now_s: float
    ) -> None:
        """
        Follow a trajectory from now on.

        Raises
        ------
        ValueError
            If it breaks a rule; the one before goes on.

        """
        if sorted(names) != sorted(self._names):
            raise ValueError(
                f'a trajectory must name the joints {", ".join(self._names)}; got '
                f'{", ".join(names) or "none"}. Correct joint_names of robot_bridge'
            )
        _check_points(points, len(names))
        order = [list(names).index(name) for name in self._names]
        position, velocity = self._sample(now_s)
        self._points = [
            TrajectoryPoint(now_s, position, velocity),
            *(
                TrajectoryPoint(
                    now_s + point.time_s, point.positions[order], point.velocities[order]
                )
                for point in points
            ),
        ]

    def positions(self, now_s: float) -> FloatArray:
        """Return what the joints (n,) should be at a time."""
        return self._sample(now_s)[0]

    def _sample(self, now_s: float) -> tuple[FloatArray, FloatArray]:
        last = self._points[-1]
        if now_s >= last.time_s:
            return last.positions, np.zeros_like(last.positions)
        after = next(i for i, point in enumerate(self._points) if now_s < point.time_s)
        if after == 0:
            return self._points[0].positions, np.zeros_like(last.positions)
        return _cubic(self._points[after - 1], self._points[after], now_s)


def _check_points(points: Sequence[TrajectoryPoint], count: int) -> None:
    if not points:
        raise ValueError('a trajectory must have a point; got none. Send positions')
    times = [0.0, *(point.time_s for point in points)]
    if any(after <= before for before, after in pairwise(times)):
        raise ValueError(
            f'times of a trajectory must increase from above 0; got {times[1:]}. Correct '
            'time_from_start'
        )
    for point in points:
        values = np.concatenate((point.positions, point.velocities))
        if values.shape != (2 * count,) or not np.isfinite(values).all():
            raise ValueError(
                f'each point must have {count} finite positions and velocities; got '
                f'{values.tolist()}. Correct the sender'
            )
    speed = float(np.abs(points[-1].velocities).max())
    if speed > _AT_REST:
        raise ValueError(
            f'a trajectory must end at rest; its last point has a joint at {speed:.3f} rad/s. '
            'Add a point with velocity 0'
        )


def _cubic(
    start: TrajectoryPoint, end: TrajectoryPoint, now_s: float
) -> tuple[FloatArray, FloatArray]:
    """Return positions and velocities of the cubic between two points."""
    width = end.time_s - start.time_s
    u = (now_s - start.time_s) / width
    before, after = width * start.velocities, width * end.velocities
    move = end.positions - start.positions
    square, cube = 3 * move - 2 * before - after, before + after - 2 * move
    positions = start.positions + u * (before + u * (square + u * cube))
    return positions, (before + u * (2 * square + 3 * u * cube)) / width
