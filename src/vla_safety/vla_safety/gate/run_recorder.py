# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorder of the run state: permits motion once the disk shows that a command is executed."""

from collections.abc import Callable
from collections.abc import Mapping
import threading

from vla_common.worker_thread import WorkerThread
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.run_state_file import RunRecord
from vla_safety.gate.run_state_file import RunState
from vla_safety.gate.run_state_file import RunStateFile

#: Time in IDLE after which the run counts as ended in IDLE. Successive commands write nothing.
IDLE_DELAY_S = 1.0
#: Longest time that a callback waits for the disk.
TIMEOUT_S = 0.5
_RETRY_S = 1.0
_NONE: Mapping[str, str] = {}
_IDLE = RunRecord(RunState.IDLE)
_ACTIVE = RunRecord(RunState.ACTIVE)


class RunRecorder:
    """
    Write the run state in a thread of its own, so that no tick waits for the disk.

    Parameters
    ----------
    file
        File of the run state.

    """

    def __init__(self, file: RunStateFile) -> None:
        self._file = file
        # Never held while the disk is written.
        self._changed = threading.Condition()
        self._attempts = 0
        self._idle_since_s: float | None = None
        #: Message by cause of the stop that the end of the last run leads to; empty after IDLE.
        self.restart_causes: dict[str, str] = {}
        #: Why the run state cannot be written; empty while writing works.
        self.problem = ''
        # None: unknown, because there is no readable record.
        self._written = self._read()
        self._wanted = self._written or _IDLE
        if self.restart_causes:
            self._wanted = RunRecord(RunState.STOPPED, self.restart_causes)
        self._worker = WorkerThread('run_state', self._step, self._on_error)

    @property
    def permits_motion(self) -> bool:
        """Whether the disk shows that a command is executed."""
        return self._wanted.state is RunState.ACTIVE and self._written == self._wanted

    @property
    def refusal(self) -> str:
        """Rule, value and remedy while motion is not permitted."""
        return (
            f'motion needs its start recorded in {self._file.path}; got'
            f' {self.problem or "no answer of the disk yet"}. Free or repair the disk, or change'
            ' state_directory'
        )

    def start_motion(self) -> None:
        """Record that a command is executed, before its motion; wait for the disk."""
        with self._changed:
            self._idle_since_s = None
            self._request(_ACTIVE)
            self._wait(lambda: self._written == self._wanted)

    def update(self, state: GateState, causes: dict[str, str], now_s: float) -> None:
        """Follow the gate, without waiting; called after every change and every tick."""
        with self._changed:
            if state is GateState.STOPPED:
                self._idle_since_s = None
                self._request(RunRecord(RunState.STOPPED, causes))
            elif state is not GateState.IDLE or self._wanted == _IDLE:
                self._idle_since_s = None
            elif self._idle_since_s is None:
                self._idle_since_s = now_s
            elif now_s - self._idle_since_s >= IDLE_DELAY_S:
                self._request(_IDLE)

    def wait_for_stop(self) -> None:
        """Wait until the disk no longer shows IDLE, if a stop is latched."""
        with self._changed:
            if self._wanted.state is RunState.STOPPED:
                self._wait(lambda: self._written is not None and self._written != _IDLE)

    def end_run(self, state: GateState) -> None:
        """Record the state in which the run ends; wait for the disk."""
        with self._changed:
            if state is GateState.IDLE:
                self._request(_IDLE)
            if self._written != self._wanted:
                self._wait(lambda: self._written == self._wanted)

    def close(self) -> None:
        """End the thread."""
        self._worker.stop(TIMEOUT_S)

    def _read(self) -> RunRecord | None:
        try:
            record = self._file.read()
        except ValueError as error:
            self._set_restart_causes(str(error))
            return None
        if record is None or record.state is RunState.IDLE:
            return record
        shows = 'a command was executed'
        if record.state is RunState.STOPPED:
            shows = f'a stop was latched: {", ".join(record.causes) or "cause unknown"}'
        self._set_restart_causes(f'by {self._file.path}, {shows}', record.causes)
        return record

    def _set_restart_causes(self, found: str, causes: Mapping[str, str] = _NONE) -> None:
        message = (
            f'a run that did not end in IDLE is followed by a latched stop; {found}. Check robot'
            ' and scene, then call reset'
        )
        self.restart_causes = {'restart': message, **{c: causes[c] for c in causes if c != 'restart'}}

    def _request(self, record: RunRecord) -> None:
        if record != self._wanted:
            self._wanted = record
            self._changed.notify_all()

    def _wait(self, done: Callable[[], bool]) -> None:
        attempts = self._attempts
        self._changed.notify_all()
        # A failed attempt ends the wait.
        self._changed.wait_for(lambda: done() or self._attempts > attempts, TIMEOUT_S)

    def _step(self) -> None:
        with self._changed:
            if self._written == self._wanted or self.problem:
                self._changed.wait(_RETRY_S if self.problem else 0.2)
            wanted = self._wanted
            if self._written == wanted:
                self.problem = ''
                return
            # Until the write has succeeded, the content is unknown.
            self._written = None
        try:
            self._file.write(wanted)
        except OSError as error:
            self._on_error(error.strerror or str(error))
            return
        with self._changed:
            self._written, self.problem = wanted, ''
            self._changed.notify_all()

    def _on_error(self, text: str) -> None:
        with self._changed:
            self.problem = text.partition('\n')[0]
            self._attempts += 1
            self._changed.notify_all()
