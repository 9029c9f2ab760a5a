# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""State machine of the gate: states, transitions, reasons and the latched stop."""

from enum import IntEnum

from vla_safety.gate.gate_events import GateEventRecorder
from vla_safety.gate.stop_latch import StopLatch
from vla_safety.monitors.watchdog import DegradationLevel


class GateState(IntEnum):
    """States of vla_interfaces/SafetyStatus."""

    IDLE = 0
    ACTIVE = 1
    HOLD = 2
    STOPPED = 3


#: Reason of a tick that brakes because the joints cannot follow the trajectory.
JOINT_PATH = 'joint_path'


class GateStateMachine:
    """
    State of the gate, its reason, and since when it lasts.

    Transitions: `start` IDLE to ACTIVE, `hold` ACTIVE to HOLD, `follow` HOLD to ACTIVE, `end`
    ACTIVE and HOLD to IDLE, `stop` every state to STOPPED, `reset` STOPPED to IDLE. Each change of
    state or reason is recorded as an event.
    """

    def __init__(self, events: GateEventRecorder, *, dry_run: bool) -> None:
        self._events = events
        self._dry_run = dry_run
        self._latch = StopLatch()
        self.state = GateState.IDLE
        self.level = DegradationLevel.FRESH
        #: Name of the cause of the state, and the same with rule, value and remedy.
        self.reason = ''
        self.message = ''
        #: Time of the steady clock at which motion started, or continued after a hold.
        self.active_since_s = 0.0
        self._hold_since_s = 0.0

    @property
    def is_running(self) -> bool:
        """Whether a command is being executed, be it in hold."""
        return self.state in (GateState.ACTIVE, GateState.HOLD)

    @property
    def stop_causes(self) -> dict[str, str]:
        """Message by cause of the latched stop; empty when no stop is latched."""
        return dict(self._latch.causes)

    def held_s(self, now_s: float) -> float:
        """Return the time in HOLD so far; 0 in other states."""
        return now_s - self._hold_since_s if self.state is GateState.HOLD else 0.0

    def stood_until_s(self, now_s: float) -> float:
        """Return the time until which the robot stood: the start of motion, or now."""
        return self.active_since_s if self.state is GateState.ACTIVE else now_s

    def start(self, since_s: float) -> None:
        """Enter ACTIVE for an accepted chunk. A hold stays: only the watchdog ends it."""
        if self.state is not GateState.HOLD:
            self.active_since_s = since_s
            self._enter(GateState.ACTIVE, '', '')

    def follow(self, level: DegradationLevel, now_s: float) -> None:
        """Set the degradation level while all inputs are in time; ends a hold."""
        if self.state is GateState.HOLD:
            self.active_since_s = now_s
            self._enter(GateState.ACTIVE, '', '')
        self.level = level

    def hold(self, reason: str, message: str, now_s: float) -> None:
        """Enter HOLD, or give it a new reason."""
        if self.state is not GateState.HOLD:
            self._hold_since_s = now_s
        self._enter(GateState.HOLD, reason, message, DegradationLevel.HOLD)

    def end(self, reason: str, message: str) -> None:
        """Enter IDLE, unless a stop is latched."""
        if self.state is not GateState.STOPPED:
            self._enter(GateState.IDLE, reason, message)

    def stop(self, cause: str, message: str) -> None:
        """Latch a stop. The reason is its first cause; later ones are kept too."""
        self._latch.trip(cause, message)
        self._enter(
            GateState.STOPPED, self._latch.cause, self._latch.message, DegradationLevel.STOP
        )

    def reset(self, message: str) -> None:
        """Clear the latched stop and enter IDLE."""
        self._latch.clear()
        self._enter(GateState.IDLE, '', message)

    def show_refusal(self, reason: str, message: str) -> None:
        """Give the reason of a refused chunk, unless that of a hold matters more."""
        if self.state is not GateState.HOLD:
            self.reason, self.message = reason, message

    def show_tick_refusal(self, message: str) -> None:
        """Give the reason why the joints cannot follow the trajectory, and record it once."""
        if self.reason != JOINT_PATH:
            self._events.record('tick_refused', reason=JOINT_PATH, message=message)
        self.show_refusal(JOINT_PATH, message)

    def _enter(
        self,
        state: GateState,
        reason: str,
        message: str,
        level: DegradationLevel = DegradationLevel.FRESH,
    ) -> None:
        if state is GateState.ACTIVE and self._dry_run:
            message = 'dry run: nothing is sent to the robot'
        if (state, reason) != (self.state, self.reason):
            self._events.record(
                'state', before=self.state.name, after=state.name, reason=reason, message=message
            )
        self.state, self.level, self.reason, self.message = state, level, reason, message
