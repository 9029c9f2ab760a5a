# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Assessment of a command without a typed meaning, by the verdict of the network."""

from collections.abc import Sequence

import numpy as np
from vla_common.arrays import FloatArray
from vla_policy.control.assessment import Assessment
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import Detection
from vla_policy.control.detections import find_candidates
from vla_policy.control.detections import nearest_detection
from vla_policy.control.held_object import HeldObject
from vla_policy.control.task_state import GoalEstimate
from vla_policy.control.tensor_conversions import goal_from_grounding
from vla_policy.control.tensor_conversions import median_goal
from vla_policy.control.tensor_conversions import to_numpy
from vla_policy.nn.dense_head import DenseScene
from vla_policy.nn.model import Grounding
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

# A detection further from the goal than this is another object.
_MAX_NAME_DISTANCE_M = 0.05


class VerdictAssessor:
    """Averages verdict and task over the observations."""

    def __init__(self) -> None:
        self._verdicts: list[FloatArray] = []
        self._tasks: list[FloatArray] = []
        self._goals: list[GoalEstimate] = []

    def observe(
        self,
        scene: DenseScene,
        rows: int,
        goal: GoalEstimate | None,
        held: HeldObject | None = None,
    ) -> None:
        """Return None: the network matches the cells with the words."""

    def assess(self, grounding: Grounding, rows: int, settings: ControllerSettings) -> Assessment:
        """Add the grounding of one observation, and assess the command."""
        self._verdicts.append(to_numpy(grounding.verdict[0].softmax(-1)))
        self._tasks.append(to_numpy(grounding.task[0].softmax(-1)))
        self._goals.append(goal_from_grounding(grounding))
        verdicts, tasks = np.mean(self._verdicts, 0), np.mean(self._tasks, 0)
        verdict, task = Verdict(int(verdicts.argmax())), TaskKind(int(tasks.argmax()))
        confidence = float(verdicts[verdict] * (tasks[task] if verdict == Verdict.OK else 1.0))
        if len(self._verdicts) < settings.min_observations_before_motion:
            return Assessment(task, confidence=confidence)
        if verdict == Verdict.OK and confidence < settings.min_confidence:
            verdict = Verdict.NOT_UNDERSTOOD
        detections = detect_objects(grounding.dense, rows)
        if verdict != Verdict.OK:
            ambiguous = verdict == Verdict.AMBIGUOUS
            candidates = find_candidates(detections, grounding.matches) if ambiguous else ()
            return Assessment(
                task, True, verdict, confidence, detections=detections, candidates=candidates
            )
        goal = median_goal(self._goals)
        names = _goal_names(detections, task, goal)
        return Assessment(task, True, verdict, confidence, goal, names)

    def estimate(self, grounding: Grounding) -> GoalEstimate:
        """Return the goal that the network finds."""
        return goal_from_grounding(grounding)


def _goal_names(
    detections: Sequence[Detection], task: TaskKind, goal: GoalEstimate
) -> tuple[str, str]:
    target = nearest_detection(detections, goal.target, _MAX_NAME_DISTANCE_M)
    place = (
        nearest_detection(detections, goal.destination, _MAX_NAME_DISTANCE_M)
        if task == TaskKind.PLACE
        else None
    )
    return target.name if target else '', place.name if place else ''
