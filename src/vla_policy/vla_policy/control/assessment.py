# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Assessment of a command before the first motion."""

from dataclasses import dataclass

from vla_common.command_meaning import GoalRole
from vla_policy.control.detections import Detection
from vla_policy.control.task_state import GoalEstimate
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


@dataclass(frozen=True)
class ControllerSettings:
    """Thresholds of a command, times between chunks, and where the arm hides nothing."""

    min_observations_before_motion: int = 3
    min_confidence: float = 0.5
    termination_threshold: float = 0.5
    #: Position of the tool in base_link [m].
    home_position_m: tuple[float, ...] = (0.35, 0.0, 0.30)
    #: Times between two chunks if goal or tool moved, and if nothing did [s].
    min_plan_period_s: float = 0.05
    plan_period_s: float = 0.2
    #: Multiple of the usual error of the camera pose beyond which it was moved; 0 for any.
    max_camera_deviation: float = 3.0


@dataclass(frozen=True)
class Assessment:
    """
    Result of the observations so far.

    Parameters
    ----------
    task
        Task of the command.
    is_decided
        Whether the command is refused or may start; otherwise another observation is needed.
    verdict, confidence
        Feasibility; OK while undecided.
    goal
        Where to start to; None unless the command may start.
    names
        Names of target and destination.
    explanation
        Why the command is refused.
    candidates
        Objects among which a reference is ambiguous.
    asked_about
        Object of the command that the explanation asks about.
    phase
        First phase of the motion.
    puts_down
        Whether the motion only puts down a held object; the command is assessed again after it.
    reason
        Machine-readable reason of a refusal; empty for the name of the verdict.
    surface_m
        Height of the surface at the destination above the floor of a receptacle.

    """

    task: TaskKind
    is_decided: bool = False
    verdict: Verdict = Verdict.OK
    confidence: float = 0.0
    goal: GoalEstimate | None = None
    names: tuple[str, str] = ('', '')
    explanation: str = ''
    candidates: tuple[Detection, ...] = ()
    asked_about: GoalRole | None = None
    phase: Phase = Phase.APPROACH
    puts_down: bool = False
    reason: str = ''
    surface_m: float = 0.0
