# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Assessment of a command by its typed meaning and the detected objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from itertools import takewhile

import numpy as np
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import GoalRole
from vla_policy.control.assessment import Assessment
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.destination import Destination
from vla_policy.control.destination_planning import DestinationBlockedError
from vla_policy.control.destination_planning import plan_destination
from vla_policy.control.destination_planning import TABLE_SURFACE_M
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import Detection
from vla_policy.control.detections import Grid
from vla_policy.control.detections import nearest_detection
from vla_policy.control.detections import object_cells
from vla_policy.control.goal_selection import select_goal
from vla_policy.control.goal_selection import SelectedGoal
from vla_policy.control.goal_selection import UnresolvedGoal
from vla_policy.control.held_object import HeldObject
from vla_policy.control.network_conversions import goal_from_grounding
from vla_policy.control.network_conversions import median_goal
from vla_policy.control.network_conversions import to_double
from vla_policy.control.object_tracking import MAX_TRACKING_M
from vla_policy.control.object_tracking import TrackedObject
from vla_policy.control.probabilities import softmax
from vla_policy.control.refusal_messages import attention_message
from vla_policy.control.refusal_messages import blocked_message
from vla_policy.control.refusal_messages import unresolved_message
from vla_policy.control.refusal_messages import unstable_message
from vla_policy.control.task_state import GoalEstimate
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import Grounding
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

#: Observations after which a command is refused if no successive ones agree.
MAX_OBSERVATIONS = 10
#: Time between two observations by which a refusal is timed. Images of a camera are closer
#: together, and what hides or moves an object for a moment is in several of them.
OBSERVATION_PERIOD_S = 0.2
#: Camera stamps jitter.
_JITTER_S = 0.01
#: Detections of one object at rest differ by less than this from image to image [m].
_MAX_CHANGE_M = 0.03
#: First phase of a task whose target is in the gripper. Other tasks need it on the table.
_PHASE_WITH_TARGET_HELD = {TaskKind.PICK: Phase.DONE, TaskKind.PLACE: Phase.TRANSFER}
#: The location that the network finds must be within this distance of the selected object [m].
_MAX_DISAGREEMENT_M = 0.05


@dataclass(frozen=True)
class _Selection:
    """What the meaning selects in one image."""

    goal: SelectedGoal | UnresolvedGoal
    detections: tuple[Detection, ...]
    #: Stamp of the image.
    stamp_s: float
    #: Object in the gripper, which is the last detection.
    held: HeldObject | None = None
    estimate: GoalEstimate | None = None
    #: Share of the attention that is on each object.
    shares: tuple[float, ...] = ()

    @property
    def objects(self) -> tuple[Detection, ...]:
        """Target, and the landmark of the destination if it has one; empty if unresolved."""
        if isinstance(self.goal, UnresolvedGoal):
            return ()
        indices = (self.goal.target, self.goal.destination)
        return tuple(self.detections[i] for i in indices if i is not None)

    def agrees(self, other: '_Selection') -> bool:
        """Return whether both have the same objects, or lack the same."""
        if isinstance(self.goal, UnresolvedGoal) or isinstance(other.goal, UnresolvedGoal):
            return (
                isinstance(self.goal, UnresolvedGoal)
                and isinstance(other.goal, UnresolvedGoal)
                and (self.goal.verdict, self.goal.role) == (other.goal.verdict, other.goal.role)
            )
        return all(
            a.distance_m(b.position) <= _MAX_CHANGE_M
            for a, b in zip(self.objects, other.objects, strict=True)
        )


class MeaningAssessor:
    """
    Selects target and landmark among the detections, and follows them during the motion.

    A command may start as soon as the required number of successive images agree, if all images so
    far do. Once one disagrees or speaks against the command, a decision takes agreement over the
    time of that number of observation periods, and so does every refusal.

    Parameters
    ----------
    meaning
        Meaning that `requested_action` accepts.
    task
        Its task.

    """

    def __init__(self, meaning: CommandMeaning, task: TaskKind) -> None:
        self._meaning, self._task = meaning, task
        self._selections: list[_Selection] = []
        #: Whether an image spoke against the command.
        self._is_doubtful = False
        self._tracked: tuple[TrackedObject, ...] = ()
        self._destination = Destination()
        self._prior = np.zeros(0, np.float32)
        #: Cells for which the prior was computed.
        self._cells = [-1, -1]

    def observe(
        self,
        scene: DenseScene[Float32Array],
        grid: Grid,
        goal: GoalEstimate | None,
        held: HeldObject | None = None,
        *,
        stamp_s: float,
    ) -> Float32Array:
        """
        Add an observation; return the cells of target and landmark (1, 2, N), zero for none.

        Parameters
        ----------
        scene
            Predictions for the cells of the newest image.
        grid
            Rows and columns of its feature map.
        goal
            Goal of the motion; None before the first one.
        held
            Object in the gripper, before the first motion; None for none.
        stamp_s
            Stamp of the image.

        """
        detections = detect_objects(scene, grid)
        if goal is None:
            detections = detections if held is None else held.among(detections)
            items = [detection.item for detection in detections]
            selection = _Selection(select_goal(self._meaning, items), detections, stamp_s, held)
            self._selections.append(selection)
            self._tracked = tuple(
                TrackedObject.select(detection, detections) for detection in selection.objects
            )
            self._prior = np.zeros((1, 2, scene.objectness.shape[-1]), np.float32)
            self._cells = [-1, -1]
        else:
            self._tracked = tuple(
                tracked.updated(detections, tracked.detection.position if role else goal.target)
                for role, tracked in enumerate(self._tracked)
            )
        for role, tracked in enumerate(self._tracked):
            # The prior of a hidden object remains, and that of an object at rest.
            if tracked.detection.cell != self._cells[role]:
                self._cells[role] = tracked.detection.cell
                self._prior[0, role] = object_cells(scene, tracked.detection, grid)
        return self._prior

    def restarted(self) -> 'MeaningAssessor':
        """Return an assessor of the same meaning without observations."""
        return MeaningAssessor(self._meaning, self._task)

    @property
    def objects(self) -> tuple[Detection, ...]:
        """Target, and destination of a place task, in the newest image; empty if unresolved."""
        return self._selections[-1].objects if self._selections else ()

    def assess(
        self, grounding: Grounding[Float32Array], settings: ControllerSettings
    ) -> Assessment:
        """Add the grounding of the newest observation, and assess the command."""
        self._selections[-1] = replace(
            self._selections[-1],
            estimate=self._locate(grounding),
            shares=tuple(self._attention_shares(grounding)),
        )
        if (assessment := self.judge(settings)) is not None:
            return assessment
        agreeing = self._agreeing()
        window_s = _window_s(settings)
        recent = [s for s in agreeing if agreeing[-1].stamp_s - s.stamp_s <= window_s]
        assessment = self._start(recent, settings.min_confidence)
        if assessment.goal is None and not _is_as_long_as(agreeing, window_s):
            self._is_doubtful = True
            return Assessment(self._task)
        return assessment

    def judge(self, settings: ControllerSettings) -> Assessment | None:
        """Return a refusal or an undecided assessment; None if successive images agree."""
        min_observations = settings.min_observations_before_motion
        agreeing, newest = self._agreeing(), self._selections[-1]
        is_resolved = isinstance(newest.goal, SelectedGoal)
        all_agree = len(agreeing) == len(self._selections)
        may_be_quick = is_resolved and all_agree and not self._is_doubtful
        agree = len(agreeing) >= min_observations and (
            may_be_quick or _is_as_long_as(agreeing, _window_s(settings))
        )
        longest_s = OBSERVATION_PERIOD_S * (max(MAX_OBSERVATIONS, min_observations) - 1)
        if not agree and not _is_as_long_as(self._selections, longest_s):
            return Assessment(self._task)
        if isinstance(newest.goal, UnresolvedGoal):
            text = unresolved_message(newest.goal, newest.detections)
            candidates = tuple(newest.detections[i] for i in newest.goal.candidates)
            return self._refusal(newest.goal.verdict, text, newest.goal.role, candidates)
        if not agree:
            return self._refusal(Verdict.AMBIGUOUS, unstable_message(self._meaning))
        return None

    def _agreeing(self) -> list[_Selection]:
        """Return the newest selections that agree with the newest one, in their order."""
        newest = self._selections[-1]
        agreeing = list(takewhile(newest.agrees, reversed(self._selections)))
        return agreeing[::-1]

    def estimate(self, grounding: Grounding[Float32Array]) -> GoalEstimate:
        """Return the goal from an observation during the motion; infinite spread if wrong."""
        goal = self._locate(grounding)
        spread_m = list(goal.spread_m)
        for role, tracked in enumerate(self._tracked):
            if tracked.detection.distance_m(_position(goal, role)) > MAX_TRACKING_M:
                spread_m[role] = np.inf
        return self._destination.locate(replace(goal, spread_m=(spread_m[0], spread_m[1])))

    def _locate(self, grounding: Grounding[Float32Array]) -> GoalEstimate:
        """Return the goal that the network finds; its destination is the landmark, if any."""
        goal = goal_from_grounding(grounding)
        if len(self._tracked) < len(GoalRole):
            return goal
        return replace(goal, destination=to_double(grounding.location.position[0, 1]))

    def _start(self, recent: Sequence[_Selection], min_confidence: float) -> Assessment:
        """Return that the command may start, unless attention or destination forbid it."""
        goal = median_goal([s.estimate for s in recent if s.estimate is not None])
        objects, detections, held = recent[-1].objects, recent[-1].detections, recent[-1].held
        shares = np.mean([s.shares for s in recent], axis=0).tolist()
        is_held = held is not None and objects[0] is detections[-1]
        if is_held:
            # Its position is measured: that of the gripper.
            goal, shares[0] = replace(goal, target=np.array(objects[0].position)), 1.0
        for role, (selected, share) in enumerate(zip(objects, shares, strict=True)):
            found = _position(goal, role)
            if selected.distance_m(found) > _MAX_DISAGREEMENT_M or share < min_confidence:
                other = nearest_detection(detections, found, _MAX_DISAGREEMENT_M)
                text = attention_message(selected, other, detections)
                candidates = (selected, other) if other not in (None, selected) else ()
                return self._refusal(Verdict.AMBIGUOUS, text, list(GoalRole)[role], candidates)
        try:
            self._destination = plan_destination(
                self._meaning, goal.destination, objects, detections
            )
        except DestinationBlockedError as error:
            text = blocked_message(error, detections)
            refusal = self._refusal(Verdict.DESTINATION_NOT_FOUND, text)
            return replace(refusal, reason=error.reason)
        start = Assessment(
            self._task,
            True,
            Verdict.OK,
            min(shares),
            self._destination.locate(goal),
            names=(objects[0].name, self._destination.name),
            surface_m=self._destination.surface_m,
        )
        if held is None:
            return start
        if is_held and self._task in _PHASE_WITH_TARGET_HELD:
            return replace(start, phase=_PHASE_WITH_TARGET_HELD[self._task])
        held.require_free_table(detections[:-1])
        return replace(
            start,
            task=TaskKind.PLACE,
            goal=GoalEstimate(held.position, held.position, 0.0),
            names=(held.name, ''),
            phase=Phase.LOWER,
            puts_down=True,
            surface_m=TABLE_SURFACE_M,
        )

    def _attention_shares(self, grounding: Grounding[Float32Array]) -> list[float]:
        """Return the share of the attention that is on each of the selected objects."""
        share = softmax(grounding.location.logits[0])  # (2, N)
        on_object: list[float] = (share * (self._prior[0] > 0)).sum(-1).tolist()
        return on_object[: len(self._tracked)]

    def _refusal(
        self,
        verdict: Verdict,
        text: str,
        role: GoalRole | None = None,
        candidates: tuple[Detection, ...] = (),
    ) -> Assessment:
        """Return a refusal, which asks about the object in a role if there are candidates."""
        return Assessment(
            self._task,
            True,
            verdict,
            explanation=text,
            candidates=candidates,
            asked_about=role if candidates else None,
        )


def _window_s(settings: ControllerSettings) -> float:
    """Return the time over which images must agree for a refusal."""
    return OBSERVATION_PERIOD_S * (settings.min_observations_before_motion - 1)


def _is_as_long_as(selections: Sequence[_Selection], duration_s: float) -> bool:
    return selections[-1].stamp_s - selections[0].stamp_s >= duration_s - _JITTER_S


def _position(goal: GoalEstimate, role: int) -> FloatArray:
    return goal.destination if role else goal.target
