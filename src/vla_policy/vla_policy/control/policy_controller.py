# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Closed-loop controller: one command, one chunk per observation."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from vla_common.arrays import FloatArray
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import Detection
from vla_policy.control.detections import find_candidates
from vla_policy.control.detections import nearest_detection
from vla_policy.control.observation_validation import validate_grounding
from vla_policy.control.observation_validation import validate_prediction
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.task_state import GoalEstimate
from vla_policy.control.task_state import GoalFilter
from vla_policy.control.task_state import PhaseTracker
from vla_policy.control.task_state import PlayedChunk
from vla_policy.control.tensor_conversions import attention_from_grounding
from vla_policy.control.tensor_conversions import goal_from_grounding
from vla_policy.control.tensor_conversions import median_goal
from vla_policy.control.tensor_conversions import to_decoder_input
from vla_policy.control.tensor_conversions import to_numpy
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import LanguageContext
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.observation import Observation
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import progress
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

# A detection further from the goal than this is another object.
_MAX_NAME_DISTANCE_M = 0.05


@dataclass(frozen=True)
class ControllerSettings:
    """Thresholds for starting and finishing a command."""

    min_observations_before_motion: int = 3
    min_confidence: float = 0.5
    termination_threshold: float = 0.5


class PolicyController:
    """
    Run the policy for one command at a time; not thread-safe.

    Before the first motion, the verdict is averaged over several observations.
    """

    def __init__(
        self, model: VlaPolicy, step_duration_s: float, settings: ControllerSettings | None = None
    ) -> None:
        self._model = model.eval()
        self._step_duration_s = step_duration_s
        #: Thresholds; they may be replaced between two calls.
        self.settings = settings or ControllerSettings()
        self._language: LanguageContext | None = None
        self._reset()

    @torch.inference_mode()
    def start(self, states: Tensor, mask: Tensor) -> None:
        """Start a command, given its token states (L, text_dim) and mask (L,)."""
        self._language = self._model.encode_command(states[None], mask[None])
        self._reset()

    def stop(self) -> None:
        """Discard the command."""
        self._language = None
        self._reset()

    @torch.inference_mode()
    def step(self, observation: Observation, state: EndEffectorState) -> PolicyOutput | None:
        """
        Plan from one observation; None if there is no command.

        Parameters
        ----------
        observation
            Features of the newest image.
        state
            End-effector state at about the stamp of the image.

        Raises
        ------
        ValueError
            If the end-effector state is not finite.
        RefusalError
            If an output of the network is not finite.

        """
        if self._language is None:
            return None
        if not np.isfinite([*state.position, state.yaw_rad, state.gripper]).all():
            raise ValueError(f'the robot state must be finite; got {state}. Check robot_state')
        grounding = self._model.ground_in_image(
            observation.tokens[None], observation.feature_map[None], self._language, weights=True
        )
        validate_grounding(grounding)
        attention = attention_from_grounding(grounding, observation.feature_map.shape[-2:])
        if self._task is None:
            output = self._assess_command(grounding, attention)
            if output is not None:
                return output
        else:
            self._update(grounding, observation.stamp_s)
        return self._plan(attention, observation.stamp_s, state)

    def on_chunk_sent(self, now_s: float) -> None:
        """Record when the newest chunk was sent: the one before was executed until then."""
        if self._played:
            chunk, _, start_s = self._played[-1]
            start_s = now_s if len(self._played) == 1 else start_s
            self._played[-1] = PlayedChunk(chunk, now_s, start_s)

    def _reset(self) -> None:
        self._verdicts: list[FloatArray] = []
        self._tasks: list[FloatArray] = []
        self._goals: list[GoalEstimate] = []
        self._task: TaskKind | None = None
        self._filter: GoalFilter | None = None
        self._tracker = PhaseTracker()
        self._played: list[PlayedChunk] = []
        self._observed_s = 0.0
        self._confidence = 0.0
        self._names = ('', '')

    def _assess_command(self, g: Grounding, attention: AttentionMaps) -> PolicyOutput | None:
        """Return an output without a chunk, or None if the motion may start."""
        self._verdicts.append(to_numpy(g.verdict[0].softmax(-1)))
        self._tasks.append(to_numpy(g.task[0].softmax(-1)))
        self._goals.append(goal_from_grounding(g))
        verdicts, tasks = np.mean(self._verdicts, 0), np.mean(self._tasks, 0)
        verdict, task = Verdict(int(verdicts.argmax())), TaskKind(int(tasks.argmax()))
        confidence = float(verdicts[verdict] * (tasks[task] if verdict == Verdict.OK else 1.0))
        if verdict == Verdict.OK and confidence < self.settings.min_confidence:
            verdict = Verdict.NOT_UNDERSTOOD
        self._confidence = confidence
        rows = len(attention.target)
        undecided = len(self._verdicts) < self.settings.min_observations_before_motion
        if undecided or verdict != Verdict.OK:
            verdict = Verdict.OK if undecided else verdict
            detections = () if verdict == Verdict.OK else detect_objects(g.dense, rows)
            ambiguous = verdict == Verdict.AMBIGUOUS
            return PolicyOutput(
                verdict=verdict,
                confidence=confidence,
                task=task,
                phase=Phase.APPROACH,
                progress=0.0,
                finished=False,
                chunk=None,
                attention=attention,
                detections=detections,
                candidates=find_candidates(detections, g.matches) if ambiguous else (),
            )
        self._task = task
        self._filter = GoalFilter(median_goal(self._goals))
        self._names = _goal_names(detect_objects(g.dense, rows), task, self._filter.goal)
        return None

    def _update(self, g: Grounding, stamp_s: float) -> None:
        """Bring phase and goal up to `stamp_s`, along the chunks that were executed."""
        assert self._task is not None and self._filter is not None
        ends_s = [played.since_s for played in self._played[1:]] + [stamp_s]
        for played, end_s in zip(self._played, ends_s, strict=True):
            played = played._replace(since_s=max(played.since_s, self._observed_s))
            self._tracker = self._tracker.advanced(played, min(end_s, stamp_s))
        self._played = self._played[-2:]
        self._tracker = self._tracker.recover_if_stuck()
        goal = goal_from_grounding(g)
        self._filter = self._filter.update(goal, self._task, self._tracker.phase)

    def _plan(
        self, attention: AttentionMaps, stamp_s: float, state: EndEffectorState
    ) -> PolicyOutput:
        assert self._task is not None and self._filter is not None
        task, phase, goal = self._task, self._tracker.phase, self._filter.goal
        # An error of the target estimate repeats itself, so each new attempt is offset.
        offset = replace(goal, target=goal.target + self._tracker.search_offset_m)
        prediction = self._model.decode_actions(
            to_decoder_input(state, self._tracker, task, offset)
        )
        validate_prediction(prediction)
        chunk = self._to_chunk(prediction, stamp_s, task, goal)
        finished = (
            phase == Phase.DONE
            and float(chunk.termination[0]) > self.settings.termination_threshold
        )
        self._observed_s = stamp_s
        if not finished:
            self._played.append(PlayedChunk(chunk, stamp_s, stamp_s))
        return PolicyOutput(
            verdict=Verdict.OK,
            confidence=self._confidence,
            task=task,
            phase=phase,
            progress=progress(task, phase),
            finished=finished,
            chunk=None if finished else chunk,
            attention=attention,
            names=self._names,
        )

    def _to_chunk(
        self, p: ChunkPrediction, stamp_s: float, task: TaskKind, goal: GoalEstimate
    ) -> PredictedChunk:
        return PredictedChunk(
            stamp_s=stamp_s,
            step_duration_s=self._step_duration_s,
            position=to_numpy(p.position[0]),
            quaternion=to_numpy(p.quaternion[0]),
            gripper=to_numpy(p.gripper[0].sigmoid()),
            termination=to_numpy(p.termination[0].sigmoid()),
            phases=p.phase[0].argmax(-1).numpy(),
            task=task,
            phase=self._tracker.phase,
            confidence=self._confidence,
            target=goal.target,
            destination=goal.destination if task in (TaskKind.PLACE, TaskKind.PUSH) else None,
        )


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
