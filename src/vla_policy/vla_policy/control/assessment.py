# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Assessment of a command before the first motion."""

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor
from vla_common.command_meaning import GoalRole
from vla_policy.control.detections import Detection
from vla_policy.control.held_object import HeldObject
from vla_policy.control.task_state import GoalEstimate
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.model import Grounding
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


@dataclass(frozen=True)
class ControllerSettings:
    """Thresholds for starting and finishing a command."""

    min_observations_before_motion: int = 3
    min_confidence: float = 0.5
    termination_threshold: float = 0.5


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
    detections
        Objects on the table, for a refusal.
    candidates
        Objects among which a reference is ambiguous.
    explanation
        Why the command is refused; empty for the text of the verdict.
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
    detections: tuple[Detection, ...] = ()
    candidates: tuple[Detection, ...] = ()
    explanation: str = ''
    asked_about: GoalRole | None = None
    phase: Phase = Phase.APPROACH
    puts_down: bool = False
    reason: str = ''
    surface_m: float = 0.0


class CommandAssessor(Protocol):
    """Decides from successive observations whether and where a command may start."""

    def observe(
        self,
        scene: DenseScene,
        rows: int,
        goal: GoalEstimate | None,
        held: HeldObject | None = None,
    ) -> Tensor | None:
        """
        Add an observation; return the cells of target and destination (1, 2, N).

        None if there are none, or if the network is to match them with the words.

        Parameters
        ----------
        scene
            Predictions for the cells of the newest image.
        rows
            Rows of its feature map.
        goal
            Goal of the motion; None before the first one.
        held
            Object in the gripper, before the first motion; None for none.

        """
        ...

    def assess(self, grounding: Grounding, rows: int, settings: ControllerSettings) -> Assessment:
        """Add the grounding of the newest observation before motion, and assess the command."""
        ...

    def estimate(self, grounding: Grounding) -> GoalEstimate:
        """Return the goal from an observation during the motion; infinite spread if wrong."""
        ...
