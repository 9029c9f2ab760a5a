# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Closed-loop controller of one command: a chunk when goal or tool moved, or one is old."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.command_meaning import CommandMeaning
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.camera_check import CameraCheck
from vla_policy.control.detections import sees_objects
from vla_policy.control.end_of_motion import end_failure
from vla_policy.control.held_object import HeldObject
from vla_policy.control.held_object import name_at_end
from vla_policy.control.network_conversions import attention_from_grounding
from vla_policy.control.network_conversions import positions_from_prediction
from vla_policy.control.network_conversions import to_decoder_input
from vla_policy.control.network_conversions import to_double
from vla_policy.control.observation_validation import validate_grounding
from vla_policy.control.observation_validation import validate_prediction
from vla_policy.control.observation_validation import validate_scene
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.probabilities import sigmoid
from vla_policy.control.replanning import PlannedChunk
from vla_policy.control.step_sequence import StepSequence
from vla_policy.control.task_state import GoalEstimate
from vla_policy.control.task_state import GoalFilter
from vla_policy.control.task_state import PhaseTracker
from vla_policy.control.task_state import PlayedChunk
from vla_policy.control.task_state import PUT_DOWN_PHASES
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.command_step import CommandStep
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import Grounding
from vla_policy.types.network_types import PolicyNetworks
from vla_policy.types.observation import Observation
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import progress
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


class PolicyController:
    """
    Run the policy for one command at a time; not thread-safe.

    Before the first motion of each step, several observations must agree that it may start. During
    the motion each observation updates phase and goal, and a chunk is planned when it is due.
    """

    def __init__(
        self,
        model: PolicyNetworks,
        step_duration_s: float,
        settings: ControllerSettings | None = None,
    ) -> None:
        self._model = model
        self._step_duration_s = step_duration_s
        #: Thresholds; they may be replaced between two calls.
        self.settings = settings or ControllerSettings()
        self._steps: StepSequence | None = None
        #: Object that a command grasped and did not release; empty for none.
        self._grasped = ''
        self._reset()

    def start(
        self,
        states: Float32Array,
        mask: BoolArray,
        meaning: CommandMeaning,
        further: Sequence[CommandStep] = (),
    ) -> None:
        """
        Start a command.

        Parameters
        ----------
        states, mask, meaning, further
            The first step, see `CommandStep`, and the steps to be done after it.

        Raises
        ------
        RefusalError
            If the policy cannot execute a step.

        """
        self.stop()
        steps = (CommandStep(states, mask, meaning), *further)
        self._steps = StepSequence(self._model, steps, self._step_duration_s)

    def stop(self) -> None:
        """Discard the command; an object that it grasped and did not release is remembered."""
        self._remember_grasped()
        self._steps = None
        self._reset()

    def step(self, observation: Observation, state: EndEffectorState) -> PolicyOutput | None:
        """
        Plan from one observation; None if there is no command, or no new chunk is due.

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
            If an output of the network is not finite, or the camera was moved.

        """
        if self._steps is None:
            return None
        if not np.isfinite([*state.position, state.yaw_rad, state.gripper]).all():
            raise ValueError(f'the robot state must be finite; got {state}. Check robot_state')
        if output := self._steps.return_output(observation.stamp_s, state):
            is_due = self._is_due(observation.stamp_s, state)
            return self._record_plan(output, state) if is_due else None
        held = HeldObject.of(self._grasped, state) if self._task is None else None
        grounding = self._ground(observation, state, self._steps, held)
        if self._task is not None:
            self._update(grounding, observation.stamp_s, self._steps)
            if not self._is_due(observation.stamp_s, state):
                return None
        attention = attention_from_grounding(grounding, observation.grid)
        if self._task is None and (
            output := self._assess_command(grounding, attention, self._steps)
        ):
            return self._look_again(output, observation.stamp_s, state, held) or output
        output = self._plan(attention, observation.stamp_s, state)
        if output.failure:
            return output
        if self._puts_down and output.chunk is None:
            self._grasped = ''
            self._reset()
            self._steps.assess_again()
            return output
        if not output.finished or not self._steps.advance(output, self.settings.home_position_m):
            return output
        self._remember_grasped()
        self._reset()
        return self.step(observation, state)

    def on_chunk_sent(self, now_s: float) -> None:
        """Record when the newest chunk was sent: the one before was executed until then."""
        if self._played:
            chunk, _, start_s = self._played[-1]
            start_s = now_s if len(self._played) == 1 else start_s
            self._played[-1] = PlayedChunk(chunk, now_s, start_s)

    @property
    def grasped(self) -> str:
        """Object that the gripper holds if it is closed around one; empty for none."""
        if self._task is None:
            return self._grasped
        return name_at_end(self._task, self._tracker.phase, self._names[0])

    def _remember_grasped(self) -> None:
        self._grasped = self.grasped

    def _reset(self) -> None:
        self._planned: PlannedChunk | None = None
        self._camera_check = CameraCheck()
        self._task: TaskKind | None = None
        self._filter: GoalFilter | None = None
        self._tracker = PhaseTracker()
        self._played: list[PlayedChunk] = []
        self._observed_s = 0.0
        self._confidence = 0.0
        self._names, self._surface_m = ('', ''), 0.0
        self._puts_down = False

    def _is_due(self, stamp_s: float, state: EndEffectorState) -> bool:
        """Return whether a chunk is due for the image of `stamp_s`, of a motion that goes on."""
        goal = None if self._filter is None else self._filter.goal
        return self._planned is None or self._planned.is_outdated(
            stamp_s,
            state,
            goal,
            min_period_s=self.settings.min_plan_period_s,
            max_period_s=self.settings.plan_period_s,
        )

    def _record_plan(self, output: PolicyOutput, state: EndEffectorState) -> PolicyOutput:
        """Record what a chunk was planned for, and return the output."""
        if output.chunk is not None:
            path = np.concatenate((state.position[None], output.chunk.position))
            goal = None if self._filter is None else self._filter.goal
            self._planned = PlannedChunk(output.chunk.stamp_s, path, goal)
        return output

    def _ground(
        self,
        observation: Observation,
        state: EndEffectorState,
        steps: StepSequence,
        held: HeldObject | None,
    ) -> Grounding[Float32Array]:
        tokens, feature_map = observation.tokens[None], observation.feature_map[None]
        scene = self._model.predict_scene(tokens, feature_map, observation.view(state.position))
        validate_scene(scene)
        # An image without any object, as of a covered camera, tells nothing about its pose.
        if sees_objects(scene):
            self._camera_check.observe(
                scene.camera_error[0], scene.camera_deviation[0], np.array(observation.camera_m)
            )
        self._camera_check.require_unmoved(self.settings.max_camera_deviation)
        goal = None if self._filter is None else self._filter.goal
        if goal is None:
            steps.observe(scene, observation.grid, held, stamp_s=observation.stamp_s)
        grounding = self._model.ground_in_image(
            tokens,
            feature_map,
            steps.language,
            scene,
            steps.assessor.observe(
                scene, observation.grid, goal, held, stamp_s=observation.stamp_s
            ),
        )
        validate_grounding(grounding)
        return grounding

    def _assess_command(
        self, g: Grounding[Float32Array], attention: AttentionMaps, steps: StepSequence
    ) -> PolicyOutput | None:
        """Return an output without a chunk, or None if the motion may start."""
        assessment = steps.assessor.assess(g, self.settings)
        if assessment.goal is not None:
            assessment = steps.assess_further(self.settings) or assessment
        if assessment.goal is None:
            return PolicyOutput(
                verdict=assessment.verdict,
                confidence=assessment.confidence,
                task=assessment.task,
                phase=Phase.APPROACH,
                progress=(steps.number - 1) / steps.count,
                finished=False,
                chunk=None,
                attention=attention,
                explanation=assessment.explanation,
                candidates=assessment.candidates,
                asked_about=assessment.asked_about,
                reason=assessment.reason,
                step=steps.number,
                step_count=steps.count,
            )
        self._task, self._confidence = assessment.task, assessment.confidence
        self._filter, self._tracker = GoalFilter(assessment.goal), PhaseTracker(assessment.phase)
        self._names, self._surface_m = assessment.names, assessment.surface_m
        self._puts_down = assessment.puts_down
        return None

    def _look_again(
        self,
        output: PolicyOutput,
        stamp_s: float,
        state: EndEffectorState,
        held: HeldObject | None,
    ) -> PolicyOutput | None:
        """Return the first chunk of a motion home if the arm may hide what is missing."""
        assert self._steps is not None
        home_m, is_holding = self.settings.home_position_m, held is not None
        if output.verdict == Verdict.OK or not self._steps.return_home(
            output, home_m, is_holding=is_holding
        ):
            return None
        self._steps.assess_again()
        first = self._steps.return_output(stamp_s, state)
        return first and self._record_plan(first, state)

    def _update(self, g: Grounding[Float32Array], stamp_s: float, steps: StepSequence) -> None:
        """Bring phase and goal up to `stamp_s`, along the chunks that were executed."""
        assert self._task is not None and self._filter is not None
        ends_s = [played.since_s for played in self._played[1:]] + [stamp_s]
        for played, end_s in zip(self._played, ends_s, strict=True):
            played = played._replace(since_s=max(played.since_s, self._observed_s))
            self._tracker = self._tracker.advanced(played, min(end_s, stamp_s))
        self._played = self._played[-2:]
        self._tracker = self._tracker.recover_if_stuck()
        goal = steps.assessor.estimate(g)
        elapsed_s = stamp_s - self._observed_s
        self._filter = self._filter.update(goal, self._task, self._tracker.phase, elapsed_s)
        self._observed_s = stamp_s

    def _plan(
        self, attention: AttentionMaps, stamp_s: float, state: EndEffectorState
    ) -> PolicyOutput:
        assert self._steps is not None and self._task is not None and self._filter is not None
        task, phase, goal = self._task, self._tracker.phase, self._filter.goal
        number, count = self._steps.number, self._steps.count
        # An error of the target estimate repeats itself, so each new attempt is offset.
        offset = replace(goal, target=goal.target + self._tracker.search_offset_m)
        surface_m = self._surface_m if phase in PUT_DOWN_PHASES else 0.0
        prediction = self._model.decode_actions(
            to_decoder_input(state, self._tracker, task, offset, surface_m)
        )
        validate_prediction(prediction)
        chunk = self._to_chunk(prediction, stamp_s, task, goal, surface_m)
        finished = (
            phase == Phase.DONE
            and float(chunk.termination[0]) > self.settings.termination_threshold
        )
        failure = end_failure(task, goal, state, self._names) if finished else ''
        self._observed_s = stamp_s
        if not finished:
            self._played.append(PlayedChunk(chunk, stamp_s, stamp_s))
        output = PolicyOutput(
            verdict=Verdict.OK,
            confidence=self._confidence,
            task=task,
            phase=phase,
            progress=(number - 1 + (0.0 if self._puts_down else progress(task, phase))) / count,
            finished=finished and not (self._puts_down and not failure),
            chunk=None if finished else chunk,
            attention=attention,
            names=self._names,
            explanation=f'putting down the {self._names[0]} first' if self._puts_down else '',
            failure=failure,
            step=number,
            step_count=count,
        )
        return self._record_plan(output, state)

    def _to_chunk(
        self,
        p: ChunkPrediction[Float32Array],
        stamp_s: float,
        task: TaskKind,
        goal: GoalEstimate,
        surface_m: float,
    ) -> PredictedChunk:
        return PredictedChunk(
            stamp_s=stamp_s,
            step_duration_s=self._step_duration_s,
            position=positions_from_prediction(p, surface_m),
            quaternion=to_double(p.quaternion[0]),
            gripper=to_double(sigmoid(p.gripper[0])),
            termination=to_double(sigmoid(p.termination[0])),
            phases=p.phase[0].argmax(-1),
            task=task,
            phase=self._tracker.phase,
            confidence=self._confidence,
            target=goal.target,
            destination=goal.destination if task in (TaskKind.PLACE, TaskKind.PUSH) else None,
        )
