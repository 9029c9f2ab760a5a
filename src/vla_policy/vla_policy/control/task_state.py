# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""State carried from one chunk to the next: phase of the task and filtered goal."""

from dataclasses import dataclass
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from vla_common.arrays import FloatArray
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

#: Phases in which the target is tracked. After contact, the gripper hides it or moves it.
_TRACK_TARGET = frozenset([Phase.APPROACH, Phase.DESCEND, Phase.HOVER])
_TRACK_DESTINATION = _TRACK_TARGET | {Phase.GRASP, Phase.LIFT, Phase.TRANSFER}
#: Phases of a place task whose heights are those above the surface of the destination.
PUT_DOWN_PHASES = frozenset(
    [Phase.TRANSFER, Phase.LOWER, Phase.RELEASE, Phase.RETREAT, Phase.DONE]
)
CARRYING = frozenset([Phase.LIFT, Phase.TRANSFER, Phase.LOWER])
#: Grasp offsets from the estimated target for successive attempts after failed grasps [m].
_SEARCH_M = np.array([(0.0, 0.0), (0.012, 0.0), (-0.012, 0.0), (0.0, 0.012), (0.0, -0.012)])
#: Time between two estimates that `GoalFilter.gain` is for.
_GAIN_PERIOD_S = 0.2
#: Time over which estimates must agree on another goal: two images of 30 Hz, less by the jitter
#: of camera stamps.
_CONFIRMATION_S = 0.02
# A descent takes about a second.
_STUCK_S = 4.0


class PlayedChunk(NamedTuple):
    """A chunk that the robot executes, and its timing."""

    chunk: PredictedChunk
    #: Time at which it replaced the chunk before.
    since_s: float
    #: Nominal start of its first step; a robot at rest starts late but skips no step.
    start_s: float


@dataclass(frozen=True)
class PhaseTracker:
    """Phase of the task, time spent in it and number of failed grasps."""

    phase: Phase = Phase.APPROACH
    time_in_phase_s: float = 0.0
    failed_grasps: int = 0

    def advanced(self, played: PlayedChunk, until_s: float) -> 'PhaseTracker':
        """Return the state at `until_s`, after the steps of `played` executed until then."""
        chunk, step_s = played.chunk, played.chunk.step_duration_s
        phase = self.phase
        spent_s = self.time_in_phase_s + max(0.0, until_s - played.since_s)
        failed = self.failed_grasps
        first, last = (
            max(0, round((t - played.start_s) / step_s)) for t in (played.since_s, until_s)
        )
        for i, following in enumerate(chunk.phases[first:last], first + 1):
            if following != phase:
                failed += phase in CARRYING and following == Phase.APPROACH
                phase = Phase(following)
                spent_s = max(0.0, until_s - played.start_s - i * step_s)
        return PhaseTracker(phase, spent_s, failed)

    @property
    def search_offset_m(self) -> FloatArray:
        """Return the offset (2,) [m] from the estimated target for the next grasp."""
        offset: FloatArray = _SEARCH_M[self.failed_grasps % len(_SEARCH_M)]
        return offset

    def recover_if_stuck(self) -> 'PhaseTracker':
        """Restart the task with another grasp offset if a descent takes too long."""
        stuck = self.phase == Phase.DESCEND and self.time_in_phase_s > _STUCK_S
        return PhaseTracker(failed_grasps=self.failed_grasps + 1) if stuck else self


@dataclass(frozen=True)
class GoalEstimate:
    """Target and destination on the table, estimated from one observation."""

    target: FloatArray  # (2,) [m]
    destination: FloatArray  # (2,) [m]
    grasp_yaw_rad: float
    #: Spread of the grounding around target and destination; large for hidden objects.
    spread_m: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class GoalFilter:
    """
    Exponential smoothing of the goal, with outlier rejection.

    An estimate further than `outlier_distance_m` from the goal replaces it only if later
    estimates agree: a single bad frame is ignored, an object that was moved is followed.
    """

    goal: GoalEstimate
    outlier: GoalEstimate | None = None
    #: Time over which estimates have agreed on the outlier.
    outlier_s: float = 0.0
    #: Share of a new estimate in the goal if estimates are 0.2 s apart.
    gain: float = 0.3
    outlier_distance_m: float = 0.025
    max_spread_m: float = 0.05

    def update(
        self,
        estimate: GoalEstimate,
        task: TaskKind,
        phase: Phase,
        elapsed_s: float = _GAIN_PERIOD_S,
    ) -> 'GoalFilter':
        """Return the filter after one more estimate, `elapsed_s` after the one before."""
        # The estimate of an occluded object is between the visible ones: ignore it.
        certain = [spread_m < self.max_spread_m for spread_m in estimate.spread_m]
        track_target = phase in _TRACK_TARGET and certain[0]
        track_destination = (
            track_target if task == TaskKind.PUSH else phase in _TRACK_DESTINATION and certain[1]
        )
        target_jumped = track_target and self._is_far(estimate.target, self.goal.target)
        destination_jumped = (
            track_destination
            and task in (TaskKind.PLACE, TaskKind.PUSH)
            and self._is_far(estimate.destination, self.goal.destination)
        )
        # The same smoothing over time at any rate of the camera.
        periods = min(max(elapsed_s, 0.0) / _GAIN_PERIOD_S, 1.0)
        gain = 1.0 - (1.0 - self.gain) ** periods
        if target_jumped or destination_jumped:
            outlier_s = self.outlier_s + elapsed_s if self._confirms_outlier(estimate) else 0.0
            if outlier_s < _CONFIRMATION_S:
                return replace(self, outlier=estimate, outlier_s=outlier_s)
            gain = 1.0
        goal = _blend(self.goal, estimate, gain, track_target, track_destination)
        return replace(self, goal=goal, outlier=None, outlier_s=0.0)

    def _confirms_outlier(self, estimate: GoalEstimate) -> bool:
        return (
            self.outlier is not None
            and not self._is_far(estimate.target, self.outlier.target)
            and not self._is_far(estimate.destination, self.outlier.destination)
        )

    def _is_far(self, a: FloatArray, b: FloatArray) -> bool:
        return float(np.linalg.norm(a - b)) > self.outlier_distance_m


def _blend(
    goal: GoalEstimate, estimate: GoalEstimate, gain: float, target: bool, destination: bool
) -> GoalEstimate:
    # A quarter turn maps a cube to itself, so the yaw is averaged on four times the angle.
    spin = (1 - gain) * np.exp(4j * goal.grasp_yaw_rad)
    spin = spin + gain * np.exp(4j * estimate.grasp_yaw_rad)
    return GoalEstimate(
        target=goal.target + gain * (estimate.target - goal.target) if target else goal.target,
        destination=goal.destination + gain * (estimate.destination - goal.destination)
        if destination
        else goal.destination,
        grasp_yaw_rad=float(np.angle(spin) / 4) if target else goal.grasp_yaw_rad,
    )
