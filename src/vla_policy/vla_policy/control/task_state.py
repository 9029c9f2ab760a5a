# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the policy remembers between two chunks: phase, beliefs about the goal."""

from dataclasses import dataclass
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from vla_policy.types.chunk import Array
from vla_policy.types.chunk import Chunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

#: From contact on, the hand hides the target, and a pushed thing moves by our own doing.
_TARGET_OPEN = frozenset([Phase.APPROACH, Phase.DESCEND, Phase.HOVER])
_CARRYING = frozenset([Phase.LIFT, Phase.TRANSFER, Phase.LOWER])
#: Where to close the fingers instead when they came up empty, by and by [m].
_SEARCH_M = np.array([(0.0, 0.0), (0.012, 0.0), (-0.012, 0.0), (0.0, 0.012), (0.0, -0.012)])
# A hand that comes down takes about a second.
_STUCK_S = 4.0
_DESTINATION_OPEN = _TARGET_OPEN | {Phase.GRASP, Phase.LIFT, Phase.TRANSFER}


@dataclass(frozen=True)
class PhaseMemory:
    """Phase of the task, how long it has lasted, how often the hand came up empty."""

    phase: Phase = Phase.APPROACH
    time_in_phase_s: float = 0.0
    slips: int = 0

    def after(self, part: 'Played', until_s: float) -> 'PhaseMemory':
        """Return the memory at `until_s`, when `part` was played back until then."""
        chunk, step_s = part.chunk, part.chunk.step_duration_s
        phase, spent_s = self.phase, self.time_in_phase_s + max(0.0, until_s - part.since_s)
        slips = self.slips
        first, last = (max(0, round((t - part.start_s) / step_s)) for t in (part.since_s, until_s))
        for i, following in enumerate(chunk.phases[first:last], first + 1):
            if following != phase:
                slips += phase in _CARRYING and following == Phase.APPROACH
                phase, spent_s = Phase(following), max(0.0, until_s - part.start_s - i * step_s)
        return PhaseMemory(phase, spent_s, slips)

    @property
    def search_m(self) -> Array:
        """Return how far beside the believed target to grasp now (2,) [m]."""
        offset: Array = _SEARCH_M[self.slips % len(_SEARCH_M)]
        return offset

    def freed(self) -> 'PhaseMemory':
        """Begin anew, a little beside, when the hand has not come down for too long."""
        stuck = self.phase == Phase.DESCEND and self.time_in_phase_s > _STUCK_S
        return PhaseMemory(slips=self.slips + 1) if stuck else self


class Played(NamedTuple):
    """A chunk that the robot follows from a moment on."""

    chunk: Chunk
    #: When it took over from the chunk before.
    since_s: float
    #: When its first step began, or would have: a robot that stood skips no step.
    start_s: float


@dataclass(frozen=True)
class Goal:
    """Where things are, as one look grounded them."""

    target: Array  # (2,) [m]
    destination: Array  # (2,) [m]
    grasp_yaw_rad: float
    #: How far around the target and the destination the look was spread: hidden things are wide.
    spread_m: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Belief:
    """
    Goal smoothed over looks.

    A look that is further than `jump_m` from the belief replaces it only when the next look
    agrees: one bad frame does not turn the hand, a thing that was really moved does.
    """

    goal: Goal
    odd: Goal | None = None
    gain: float = 0.3
    jump_m: float = 0.025
    sure_m: float = 0.05

    def update(self, seen: Goal, task: TaskKind, phase: Phase) -> 'Belief':
        """Return the belief after one more look."""
        # A thing behind the hand is guessed somewhere between those that are not.
        sure = [spread_m < self.sure_m for spread_m in seen.spread_m]
        follow_target = phase in _TARGET_OPEN and sure[0]
        follow_goal = (
            follow_target if task == TaskKind.PUSH else phase in _DESTINATION_OPEN and sure[1]
        )
        target_far = follow_target and _distance(seen.target, self.goal.target) > self.jump_m
        goal_far = follow_goal and (
            _distance(seen.destination, self.goal.destination) > self.jump_m
            and task in (TaskKind.PLACE, TaskKind.PUSH)
        )
        if target_far or goal_far:
            return self._surprised(seen, follow_target, follow_goal)
        return replace(
            self, goal=self._toward(seen, self.gain, follow_target, follow_goal), odd=None
        )

    def _surprised(self, seen: Goal, follow_target: bool, follow_goal: bool) -> 'Belief':
        odd = self.odd
        if (
            odd is None
            or _distance(seen.target, odd.target) > self.jump_m
            or _distance(seen.destination, odd.destination) > self.jump_m
        ):
            return replace(self, odd=seen)
        return replace(self, goal=self._toward(seen, 1.0, follow_target, follow_goal), odd=None)

    def _toward(self, seen: Goal, gain: float, target: bool, destination: bool) -> Goal:
        now = self.goal
        # A quarter turn is no turn for a cube, so the yaw is averaged on four times the angle.
        spin = (1 - gain) * np.exp(4j * now.grasp_yaw_rad) + gain * np.exp(4j * seen.grasp_yaw_rad)
        return Goal(
            target=now.target + gain * (seen.target - now.target) if target else now.target,
            destination=now.destination + gain * (seen.destination - now.destination)
            if destination
            else now.destination,
            grasp_yaw_rad=float(np.angle(spin) / 4) if target else now.grasp_yaw_rad,
        )


def _distance(a: Array, b: Array) -> float:
    return float(np.linalg.norm(a - b))
