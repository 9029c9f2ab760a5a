# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fuzz driver: applies random events to a gate and checks every tick with the limit oracle."""

from vla_safety.gate.gate_state_machine import GateState
from vla_safety.testing.fuzz_events import CHUNK_EVENT_COUNT
from vla_safety.testing.fuzz_events import EVENTS
from vla_safety.testing.fuzz_events import LIMITS
from vla_safety.testing.fuzz_events import make_fuzz_gate
from vla_safety.testing.fuzz_events import push_robot
from vla_safety.testing.fuzz_events import reset
from vla_safety.testing.fuzz_events import Rng
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.limit_oracle import LimitOracle
from vla_safety.testing.limit_oracle import LimitViolation

_TICKS_AFTER_PUSH = 30
# A robot that receives no command for so many ticks stands.
_PAUSE_TICKS = 5


class FuzzDriver:
    """Drive a gate by numbered events; raise LimitViolation for a command beyond a limit."""

    def __init__(self, *, clamping: bool, hold_timeout_s: float = 1.0) -> None:
        gate = make_fuzz_gate(clamping=clamping, hold_timeout_s=hold_timeout_s)
        self.harness = GateHarness(gate)
        self.chunks = self.ticks = self.ticks_in_motion = self.early_ticks = 0
        self._sent_none = True
        self._oracle = LimitOracle(LIMITS)
        self._stopped_ticks = 0
        self._ramp_ticks = round(LIMITS.ramp_s / self.harness.period_s) + 2
        self._last_s = self.harness.steady_s
        self.tick(1)

    def apply_event(self, number: int, rng: Rng) -> None:
        """Apply event `number` of EVENTS."""
        self.chunks += number < CHUNK_EVENT_COUNT
        event = EVENTS[number]
        may_be_early = self._sent_none and self.harness.gate.is_at_rest
        event(self.harness, rng)
        if may_be_early and not self.harness.gate.is_at_rest:
            # As in the node, a chunk that starts motion from rest does not wait for its tick.
            self.early_ticks += 1
            self.tick(1, rng.uniform(0.0, self.harness.period_s))
        if event is reset:
            self._stopped_ticks = 0
        if event is push_robot:
            # The gate may move the robot again only after it has received the new pose.
            self.tick(_TICKS_AFTER_PUSH)

    def tick(self, count: int, interval_s: float | None = None) -> None:
        """Run `count` control periods, or ticks `interval_s` apart, and check each command."""
        for _ in range(count):
            measured = self.harness.robot
            command = self.harness.tick(interval_s=interval_s)
            self._sent_none = command is None
            self.harness.commands.clear()
            pause_s = self.harness.steady_s - self._last_s
            self._last_s = self.harness.steady_s
            paused = pause_s > _PAUSE_TICKS * self.harness.period_s
            self._oracle.check(command, measured, paused=paused)
            is_still = self.harness.gate.is_still
            if command is None and not is_still:
                raise LimitViolation('the commanded pose moved, but nothing was sent')
            self.ticks += 1
            self.ticks_in_motion += not is_still
            stopped = self.harness.gate.state is GateState.STOPPED
            self._stopped_ticks = self._stopped_ticks + 1 if stopped else 0
            if self._stopped_ticks > self._ramp_ticks and command is not None:
                raise LimitViolation('a command was sent after a latched stop')
