# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A running system with a robot on its way, and hands on its processes, camera and clock."""

from contextlib import ExitStack
import os
from pathlib import Path
import resource
import signal
import sys
import threading
import time
from types import TracebackType
from typing import Any

from vla_bringup.fault_observer import Observer
from vla_bringup.fault_relay import Relay
from vla_bringup.fault_relay import SOURCE
from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.processes import ProcessGroup
from vla_bringup.system import System
from vla_bringup.transport import transport_variables
from vla_common.domains import free_domain_id

COMMAND = 'put the blue sphere in the green bowl'
OTHER_COMMAND = 'point at the blue sphere'
_INCLUDE = ('blue sphere', 'green bowl')
_READY_S = 180.0
_MOVING_S = 20.0
_TRIES = 3
_FLOOD = 'flood'
_ROS_LOG = 'ros'


class StageError(RuntimeError):
    """The system did not come to the point where a fault can be tried."""


class Stage:
    """
    Start the system as plain processes, and end all of it on leaving the block.

    Parameters
    ----------
    folder
        Where logs go.
    use_sim_time
        Whether the system takes its time from a /clock that faults can bend.

    """

    def __init__(self, folder: Path, *, use_sim_time: bool = False) -> None:
        #: Where logs go.
        self.folder = folder
        self._use_sim_time = use_sim_time
        self._stack = ExitStack()
        self._chatter: threading.Thread | None = None
        self._quiet = threading.Event()

    def __enter__(self) -> 'Stage':
        domain_id = free_domain_id()
        self._environment = _environment(domain_id, self.folder)
        self._processes = self._stack.enter_context(ProcessGroup(self.folder))
        try:
            self.relay = Relay(domain_id, tells_time=self._use_sim_time)
            self._stack.callback(self.relay.close)
            self.observer = Observer(domain_id)
            self._stack.callback(self.observer.close)
            self._stack.callback(self.end_chatter)
            self._commands = self._command_lines()
            for name in self._commands:
                self._processes.start(name, self._commands[name], self._environment)
            self._await_ready()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._stack.close()

    # Set the scene ---------------------------------------------------------------------------

    def set_off(self, command: str) -> None:
        """
        Say a command and wait until the robot is on its way.

        Raises
        ------
        StageError
            If it does not move.

        """
        for _ in range(_TRIES):
            self.observer.say(command)
            if self.observer.wait_for(self.observer.is_moving, _MOVING_S):
                return
        policy, safety = self.observer.policy, self.observer.safety
        said = '; '.join(m.message for m in (policy, safety) if m is not None and m.message)
        raise StageError(f'the robot must move after {command!r}; it did not: {said}')

    def _await_ready(self) -> None:
        def settled() -> bool:
            return bool(self._processes.ended()) or not self.observer.missing()

        self.observer.wait_for(settled, _READY_S)
        ended, missing = self._processes.ended(), self.observer.missing()
        if ended or missing:
            words = '; '.join(f'{name}: {self._processes.last_words(name)}' for name in ended)
            raise StageError(words or f'after {_READY_S:g} s there is no {", ".join(missing)}')

    def _command_lines(self) -> dict[str, list[str]]:
        system = System(default_params_file(), 1, _INCLUDE)
        lines = system.commands('processes')
        lines['sim_node'] += ['-r', f'camera/image_raw:={SOURCE}']
        if self._use_sim_time:
            lines = {name: [*line, '-p', 'use_sim_time:=true'] for name, line in lines.items()}
        return lines

    @property
    def audit_directory(self) -> Path:
        """Where the safety node writes its audit log."""
        return self.folder / _ROS_LOG / 'vla_audit'

    # Faults ----------------------------------------------------------------------------------

    def kill(self, node: str) -> None:
        """End a node's process on the spot."""
        self.observer.forget(node)
        self._processes.signal(node, signal.SIGKILL)

    def restart(self, node: str) -> None:
        """Start a node's process again."""
        self._processes.start(node, self._commands[node], self._environment)

    def freeze(self, node: str) -> None:
        """Stop a node's process without ending it."""
        self._processes.signal(node, signal.SIGSTOP)

    def thaw(self, node: str) -> None:
        """Let a stopped process go on."""
        self._processes.signal(node, signal.SIGCONT)

    def limit_files(self, node: str, size_b: int) -> None:
        """Let a node's process write no file beyond a size: to it, the disk is full."""
        limit = resource.RLIMIT_FSIZE
        _, hard = resource.prlimit(self._processes.pid_of(node), limit)
        soft = hard if size_b < 0 else size_b
        resource.prlimit(self._processes.pid_of(node), limit, (soft, hard))

    def flood(self) -> None:
        """Send as much as goes, from another process."""
        self._processes.start(
            _FLOOD, [sys.executable, '-m', 'vla_bringup.fault_flood'], self._environment)
        time.sleep(3.0)  # to start and to fill the queues

    def end_flood(self) -> None:
        """End the flood."""
        self._processes.signal(_FLOOD, signal.SIGKILL)

    def chatter(self, rate_hz: float) -> None:
        """Send commands that replace each other."""
        self._quiet.clear()

        def talk() -> None:
            for number in range(1_000_000):
                if self._quiet.wait(1 / rate_hz):
                    return
                self.observer.say((COMMAND, OTHER_COMMAND)[number % 2])

        self._chatter = threading.Thread(target=talk, name='chatter')
        self._chatter.start()
        time.sleep(2.0)  # so that what is measured comes in the middle of it

    def end_chatter(self) -> None:
        """Send no more commands."""
        self._quiet.set()
        if self._chatter is not None:
            self._chatter.join()
            self._chatter = None


def _environment(domain_id: int, folder: Path) -> dict[str, str]:
    environment = {
        **os.environ, 'ROS_DOMAIN_ID': str(domain_id), 'PYTHONUNBUFFERED': '1',
        'ROS_AUTOMATIC_DISCOVERY_RANGE': 'LOCALHOST',
        # Where the audit log goes, too.
        'ROS_LOG_DIR': str((folder / _ROS_LOG).absolute()),
    }
    changes: dict[str, Any] = transport_variables(environment, share() / 'config' / 'fastdds.xml')
    os.environ.update(changes)
    return {**environment, **changes}
