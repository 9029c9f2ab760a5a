# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One command to the running system, watched until its end."""

from collections.abc import Callable
import time
from typing import Final

import numpy as np
from sensor_msgs.msg import Image
from vla_bringup.client.witness import Witness
from vla_bringup.demo.progress import Progress
from vla_bringup.demo.recording import Pixels
from vla_bringup.demo.recording import Recording
from vla_bringup.demo.report import percentiles_ms
from vla_bringup.demo.report import Report
from vla_bringup.nodes import entries
from vla_common.health import Level
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus

_OUTCOMES: Final = {
    PolicyStatus.SUCCEEDED: 'succeeded',
    PolicyStatus.REFUSED: 'refused',
    PolicyStatus.FAILED: 'failed',
}
_STATES: Final = {
    PolicyStatus.IDLE: 'idle',
    PolicyStatus.WAITING: 'looking',
    PolicyStatus.EXECUTING: 'executing',
    **_OUTCOMES,
}
#: Things come to rest, and the referee looks only now and then.
_SETTLE_S: Final = 3.0
_STILL_AFTER_S: Final = 1.2
# Language, safety and simulator.
_LISTENERS: Final = 3


class NotReadyError(RuntimeError):
    """The system did not come up."""


def to_pixels(message: Image) -> Pixels:
    """Return the RGB image (height, width, 3) of an rgb8 message without row padding."""
    pixels = np.frombuffer(message.data, np.uint8)
    return pixels.reshape(message.height, message.width, 3)


class Trial:
    """
    Wait until the system is ready, say a command, watch, and judge.

    Parameters
    ----------
    witness
        Eyes and ears.
    problem
        Says what has gone wrong with the processes; empty as long as they run.
    show
        Hears of progress.

    """

    def __init__(
        self, witness: Witness, problem: Callable[[], str], show: Callable[[Progress], None]
    ) -> None:
        self._witness, self._problem, self._show = witness, problem, show
        self.recording = Recording()
        self.still: Pixels | None = None
        self._executing_s = 0.0

    def wait_until_ready(self, timeout_s: float) -> float:
        """
        Return how long it took until all nodes are active and images arrive.

        Raises
        ------
        NotReadyError
            If they are not in time: which one, and what it says.

        """
        began_s = time.monotonic()

        def settled() -> bool:
            waiting = self._waiting_for()
            state = f'starting, waiting for {waiting[0]}' if waiting else 'ready'
            self._show(Progress(state, elapsed_s=time.monotonic() - began_s))
            return bool(self._problem() or self._broken() or not waiting)

        in_time = self._witness.wait_for(settled, timeout_s)
        problem = self._problem() or self._broken()
        if problem or not in_time:
            waiting = ', '.join(self._waiting_for())
            raise NotReadyError(problem or f'after {timeout_s:g} s there is still no {waiting}')
        return time.monotonic() - began_s

    def run(self, command: str, report: Report, timeout_s: float) -> None:
        """Say the command and complete the report."""
        began_s = time.monotonic()
        self._witness.say(command)
        # The language node says when it understood it; a trimmed text is still the same.
        self._witness.wait_for(lambda: self._watch(command, began_s), timeout_s)
        status = self._status_of(command)
        report.outcome = _OUTCOMES.get(status.state, 'timeout') if status else 'timeout'
        report.reason = status.reason if status else ''
        report.message = status.message if status else ''
        report.duration_s = round(time.monotonic() - began_s, 2)
        if report.outcome == 'succeeded':
            self._witness.wait_for(lambda: self._settled(command, began_s), _SETTLE_S)
        else:
            # The verdict of what happened up to now is on its way.
            self._witness.wait_for(lambda: False, 0.5)
        self._judge(command, report)

    def _judge(self, command: str, report: Report) -> None:
        verdict = self._witness.verdict
        if verdict.get('command') != command:
            verdict = {'success': False, 'reason': 'the simulator did not hear the command'}
        report.take_verdict(verdict)
        report.success = report.outcome == 'succeeded' and bool(verdict['success'])
        report.success &= bool(report.task)
        if report.outcome == 'succeeded' and not report.success:
            report.outcome = 'failed'
            report.reason = 'judged'
            report.message = verdict['reason'] or 'the command asks for nothing that can be done'
        elif report.outcome == 'timeout':
            report.reason, report.message = 'timeout', self._hindrance() or report.message
        report.latency_ms = percentiles_ms(self._witness.latencies_s)
        report.images = self._witness.images.totals()

    def _watch(self, command: str, began_s: float) -> bool:
        status, now_s = self._status_of(command), time.monotonic()
        self._record(status, now_s)
        self._show(self._progress(status, now_s - began_s))
        over = status is not None and status.state in _OUTCOMES
        return over or bool(self._problem())

    def _settled(self, command: str, began_s: float) -> bool:
        self._watch(command, began_s)
        verdict = self._witness.verdict
        return verdict.get('command') == command and bool(verdict.get('success'))

    def _progress(self, status: PolicyStatus | None, elapsed_s: float) -> Progress:
        latencies_s = self._witness.latencies_s
        if status is None:
            return Progress('sent', elapsed_s=elapsed_s)
        return Progress(
            _STATES.get(status.state, '?'),
            status.task,
            status.phase,
            status.progress,
            status.confidence,
            latencies_s[-1] if latencies_s else -1.0,
            elapsed_s,
            self._hindrance(),
        )

    def _hindrance(self) -> str:
        safety = self._witness.safety
        if safety is None or safety.state not in (SafetyStatus.HOLD, SafetyStatus.STOPPED):
            return ''
        return f'safety: {safety.message}'

    def _record(self, status: PolicyStatus | None, now_s: float) -> None:
        camera, overlay = self._witness.camera, self._witness.overlay
        if camera is None or overlay is None:
            return
        self.recording.add(to_pixels(camera), to_pixels(overlay), now_s)
        executing = status is not None and status.state == PolicyStatus.EXECUTING
        if executing and not self._executing_s:
            self._executing_s = now_s
        # A moment after the start, attention and path are drawn and the hand hides nothing.
        if not self._executing_s or now_s - self._executing_s < _STILL_AFTER_S:
            self.still = to_pixels(overlay)

    def _status_of(self, command: str) -> PolicyStatus | None:
        status = self._witness.policy
        return status if status is not None and status.text == ' '.join(command.split()) else None

    def _waiting_for(self) -> list[str]:
        health = self._witness.health
        nodes = [entry.name for entry in entries(use_sim=True)]
        missing = [
            name for name in nodes if health.get(name, (None, 'not active'))[1] == 'not active'
        ]
        if not missing and self._witness.listeners < _LISTENERS:
            missing.append('listener for commands')
        if not missing and (self._witness.camera is None or self._witness.overlay is None):
            missing.append('camera image')
        return missing

    def _broken(self) -> str:
        for name, (level, message) in self._witness.health.items():
            if level == Level.ERROR and 'failed' in message:
                return f'{name}: {message}'
        return ''
