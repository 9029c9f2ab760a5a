# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Execution of one command on the running simulated system, and its report."""

from collections.abc import Callable
from contextlib import suppress
import time
from typing import Final

from vla_bringup.demo.episode_recorder import EpisodeRecorder
from vla_bringup.demo.episode_recorder import POLICY_STATES
from vla_bringup.demo.progress import Progress
from vla_bringup.demo.recording import Pixels
from vla_bringup.demo.recording import Recording
from vla_bringup.demo.report import DemoReport
from vla_bringup.demo.report import percentiles_ms
from vla_bringup.demo.run_recorder import RunRecorder
from vla_bringup.demo.run_recorder import to_pixels
from vla_bringup.nodes import entries
from vla_client.client import VlaClient
from vla_client.command_handle import CommandHandle
from vla_client.command_handle import CommandResult
from vla_client.readiness import NotReadyError
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus

#: Longest time from the result of the policy to that of the simulator: objects come to rest.
_SETTLE_S: Final = 3.0
#: Time until the simulator has reported the state at the end of a command without success.
_REPORT_S: Final = 0.5
#: Time that the outcome is recorded.
_OUTCOME_S: Final = 1.2
#: Longest time until a canceled command has a result.
_CANCEL_S: Final = 2.0
#: Age of the still image after the start of the motion.
_STILL_AFTER_S: Final = 1.2
#: Subscribers of `natural_language_command`: language, safety and simulator.
_COMMAND_SUBSCRIBERS: Final = 3


class DemoRun:
    """
    Wait for the system, execute a command, record it, and check the result in the simulator.

    Parameters
    ----------
    client
        Client of the system.
    process_errors
        Returns which processes ended and why; empty while all run.
    show
        Called with the progress.
    use_robot
        Whether a robot bridge runs.

    """

    def __init__(
        self,
        client: VlaClient,
        process_errors: Callable[[], str],
        show: Callable[[Progress], None],
        *,
        use_robot: bool = False,
    ) -> None:
        self._client, self._process_errors, self._show = client, process_errors, show
        self._nodes = [entry.name for entry in entries(use_sim=True, use_robot=use_robot)]
        self.recorder = RunRecorder(client)
        self.episode_recorder = EpisodeRecorder(client)
        #: Id of the command; empty before it is known.
        self.command_id = ''
        self.recording = Recording()
        self.still: Pixels | None = None
        self._moving_since_s = 0.0
        self._previous_id = ''

    def wait_until_ready(self, timeout_s: float) -> float:
        """
        Return how long it took until all nodes were active and images arrived [s].

        Raises
        ------
        NotReadyError
            If a process ends, a node fails, or something is missing after `timeout_s`.

        """
        started_s = time.monotonic()

        def is_decided() -> bool:
            missing = self._missing()
            state = f'starting, waiting for {next(iter(missing))}' if missing else 'ready'
            self._show(Progress(state, elapsed_s=time.monotonic() - started_s))
            return bool(self._errors() or not missing)

        in_time = self._client.wait_for(is_decided, timeout_s)
        if errors := self._errors():
            raise NotReadyError(errors)
        if not in_time:
            missing = '; '.join(f'{name}: {why}' for name, why in self._missing().items())
            raise NotReadyError(f'the system must be ready within {timeout_s:g} s; {missing}')
        return time.monotonic() - started_s

    def run(self, command: str, report: DemoReport, timeout_s: float) -> None:
        """Execute a command and complete the report."""
        started_s = time.monotonic()
        status = self._client.policy_status
        self._previous_id = status.command_id if status is not None else ''
        self.recorder.restart()
        self.episode_recorder.restart(command, self._previous_id)
        handle = self._client.send(command)
        self._client.wait_for(lambda: self._update(handle, started_s), timeout_s)
        result = self._result_of(handle, timeout_s)
        self.command_id = result.command_id
        report.outcome, report.reason = result.outcome, result.reason
        report.message = result.message
        report.duration_s = round(time.monotonic() - started_s, 2)
        self._client.wait_for(
            lambda: self._is_confirmed(handle, result.command_id, started_s),
            _SETTLE_S if result.success else _REPORT_S,
        )
        # The film ends on the outcome.
        self._client.wait_for(lambda: self._update(handle, started_s) and False, _OUTCOME_S)
        self._check(result.command_id, report)

    def _result_of(self, handle: CommandHandle, timeout_s: float) -> CommandResult:
        """Return the result of a command; cancel it if it has none."""
        if handle.done:
            return handle.result()
        handle.cancel()
        status = self._status()
        command_id = status.command_id if status is not None else ''
        with suppress(TimeoutError):
            command_id = handle.result(_CANCEL_S).command_id or command_id
        message = self._process_errors() or (status.message if status is not None else '')
        return CommandResult('timeout', 'timeout', message, timeout_s, command_id)

    def _check(self, command_id: str, report: DemoReport) -> None:
        """Compare the result of the policy with the state of the simulation."""
        task_result = self.recorder.task_result
        if not command_id or task_result.get('command_id') != command_id:
            task_result = {'success': False, 'reason': 'the simulator received no such command'}
        report.set_task_result(task_result)
        succeeded = report.outcome == 'succeeded'
        report.success = succeeded and bool(task_result['success']) and bool(report.task)
        if succeeded and not report.success:
            report.outcome, report.reason = 'failed', 'not_confirmed'
            report.message = task_result['reason'] or 'the command names no task of the simulator'
        elif report.outcome == 'timeout':
            report.reason, report.message = 'timeout', self._safety_note() or report.message
        report.latency_ms = percentiles_ms(self.recorder.latencies_s)
        report.images = self.recorder.image_totals()

    def _update(self, handle: CommandHandle, started_s: float) -> bool:
        """Record images and show the progress; return whether the run is over."""
        status, now_s = self._status(), time.monotonic()
        self._record(status, now_s)
        self._show(self._progress(status, now_s - started_s))
        return handle.done or bool(self._process_errors())

    def _is_confirmed(self, handle: CommandHandle, command_id: str, started_s: float) -> bool:
        self._update(handle, started_s)
        task_result = self.recorder.task_result
        return task_result.get('command_id') == command_id and bool(task_result.get('success'))

    def _progress(self, status: PolicyStatus | None, elapsed_s: float) -> Progress:
        latencies_s = self.recorder.latencies_s
        if status is None:
            return Progress('sent', elapsed_s=elapsed_s)
        return Progress(
            POLICY_STATES.get(status.state, '?'),
            status.task,
            status.phase,
            status.progress,
            status.confidence,
            latencies_s[-1] if latencies_s else -1.0,
            elapsed_s,
            self._safety_note(),
        )

    def _safety_note(self) -> str:
        safety = self._client.safety_status
        if safety is None or safety.state not in (SafetyStatus.HOLD, SafetyStatus.STOPPED):
            return ''
        return f'safety: {safety.message}'

    def _record(self, status: PolicyStatus | None, now_s: float) -> None:
        camera, overlay = self.recorder.camera, self.recorder.overlay
        if camera is None or overlay is None:
            return
        self.recording.add(to_pixels(overlay), now_s)
        self.episode_recorder.add_frame(to_pixels(overlay))
        executing = status is not None and status.state == PolicyStatus.EXECUTING
        if executing and not self._moving_since_s:
            self._moving_since_s = now_s
        # Shortly after the start, the overlay shows attention and path, and the arm hides nothing.
        if not self._moving_since_s or now_s - self._moving_since_s < _STILL_AFTER_S:
            self.still = to_pixels(overlay)

    def _status(self) -> PolicyStatus | None:
        """Return the newest status of the policy unless it is of an earlier command."""
        status = self._client.policy_status
        if status is None or status.command_id in ('', self._previous_id):
            return None
        return status

    def _missing(self) -> dict[str, str]:
        missing = self._client.not_ready(self._nodes, _COMMAND_SUBSCRIBERS)
        if not missing and (self.recorder.camera is None or self.recorder.overlay is None):
            missing['camera image'] = 'none received'
        return missing

    def _errors(self) -> str:
        failed = (f'{name}: {message}' for name, message in self._client.failed_nodes.items())
        return self._process_errors() or '; '.join(failed)
