# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The gate: every chunk, state, stop and tick goes through it."""

from dataclasses import replace
from enum import IntEnum
import math

from vla_safety.checks.check_context import Scene
from vla_safety.checks.chunk_inspection import inspect
from vla_safety.checks.chunk_inspection import Verdict
from vla_safety.checks.timing_checks import check_stamp
from vla_safety.checks.violation_policy import Reactions
from vla_safety.gate.approval import Oversight
from vla_safety.gate.gate_events import Decisions
from vla_safety.gate.gate_memory import Clocks
from vla_safety.gate.gate_memory import CommandMemory
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.gate_memory import RobotMemory
from vla_safety.gate.stop_latch import is_gone
from vla_safety.gate.stop_latch import Latch
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.input_monitors import Senses
from vla_safety.monitors.watchdog import Ages
from vla_safety.monitors.watchdog import judge
from vla_safety.monitors.watchdog import Rung
from vla_safety.monitors.watchdog import Timing
from vla_safety.playback.chunk_player import Player
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Instant
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target
from vla_safety.types.limits import Limits


class GateState(IntEnum):
    """States of vla_interfaces/SafetyStatus."""

    IDLE = 0
    ACTIVE = 1
    HOLD = 2
    STOPPED = 3


class Gate:
    """
    Turn chunks into motion, or say why not.

    All times come in as `Instant`; one thread calls it. `tick` returns None while nothing is to be
    sent: the robot keeps its last pose. In IDLE and STOPPED that is so from standstill on, in a
    dry run always; in HOLD the pose is sent on. Without `senses` motion depends on
    chunks and the robot's state only.
    """

    def __init__(
        self,
        *,
        limits: Limits,
        timing: Timing,
        reactions: Reactions,
        oversight: Oversight,
        senses: Senses | None = None,
        period_s: float = 0.02,
    ) -> None:
        self._limits = limits
        self._timing = timing
        self._reactions = reactions
        self._oversight = oversight
        #: What motion depends on beside chunks and the robot's state.
        self.senses = senses or Senses()
        self._period_s = period_s
        # Ramp and smoothing are each counted in whole ticks.
        self._max_ramp_s = limits.ramp_s + 2 * period_s
        timing.check_ramp(self._max_ramp_s)
        self._player = Player(limits, timing, period_s)
        self._playback = self._player.playback
        self._clocks = Clocks(timing, period_s)
        self._robot = RobotMemory(timing, limits.frame_id)
        self._commands = CommandMemory()
        self._latch = Latch()
        self.decisions = Decisions(dry_run=oversight.dry_run)
        self._last_command = ''
        self._last_order = (-1, -1)
        self._heard_s = -math.inf
        self._hold_since_s = 0.0
        self._active_since_s = 0.0
        self.state = GateState.IDLE
        self.rung = Rung.FRESH
        self.reason = ''
        self.message = ''
        self.accepted = 0
        self.refused = 0
        self.adjusted = 0
        #: The newest verdict that refused, and when on the steady clock.
        self.refusal: tuple[Verdict, float] | None = None

    # What comes in ----------------------------------------------------------------------------

    def on_state(self, sample: RobotSample, now: Instant) -> bool:
        """Note where the robot is; return False for a sample that cannot be used."""
        return self._robot.put(sample, now)

    def on_image(self, sample: ImageSample, now: Instant) -> bool:
        """Note what the camera shows; return False for an image that shows nothing."""
        return self.senses.see(sample, now)

    def on_language(self, now: Instant) -> None:
        """Note that the language side is alive."""
        self.senses.hear(now)

    def on_deadman(self, held: bool, now: Instant) -> None:
        """Note whether the deadman switch is held."""
        self.senses.feel(held, now)

    def on_chunk(self, chunk: Chunk, now: Instant) -> Verdict | None:
        """Judge a chunk and play it if it is allowed; None if its command is over or stopped."""
        outcome, verdict = self._decide(chunk, now)
        self.decisions.judged(outcome, chunk, now.ros_s - chunk.stamp_s, verdict)
        if verdict is not None and outcome == 'accepted':
            self._accept(verdict, now)
        return verdict

    def on_read(self, command_id: str, *, is_task: bool) -> None:
        """Note what the language side took a command for; only a task may move the robot."""
        self._commands.read(command_id, is_task=is_task)
        if not is_task and command_id and command_id == self.command_id:
            self.end('no_task', 'the language side took the command for no task')

    def on_policy(self, state: PolicyState, command_id: str) -> None:
        """Note what the policy does; stand still when it no longer executes the command."""
        self._commands.on_policy(state, command_id)
        if self.state is GateState.STOPPED:
            self._commands.end(command_id)
        elif self.is_running and self._commands.ends(state, command_id, self.command_id):
            self.end('', '')

    def stop(self, cause: str, message: str) -> tuple[bool, str]:
        """Brake now and stay so until `reset`; return success and message."""
        for command_id in (self.command_id, self._commands.policy_command, self._oversight.drop()):
            self._commands.end(command_id)
        self._latch.trip(cause, message)
        self.decisions.note('stop', cause=cause, message=message)
        self._player.drop()
        self._enter(GateState.STOPPED, self._latch.cause, self._latch.message, Rung.STOP)
        return True, 'stopping; call reset to go on'

    def reset(self, now: Instant) -> tuple[bool, str]:
        """Leave STOPPED if every cause is gone; return success and message."""
        success, message = self._try_reset(now)
        self.decisions.note('reset', success=success, message=message)
        return success, message

    def approve(self) -> tuple[bool, str]:
        """Let the command that waits for approval move the robot; return success and message."""
        success, message = self._oversight.approve()
        self.decisions.note('approve', success=success, message=message)
        return success, message

    def end(self, reason: str, message: str) -> None:
        """Drop the plan and go to IDLE: brake, then keep still. A latched stop stays."""
        self._player.drop()
        if self.state is not GateState.STOPPED:
            self._enter(GateState.IDLE, reason, message)

    def tick(self, now: Instant) -> Target | None:
        """Return the pose and opening to send to the robot in this period, or None."""
        jumped, paused = self._clocks.look(now)
        if paused:
            self._playback.rest()
        if jumped:
            self._player.drop()
            self._robot.forget()
            self.senses.forget()
            self._last_order = (-1, -1)
        if expired := self._oversight.expired(now.steady_s):
            self._commands.end(expired)
            self.end('approval_timeout', f'nobody approved command {expired} in time')
        was_still = self._playback.is_still
        self.senses.look(now, self._robot.sample, still=was_still)
        if self.is_running:
            self._judge(now)
        active = self.state is GateState.ACTIVE
        active_s = now.steady_s - self._active_since_s if active else None
        target = self._player.tick(now, active_s=active_s)
        if active and self._player.has_arrived(now):
            self.end('', 'the plan came to its end')
        # A plan may end in the tick in which its motion began; that motion is sent, and braked.
        if was_still and self._playback.is_still and not self.is_running:
            self.decisions.ended()
            return None
        self.decisions.ticked(target, self._playback.speed_m_s, self.latency_s)
        return None if self.dry_run else target

    # What others may know ---------------------------------------------------------------------

    @property
    def is_running(self) -> bool:
        """Whether a command is being carried out, if only in hold."""
        return self.state in (GateState.ACTIVE, GateState.HOLD)

    @property
    def command_id(self) -> str:
        """Name the command that is being carried out; empty when none."""
        return self._last_command if self.is_running else ''

    @property
    def is_still(self) -> bool:
        """Whether the commanded speed is 0."""
        return self._playback.is_still

    @property
    def latency_s(self) -> float:
        """Time from the image's stamp to the first motion of its chunk; -1 before any."""
        return self._player.latency_s

    @property
    def stop_causes(self) -> dict[str, str]:
        """Message by cause of the latched stop; empty when there is none."""
        return dict(self._latch.causes)

    @property
    def dry_run(self) -> bool:
        """Whether nothing is sent to the robot."""
        return self._oversight.dry_run

    def ages(self, now: Instant) -> Ages:
        """Return the ages of what the gate relies on."""
        plan, now_s = self._player.plan, now.steady_s
        ages = Ages(
            state_s=self._robot.age_s(now),
            view=self.senses.view(now),
            language_s=self.senses.language_s(now),
        )
        if plan is None:
            return ages
        return replace(ages, image_s=now_s - plan.stamp_s, chunk_s=now_s - plan.accepted_s)

    # Inside -----------------------------------------------------------------------------------

    def _enter(self, state: GateState, reason: str, message: str, rung: Rung = Rung.FRESH) -> None:
        if state is GateState.ACTIVE and self.dry_run:
            message = 'dry run: nothing is sent to the robot'
        if (state, reason) != (self.state, self.reason):
            self.decisions.note(
                'state', before=self.state.name, after=state.name, reason=reason, message=message
            )
        self.state, self.rung, self.reason, self.message = state, rung, reason, message

    def _decide(self, chunk: Chunk, now: Instant) -> tuple[str, Verdict | None]:
        """Return what becomes of a chunk, and the verdict if it was judged."""
        if self.state is GateState.STOPPED:
            # The command was given before the reset, so the reset must not start it.
            self._commands.end(chunk.command_id)
            if not check_stamp(chunk, self._scene(now)):
                self._heard_s = now.steady_s
            return 'stopped', None
        if self._commands.is_over(chunk.command_id):
            return 'over', None
        is_task = not self._commands.is_no_task(chunk.command_id)
        scene = replace(self._scene(now), is_task=is_task)
        verdict = inspect(chunk, scene, self._reactions)
        if not verdict.accepted:
            self._refuse(verdict, now)
            return 'refused', verdict
        if self._oversight.blocks(chunk, now.steady_s):
            self.end('approval_pending', f'call approve to start command {chunk.command_id}')
            return 'pending', verdict
        return 'accepted', verdict

    def _try_reset(self, now: Instant) -> tuple[bool, str]:
        if self.state is not GateState.STOPPED:
            return True, 'nothing to reset: no stop is latched'
        if not self._playback.is_still:
            return False, 'reset needs standstill; the robot is braking. Try again in a second'
        for cause, message in self._latch.causes.items():
            if not self._is_gone(cause, now):
                return False, f'reset needs the cause gone; it is still there: {message}'
        self._latch.clear()
        self._enter(GateState.IDLE, '', 'the stop was reset; give a new command')
        return True, self.message

    def _is_gone(self, cause: str, now: Instant) -> bool:
        heard = now.steady_s - self._heard_s < self._timing.max_chunk_age_s
        return is_gone(
            cause,
            self._timing,
            self._max_ramp_s,
            state_s=self._robot.age_s(now),
            view=self.senses.view(now),
            heard=heard or not self._commands.policy_executes,
            held=self.senses.holds_deadman(now),
            language_s=self.senses.language_s(now),
        )

    def _scene(self, now: Instant) -> Scene:
        start = self._start()
        return Scene(
            limits=self._limits,
            timing=self._timing,
            now=now,
            robot=self._robot.sample,
            robot_age_s=self._robot.age_s(now),
            start_allowed=start is None or self._player.may_start(start),
            stood_until_s=self._stood_until_s(now),
            last_stamp_ns=self._last_order[0],
            last_sequence=self._last_order[1],
            view=self.senses.view(now),
            language_age_s=self.senses.language_s(now),
            deadman_held=self.senses.holds_deadman(now),
        )

    def _start(self) -> RobotSample | None:
        """Return the measured pose if motion would start from it, not from the commanded one."""
        robot = self._robot.sample
        if robot is None or self.is_running:
            return None
        return robot if self._player.starts_anew(robot, self._robot.measured_s) else None

    def _stood_until_s(self, now: Instant) -> float:
        return self._active_since_s if self.state is GateState.ACTIVE else now.steady_s

    def _accept(self, verdict: Verdict, now: Instant) -> None:
        chunk = verdict.chunk
        self.accepted += 1
        self.adjusted += bool(verdict.adjustments)
        stood_until_s = self._stood_until_s(now)
        self.decisions.starts(chunk)
        self._player.load(chunk, now, start=self._start(), stood_until_s=stood_until_s)
        self._last_command = chunk.command_id
        self._last_order = (chunk.stamp_ns, chunk.sequence)
        self._commands.see(chunk.command_id)
        if self.state is not GateState.HOLD:  # out of which the watchdog leads
            self._active_since_s = stood_until_s
            self._enter(GateState.ACTIVE, '', '')

    def _refuse(self, verdict: Verdict, now: Instant) -> None:
        self.refused += 1
        self.refusal = (verdict, now.steady_s)
        if self.state is not GateState.HOLD:
            self.reason, self.message = verdict.refusals[0].check, verdict.refusals[0].message

    def _judge(self, now: Instant) -> None:
        if not self.senses.holds_deadman(now):
            self.stop('deadman', 'the deadman switch was let go; hold it, then call reset')
            return
        holding = self.state is GateState.HOLD
        ramp_s = self._max_ramp_s if holding else self._playback.ramp_s + self._period_s
        held_s = now.steady_s - self._hold_since_s if holding else 0.0
        rung, reason, message = judge(self.ages(now), self._timing, ramp_s, held_s)
        if self._player.plan is None:
            reason, message = 'clock_jump', 'the ROS clock jumped; a chunk of its time is needed'
        elif rung < Rung.HOLD and self._strays(0.5 if holding else 1.0):
            rung = Rung.STOP if held_s >= self._timing.hold_timeout_s else Rung.HOLD
            reason = 'tracking_error'
            message = (
                'the robot must stay within max_tracking_error_m'
                f' ({self._limits.max_tracking_error_m:g} m) of the commanded pose. Clear its way'
            )
        self.rung = rung
        if rung is Rung.STOP:
            self.stop(reason, f'{message}. Held for {held_s:.1f} s; call reset')
        elif rung is Rung.HOLD:
            self._hold_since_s = self._hold_since_s if holding else now.steady_s
            self._enter(GateState.HOLD, reason, message, rung)
        elif holding:
            self._active_since_s = now.steady_s
            self._enter(GateState.ACTIVE, '', '', rung)

    def _strays(self, share: float) -> bool:
        """Return whether the robot is off the commanded pose by `share` of the limit."""
        return not self.dry_run and self._player.strays(self._robot.sample, share)
