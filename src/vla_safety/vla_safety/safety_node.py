# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Safety node: the only publisher of motion. It checks chunks, plays them, holds and stops."""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
import dataclasses
import threading
import time
from typing import Any

from rclpy.clock import Clock
from rclpy.clock import ClockType
from vla_common.clock import TimePoint
from vla_common.health import Health
from vla_common.node import VlaNode
from vla_common.rate import SteadyRate
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.auditor import Auditor
from vla_safety.gate.execution_latency import ExecutionLatency
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.run_marker import RunMarker
from vla_safety.gate.safety_gate import Gate
from vla_safety.playback.tick_sleep import TickSleep
from vla_safety.ros import status_messages
from vla_safety.ros.publishers import SafetyPublishers
from vla_safety.ros.realtime import set_realtime_priority
from vla_safety.ros.settings import declare_gate
from vla_safety.ros.settings import NodeSettings
from vla_safety.ros.settings import open_audit_log
from vla_safety.ros.settings import open_run_marker
from vla_safety.ros.subscriptions import SafetySubscriptions
from vla_safety.types.limits import Limits

# Time beyond the longest braking after which deactivation no longer waits for standstill.
_STANDSTILL_TIMEOUT_S = 1.0
_MARKER_PERIOD_S = 0.5


class SafetyNode(VlaNode):
    """
    Pass messages to the gate, and the poses of the gate to the robot.

    The control loop runs in a thread of its own. A slow callback of this node, or of another node
    in the same process, must not delay the watchdog.

    Parameters
    ----------
    is_alone
        Whether no other node runs in this process, so that callbacks get a priority too.
    kwargs
        Arguments of the base class.

    """

    def __init__(self, *, is_alone: bool = False, **kwargs: Any) -> None:
        super().__init__('safety_node', **kwargs)
        self._is_alone = is_alone
        # Held by callbacks and by the control loop while they use the gate.
        self._lock = threading.Lock()
        self._stop_causes: dict[str, str] = {}
        self._auditor: Auditor | None = None
        self._log: AuditLog | None = None
        self._marker: RunMarker | None = None
        self._is_configured = False
        self._latency = ExecutionLatency()

    def configure(self) -> None:
        """Create gate, audit log, publishers and subscriptions."""
        self._settings = declare_settings(self, NodeSettings)
        self._limits = self.declare_dynamic(Limits, self._apply_limits, check=self._check_limits)
        marker = open_run_marker(self, self._settings)
        if self._stop_causes:
            # The file is of this process, whose causes are known.
            marker.restart_message = ''
        self._gate = declare_gate(self, self._limits, self._settings.period_s, marker)
        self._marker = marker
        self._is_configured = True
        # A stop stays latched when the node is configured again.
        for cause, message in self._stop_causes.items():
            self._gate.stop(cause, message)
        self._auditor, self._log = open_audit_log(self)
        if self._auditor is not None:
            limits = dataclasses.asdict(self._limits)
            self._auditor.record_start(dry_run=self._gate.dry_run, limits=limits)
        self._safety_publishers = SafetyPublishers(self, self._settings, self._limits.frame_id)
        self._safety_subscriptions = SafetySubscriptions(
            self, self._exclusive_gate, self._now, self._auditor, self._on_start
        )
        self._marker_timer = self.create_timer(
            _MARKER_PERIOD_S, self._update_marker, clock=Clock(clock_type=ClockType.STEADY_TIME)
        )

    def activate(self) -> None:
        """Start the control loop."""
        self._sleep = TickSleep(self._settings.period_s)
        self._rate = SteadyRate(self._settings.period_s, sleep=self._sleep)
        self._has_priority = False
        self._latency = ExecutionLatency()
        # A callback that holds the interpreter lock delays the loop, so it needs a priority too.
        if self._is_alone:
            self._set_priority()
        self._standstill = threading.Event()
        self._safety_publishers.clear_status()
        with self._exclusive_gate('activate') as gate:
            gate.activate(self._now())
        self.start_worker('safety', self._step)

    def deactivate(self) -> None:
        """Brake within limits; the loop ends once the robot stands."""
        with self._exclusive_gate('deactivate') as gate:
            gate.end('deactivated', 'the safety node was deactivated')
        self._standstill.clear()
        if not self._standstill.wait(self._limits.ramp_s + _STANDSTILL_TIMEOUT_S):
            self.get_logger().error('the robot still moved when the safety node was deactivated')
        self._clear_marker()

    def cleanup(self) -> None:
        """Destroy publishers and subscriptions, and close the audit log."""
        self._is_configured = False
        self.destroy_timer(self._marker_timer)
        self._clear_marker()
        self._stop_causes = self._gate.states.stop_causes
        self._safety_subscriptions.close()
        self._safety_publishers.close()
        self._close_log()

    def destroy_node(self) -> None:
        """End the control loop, then close the audit log."""
        self._stop_workers()
        self._clear_marker()
        self._close_log()
        super().destroy_node()

    def diagnose(self) -> Health:
        """Return the diagnostics of gate, control loop and audit log."""
        with self._lock:
            late_s = self._rate.take_max_delay_s()
            health = status_messages.to_health(self._gate, self._now(), late_s)
            if self._marker is not None:
                health = status_messages.with_marker_health(health, self._marker)
        if self._log is not None:
            health = status_messages.with_audit_health(health, self._log)
        return health.with_values(self._latency.values())

    def knows_command(self, command_id: str) -> bool:
        """Return whether the command was announced since the activation."""
        with self._lock:
            return self._gate.announcements.is_announced(command_id)

    def _step(self) -> None:
        if not self._has_priority:
            self._has_priority = True
            self._set_priority()
        self._rate.wait()
        with self._exclusive_gate('tick') as gate:
            if (target := gate.tick(self._now())) is None:
                self._standstill.set()
            else:
                self._safety_publishers.publish_target(target)
                self._sleep.record_sent()
        with self._exclusive_gate('status') as gate:
            problem = '' if self._log is None else self._log.problem
            now, clock = self._now(), self.clock_problem
            self._safety_publishers.publish_status(gate, now, problem, clock)

    def _on_start(self) -> None:
        """Tick at once: a robot at rest need not wait for the next tick."""
        self._sleep.start()

    def _check_limits(self, limits: Limits) -> None:
        """Raise ValueError unless the limits may be used now."""
        if not self._is_configured:
            return
        with self._lock:
            self._gate.inputs.check_limits(limits)
            state, is_still = self._gate.state, self._gate.is_still
        if state in (GateState.ACTIVE, GateState.HOLD) or not is_still:
            raise ValueError(
                'limits may be changed while no command is executed and the robot stands still;'
                f' the state is {state.name}. Wait for the end of the command, or call stop'
            )

    def _apply_limits(self, limits: Limits) -> None:
        self._limits = limits
        with self._exclusive_gate('limits') as gate:
            gate.use_limits(limits)
        if self._auditor is not None:
            self._auditor.record_limits(dataclasses.asdict(limits))

    def _update_marker(self) -> None:
        with self._exclusive_gate('marker') as gate:
            if self._marker is not None:
                is_idle = gate.state is GateState.IDLE and gate.is_still
                self._marker.update(is_idle=is_idle, now_s=time.monotonic())

    def _clear_marker(self) -> None:
        """Record that the run ended in IDLE, if it did."""
        with self._lock:
            if self._marker is not None:
                if self._gate.state is GateState.IDLE and self._gate.is_still:
                    self._marker.delete()

    def _set_priority(self) -> None:
        """Give the calling thread its real-time priority, if configured and permitted."""
        priority = self._settings.realtime_priority
        if priority and (problem := set_realtime_priority(priority)):
            self.get_logger().warning(
                f'no real-time priority ({problem}): other load delays the control loop. Permit it'
                ' with RLIMIT_RTPRIO or CAP_SYS_NICE, or set realtime_priority to 0',
                once=True,
            )

    def _now(self) -> TimePoint:
        return TimePoint(time.monotonic(), self.get_clock().now().nanoseconds * 1e-9)

    @contextmanager
    def _exclusive_gate(self, caller: str) -> Iterator[Gate]:
        """Lock the gate, record its events afterwards, and stop the robot on any error."""
        with self._lock:
            try:
                yield self._gate
                self._record_events()
            except Exception as error:  # noqa: BLE001
                if not self.context.ok():
                    return  # the process is shutting down
                fault = f'{caller} failed: {type(error).__name__}: {error}'
                self._gate.stop('node_fault', f'{fault}. See the log, then call reset')
                self.get_logger().error(fault, throttle_duration_sec=1.0)

    def _record_events(self) -> None:
        events = self._gate.events.take()
        self._latency.update(events)
        if events and self._auditor is not None:
            self._auditor.record_events(events)

    def _close_log(self) -> None:
        log, self._log, self._auditor = self._log, None, None
        if log is not None:
            log.close()


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(lambda: SafetyNode(is_alone=True), args)
