# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Carry out commands, one at a time."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from vla_common.conversions import stamp_s
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import Session
from vla_policy.control.command_state import State
from vla_policy.control.end_effector_history import HandHistory
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.plan_rate_limiter import Pace
from vla_policy.control.policy_controller import Controller
from vla_policy.control.policy_controller import ControllerSettings
from vla_policy.control.policy_controller import Decision
from vla_policy.nn.loading import LoadedPolicy
from vla_policy.ros.observations import read_sight
from vla_policy.ros.observations import read_words
from vla_policy.ros.settings import PolicySettings
from vla_policy.types.chunk import HandState


class Now(NamedTuple):
    """One instant on two clocks."""

    steady_s: float  # for durations
    ros_s: float  # for ages of stamps


class Executive:
    """
    Lead controller and session from command to command; one thread owns it.

    Parameters
    ----------
    policy, settings
        Model, and how to use it.
    hands
        Where the hand was; filled by another thread.
    clock
        Says what time it is.
    tell
        Hears of every change of the session.
    publish
        Hears of every decision, before `tell` does.

    """

    def __init__(
        self,
        policy: LoadedPolicy,
        settings: PolicySettings,
        hands: HandHistory,
        *,
        clock: Callable[[], Now],
        tell: Callable[[Session], None],
        publish: Callable[[Decision, Session, VisualFeatures], None],
    ) -> None:
        self._policy, self._settings, self._hands = policy, settings, hands
        self._clock, self._tell, self._publish = clock, tell, publish
        self._controller = Controller(
            policy.model,
            policy.config.step_duration_s,
            ControllerSettings(settings.looks_before_motion, settings.minimum_confidence),
        )
        self._pace = Pace(settings.plan_period_s)
        #: The newest state of affairs, for any thread to read.
        self.session = Session()

    def begin(self, msg: CommandEmbedding) -> None:
        """Take a new command in place of the running one."""
        is_stop = msg.kind == CommandEmbedding.KIND_STOP
        reason, message = (
            ('stopped', 'a stop was said') if is_stop else ('replaced', 'a newer command came')
        )
        self.end(State.FAILED, reason, message)
        session = Session(msg.command_id, msg.text, tuple(msg.tokens))
        if is_stop:
            self._go_on(replace(session, message='stopped'))
            return
        session = session.opened(self._clock().steady_s)
        try:
            words = read_words(msg, self._age_s(msg), self._policy, self._settings)
            self._controller.start(*words)
        except RefusalError as error:
            session = session.ended(State.REFUSED, error.reason, str(error))
        except ValueError as error:
            session = session.ended(State.REFUSED, 'invalid_command', str(error))
        self._go_on(session)

    def end(self, state: State, reason: str, message: str) -> None:
        """End the running command."""
        self._go_on(self.session.ended(state, reason, message))

    def drop(self, command_id: str, reason: str, message: str) -> None:
        """Fail the running command if it is the one meant."""
        if self.session.command_id == command_id:
            self.end(State.FAILED, reason, message)

    def stop(self, message: str) -> None:
        """Fail the running command because of a latched stop."""
        self._go_on(self.session.stopped(self._clock().steady_s, message))

    def watch(self) -> None:
        """Fail the running command when its time is over."""
        limit_s = self._settings.command_timeout_s
        self._go_on(self.session.at(self._clock().steady_s, limit_s))

    def look(self, features: VisualFeatures) -> None:
        """Plan anew if there is a command and a plan is due."""
        session, taken_s = self.session, stamp_s(features.header.stamp)
        if not (session.is_open and self._pace.takes(taken_s)):
            return
        try:
            sight = read_sight(features, self._age_s(features), self._policy, self._settings)
            decision = self._controller.step(sight, self._hand(taken_s))
        except RefusalError as error:
            session = session.ended(State.REFUSED, error.reason, str(error))
        except ValueError as error:
            session = session.troubled(str(error))
        else:
            assert decision is not None
            session = session.after(decision, self._age_s(features))
            # Before publishing: time that passes in there, or after it, is not the chunk's.
            self._controller.sent(self._clock().ros_s)
            self._publish(decision, session, features)
        self._go_on(session)

    def _hand(self, taken_s: float) -> HandState:
        skew_s = self._settings.maximum_state_skew_s
        hand = self._hands.at(taken_s, skew_s)
        if hand is None:
            raise ValueError(
                self._hands.trouble
                or (
                    f'robot_state must come within {skew_s:g} s of the image; there is none. '
                    "Check the robot's driver"
                )
            )
        return hand

    def _age_s(self, msg: CommandEmbedding | VisualFeatures) -> float:
        return self._clock().ros_s - stamp_s(msg.header.stamp)

    def _go_on(self, session: Session) -> None:
        if session is self.session:
            return
        self.session = session
        if not session.is_open:
            self._controller.stop()
        self._tell(session)
