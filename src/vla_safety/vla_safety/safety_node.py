# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Node that alone moves the robot: checks chunks, plays them back, holds and stops."""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
import dataclasses
import threading
import time
from typing import Any

from vla_common.clock import TimePoint
from vla_common.health import Health
from vla_common.node import VlaNode
from vla_common.rate import SteadyRate
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.auditor import Auditor
from vla_safety.gate.safety_gate import Gate
from vla_safety.ros import conversions
from vla_safety.ros.publishers import SafetyPublishers
from vla_safety.ros.realtime import set_realtime_priority
from vla_safety.ros.settings import declare_gate
from vla_safety.ros.settings import NodeSettings
from vla_safety.ros.settings import open_audit_log
from vla_safety.ros.subscriptions import SafetySubscriptions
from vla_safety.types.limits import Limits


class SafetyNode(VlaNode):
    """
    Give chunks to the gate and the gate's poses to the robot.

    Parameters
    ----------
    is_alone
        Whether nothing else runs in this process, so that callbacks may have a priority too.
    kwargs
        Of the base class.

    """

    def __init__(self, *, is_alone: bool = False, **kwargs: Any) -> None:
        super().__init__('safety_node', **kwargs)
        self._is_alone = is_alone
        # Callbacks and the control loop, which has a thread of its own: a callback that takes
        # long, of this node or of another one in the process, must not stop the watchdog.
        self._lock = threading.Lock()
        self._stop_causes: dict[str, str] = {}
        self._auditor: Auditor | None = None
        self._log: AuditLog | None = None

    def configure(self) -> None:
        """Make the gate and the topics."""
        self._settings = declare_settings(self, NodeSettings)
        self._limits = declare_settings(self, Limits)
        self._gate = declare_gate(self, self._limits, self._settings.period_s)
        # A stop stays latched when the node is configured anew.
        for cause, message in self._stop_causes.items():
            self._gate.stop(cause, message)
        self._auditor, self._log = open_audit_log(self)
        if self._auditor is not None:
            limits = dataclasses.asdict(self._limits)
            self._auditor.record_start(dry_run=self._gate.dry_run, limits=limits)
        self._safety_publishers = SafetyPublishers(self, self._settings, self._limits.frame_id)
        self._safety_subscriptions = SafetySubscriptions(
            self, self._guarded, self._now, self._auditor
        )

    def activate(self) -> None:
        """Start the control loop."""
        self._rate = SteadyRate(self._settings.period_s)
        self._ranked = False
        # The loop waits while a callback holds the interpreter, so that must not be held up.
        if self._is_alone:
            self._rank()
        self._still = threading.Event()
        self._safety_publishers.forget()
        self.start_worker('safety', self._step)

    def deactivate(self) -> None:
        """Brake within limits; the loop ends once the robot stands."""
        with self._guarded('deactivate') as gate:
            gate.end('deactivated', 'the safety node was deactivated')
        self._still.clear()
        if not self._still.wait(self._limits.ramp_s + 1.0):
            self.get_logger().error('the robot was still moving when the safety node stopped')

    def cleanup(self) -> None:
        """Destroy the topics and end the audit log."""
        self._stop_causes = self._gate.stop_causes
        self._safety_subscriptions.close()
        self._safety_publishers.close()
        self._close_log()

    def destroy_node(self) -> None:
        """End the control loop, then the audit log."""
        self._stop_workers()
        self._close_log()
        super().destroy_node()

    def diagnose(self) -> Health:
        """Tell what the gate does."""
        with self._lock:
            late_s = self._rate.take_max_delay_s()
            health = conversions.to_health(self._gate, self._gate.ages(self._now()), late_s)
        return health if self._log is None else conversions.with_audit(health, self._log)

    def _step(self) -> None:
        if not self._ranked:
            self._ranked = True
            self._rank()
        self._rate.wait()
        with self._guarded('tick') as gate:
            if (target := gate.tick(self._now())) is None:
                self._still.set()
            else:
                self._safety_publishers.send(target)
        with self._guarded('status') as gate:
            self._safety_publishers.show(
                gate, self._now(), '' if self._log is None else self._log.problem
            )

    def _rank(self) -> None:
        """Let the calling thread run before ordinary ones, if that is wanted and allowed."""
        priority = self._settings.realtime_priority
        if priority and (problem := set_realtime_priority(priority)):
            self.get_logger().warning(
                f'no real-time priority ({problem}): beside other load ticks come late. Allow it'
                ' by RLIMIT_RTPRIO or CAP_SYS_NICE, or set realtime_priority to 0',
                once=True,
            )

    def _now(self) -> TimePoint:
        return TimePoint(time.monotonic(), self.get_clock().now().nanoseconds * 1e-9)

    @contextmanager
    def _guarded(self, what: str) -> Iterator[Gate]:
        """Hand out the gate, stop the robot on any error, and write down what was decided."""
        with self._lock:
            try:
                yield self._gate
                self._write_down()
            except Exception as error:  # noqa: BLE001
                if not self.context.ok():
                    return  # the process is on its way out
                fault = f'{what} failed: {type(error).__name__}: {error}'
                self._gate.stop('node_fault', f'{fault}. See the log, then call reset')
                self.get_logger().error(fault, throttle_duration_sec=1.0)

    def _write_down(self) -> None:
        events = self._gate.events.take()
        if events and self._auditor is not None:
            self._auditor.record_events(events)

    def _close_log(self) -> None:
        log, self._log, self._auditor = self._log, None, None
        if log is not None:
            log.close()


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    run_node(lambda: SafetyNode(is_alone=True), args)
