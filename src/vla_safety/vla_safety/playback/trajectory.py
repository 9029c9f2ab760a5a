# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trajectories: targets as functions of time."""

from bisect import bisect_right
import math
from typing import Protocol

import numpy as np
from vla_common.rotation import normalize
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Target
from vla_safety.types.geometry import rotated
from vla_safety.types.geometry import rotation_between


class Trajectory(Protocol):
    """Target pose as a function of the time of the steady clock."""

    def at(self, time_s: float) -> Target:
        """Return the target at `time_s`."""
        ...


class HoldTrajectory:
    """Trajectory that stays at one target."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def at(self, time_s: float) -> Target:
        """Return the target, at any time."""
        return self._target


class ChunkTrajectory:
    """
    Linear interpolation between the steps of a chunk, up to the terminating step.

    Parameters
    ----------
    chunk
        A chunk that passed the format checks.
    stamp_s
        Time of the chunk's stamp on the steady clock.
    now_s
        Time of the steady clock. Later steps are stretched by the chunk's time scale.
    not_before_s
        Time until which the robot stood: steps that it could not execute are not skipped.
    termination_threshold
        Termination probability from which a step is the last one.

    """

    def __init__(
        self,
        chunk: Chunk,
        stamp_s: float,
        now_s: float,
        *,
        not_before_s: float = -math.inf,
        termination_threshold: float = 1.1,
    ) -> None:
        steps = len(chunk.positions)
        last = np.flatnonzero(chunk.termination >= termination_threshold)
        self.terminates = bool(last.size)
        steps = int(last[0]) + 1 if last.size else steps
        start_s = max(stamp_s, not_before_s)
        times = start_s + chunk.step_duration_s * np.arange(1, steps + 1)
        times = np.where(times > now_s, now_s + (times - now_s) * chunk.time_scale, times)
        self._times: list[float] = times.tolist()
        self._positions = chunk.positions[:steps]
        self._quaternions = normalize(chunk.quaternions[:steps])
        self._gripper: list[float] = chunk.gripper[:steps].tolist()
        self.chunk = chunk
        self.stamp_s = stamp_s
        self.accepted_s = now_s

    @property
    def end_s(self) -> float:
        """Time of the last step."""
        return self._times[-1]

    def next_step(self, time_s: float) -> int:
        """Return the index of the next step after `time_s`."""
        return min(bisect_right(self._times, time_s), len(self._times) - 1)

    def at(self, time_s: float) -> Target:
        """Return the target at `time_s`; constant before the first and after the last step."""
        i = bisect_right(self._times, time_s)
        if i == 0 or i == len(self._times):
            return self._step(min(i, len(self._times) - 1))
        start, end = self._times[i - 1], self._times[i]
        return _interpolate(self._step(i - 1), self._step(i), (time_s - start) / (end - start))

    def _step(self, i: int) -> Target:
        return Target(self._positions[i], self._quaternions[i], self._gripper[i])


class BlendedTrajectory:
    """Trajectory that blends from `old` to `new` within `duration_s`."""

    def __init__(
        self, old: Trajectory, new: Trajectory, start_s: float, duration_s: float
    ) -> None:
        self._old = old
        self._new = new
        self._start_s = start_s
        self._duration_s = duration_s

    def at(self, time_s: float) -> Target:
        """Return the target at `time_s`."""
        new = self._new.at(time_s)
        fraction = (time_s - self._start_s) / self._duration_s
        if fraction >= 1.0:
            return new
        return _interpolate(self._old.at(time_s), new, max(fraction, 0.0))


def _interpolate(a: Target, b: Target, fraction: float) -> Target:
    position = a.position + (b.position - a.position) * fraction
    # Rounding must not move the mean of two positions out of a box that holds both.
    low, high = np.minimum(a.position, b.position), np.maximum(a.position, b.position)
    position = np.minimum(np.maximum(position, low), high)
    return Target(
        position,
        rotated(a.quaternion, rotation_between(a.quaternion, b.quaternion) * fraction),
        a.gripper + (b.gripper - a.gripper) * fraction,
    )
