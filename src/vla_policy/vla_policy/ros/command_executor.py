# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Execution of commands, one at a time."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from vla_common.clock import TimePoint
from vla_common.conversions import stamp_s
from vla_common.meaning_text import describe_command
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.end_effector_history import EndEffectorHistory
from vla_policy.control.held_object import HeldObject
from vla_policy.control.image_rate_limiter import ImageRateLimiter
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.scene_detection import detect_scene
from vla_policy.control.scene_detection import SceneDetections
from vla_policy.nn.loading import LoadedPolicy
from vla_policy.ros.observations import read_command
from vla_policy.ros.observations import read_observation
from vla_policy.ros.settings import PolicySettings
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.command_step import CommandStep

#: Least time between two warnings that differ by the age of an input.
_WARNING_PERIOD_S = 0.2


class CommandExecutor:
    """
    Execute commands one at a time: update the command state, and plan chunks with the controller.

    All methods must be called by one thread. Any thread may read `command`.

    Parameters
    ----------
    policy, settings
        Loaded model and parameters of the node.
    end_effector_history
        End-effector states, written by another thread.
    clock
        Returns the present time.
    on_status
        Called with every new command state.
    on_output
        Called with every policy output, before `on_status`.

    """

    def __init__(
        self,
        policy: LoadedPolicy,
        settings: PolicySettings,
        end_effector_history: EndEffectorHistory,
        *,
        clock: Callable[[], TimePoint],
        on_status: Callable[[CommandState], None],
        on_output: Callable[[PolicyOutput, CommandState, VisualFeatures], None],
    ) -> None:
        self._policy = policy
        self._history, self._clock = end_effector_history, clock
        self._on_status, self._on_output = on_status, on_output
        self._controller = PolicyController(policy.model, policy.config.step_duration_s)
        #: Features of the newest images, whether there is a command or not.
        self._kept: deque[VisualFeatures] = deque()
        self._is_new = False
        self._warning_rate = ImageRateLimiter(_WARNING_PERIOD_S)
        self.apply_settings(settings)
        #: State of the current command.
        self.command = CommandState()
        self._steps: tuple[CommandStep, ...] = ()

    def apply_settings(self, settings: PolicySettings) -> None:
        """Use new settings from the next step on, for the current command too."""
        self._settings = settings
        self._controller.settings = ControllerSettings(
            settings.min_observations_before_motion,
            settings.min_confidence,
            home_position_m=settings.home_position_m,
            min_plan_period_s=settings.min_plan_period_s,
            plan_period_s=settings.plan_period_s,
            max_camera_deviation=settings.max_camera_deviation,
        )
        self._kept = deque(self._kept, settings.min_observations_before_motion)

    def start(self, msg: CommandEmbedding) -> None:
        """Replace the current command by a new one, which `plan_with_kept_features` begins."""
        is_stop = msg.kind == CommandEmbedding.KIND_STOP
        if is_stop:
            self.end(ExecutionState.FAILED, 'stopped', 'a stop command was received')
        else:
            self.end(ExecutionState.FAILED, 'replaced', 'a newer command was received')
        command = CommandState(
            msg.command_id, msg.text, tuple(msg.tokens), meaning=describe_command(msg)
        )
        if is_stop:
            self._update(replace(command, message='stopped'))
            return
        command = command.started(self._clock().steady_s, 1 + len(msg.further_steps))
        try:
            steps = read_command(msg, self._age_s(msg), self._policy, self._settings)
            self._steps, (first, *further) = steps, steps
            self._controller.start(first.states, first.mask, first.meaning, further)
            self._is_new = True
        except RefusalError as error:
            command = command.ended(ExecutionState.REFUSED, error.reason, str(error))
        except ValueError as error:
            command = command.ended(ExecutionState.REFUSED, 'invalid_command', str(error))
        self._update(command)

    def end(self, state: ExecutionState, reason: str, message: str) -> None:
        """End the current command."""
        self._update(self.command.ended(state, reason, message))

    def cancel(self, command_id: str, reason: str, message: str) -> None:
        """Fail the current command if it has the given identifier."""
        if self.command.command_id == command_id:
            self.end(ExecutionState.FAILED, reason, message)

    def on_stop(self, message: str) -> None:
        """Fail the current command because of a latched stop."""
        self._update(self.command.stopped(self._clock().steady_s, message))

    def check_timeout(self) -> None:
        """Fail the current command if it has exceeded its time limit."""
        limit_s = self._settings.command_timeout_s
        self._update(self.command.with_timeout(self._clock().steady_s, limit_s))

    def plan_with_kept_features(self) -> None:
        """Plan for a command that was started, with the images from before it that are recent."""
        if not self._is_new:
            return
        self._is_new = False
        for features in tuple(self._kept):
            if self._age_s(features) <= self._settings.max_image_age_s:
                self._plan(features)

    def on_features(self, features: VisualFeatures) -> None:
        """Plan a new chunk if there is a command and a chunk is due."""
        self._kept.append(features)
        self._plan(features)

    def _plan(self, features: VisualFeatures) -> None:
        command, taken_s = self.command, stamp_s(features.header.stamp)
        if not command.is_open:
            return
        try:
            observation = read_observation(
                features, self._age_s(features), self._policy, self._settings
            )
            output = self._controller.step(observation, self._end_effector_at(taken_s))
        except RefusalError as error:
            command = command.ended(ExecutionState.REFUSED, error.reason, str(error))
        except ValueError as error:
            if command.warning and not self._warning_rate.is_due(taken_s):
                return
            command = command.with_warning(str(error))
        else:
            if output is None:
                return
            tokens = self._steps[output.step - 1].tokens
            command = replace(command, tokens=tokens).with_output(output, self._age_s(features))
            # Before publishing, so that the duration of publishing does not delay the chunk.
            self._controller.on_chunk_sent(self._clock().ros_s)
            self._on_output(output, command, features)
        self._update(command)

    def detect(self, features: VisualFeatures) -> SceneDetections | None:
        """Return the objects in an image; None if features or network output are not valid."""
        try:
            observation = read_observation(
                features, self._age_s(features), self._policy, self._settings
            )
            state = self._history.at(observation.stamp_s, self._settings.max_state_skew_s)
            held = HeldObject.of(self._controller.grasped, state) if state else None
            tool_m = state.position if state else self._settings.home_position_m
            return detect_scene(self._policy.model, observation, tool_m, held)
        except (RefusalError, ValueError):
            # Reported by `on_features` where it matters.
            return None

    def _end_effector_at(self, taken_s: float) -> EndEffectorState:
        max_skew_s = self._settings.max_state_skew_s
        state = self._history.at(taken_s, max_skew_s)
        if state is None:
            raise ValueError(self._history.problem(taken_s, max_skew_s))
        return state

    def _age_s(self, msg: CommandEmbedding | VisualFeatures) -> float:
        return self._clock().ros_s - stamp_s(msg.header.stamp)

    def _update(self, command: CommandState) -> None:
        if command is self.command:
            return
        self.command = command
        if not command.is_open:
            self._controller.stop()
        self._on_status(command)
