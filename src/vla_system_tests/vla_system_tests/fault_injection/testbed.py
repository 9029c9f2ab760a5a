# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A running system with a robot on its way, and hands on its processes, camera and clock."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import cycle
import os
from pathlib import Path
import resource
import signal
import sys
import threading
import time
from types import TracebackType
from typing import Any

from vla_bringup.files import default_params_file
from vla_bringup.files import share
from vla_bringup.launcher import System
from vla_bringup.processes import ProcessGroup
from vla_bringup.transport import transport_variables
from vla_common.domain_id import free_domain_id
from vla_system_tests.fault_injection.observer import Observer
from vla_system_tests.fault_injection.relay import Relay
from vla_system_tests.fault_injection.relay import SOURCE

COMMAND = 'put the blue sphere in the green bowl'
OTHER_COMMAND = 'point at the blue sphere'
_INCLUDE = ('blue sphere', 'green bowl')
_READY_S = 180.0
_MOVING_S = 90.0
_ANSWER_S = 20.0
_LULL_S = 1.0
_FLOOD = 'flood'
_FLOOD_READY_S = 60.0
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
    bends_camera
        Whether images pass through the relay, where faults can bend them.

    """

    def __init__(
        self, folder: Path, *, use_sim_time: bool = False, bends_camera: bool = True
    ) -> None:
        #: Where logs go.
        self.folder = folder
        self._use_sim_time = use_sim_time
        self._bends_camera = bends_camera
        self._stack = ExitStack()
        self._chatter: threading.Thread | None = None
        self._quiet = threading.Event()

    def __enter__(self) -> 'Stage':
        domain_id = free_domain_id()
        self._environment = child_environment(domain_id, self.folder)
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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
        if self.moves_after([command], _MOVING_S):
            return
        policy, safety = self.observer.policy, self.observer.safety
        said = '; '.join(m.message for m in (policy, safety) if m is not None and m.message)
        raise StageError(f'the robot must move after {command!r}; it did not: {said}')

    def moves_after(self, commands: Sequence[str], patience_s: float) -> bool:
        """
        Say commands in turn until the robot is on its way; False if it does not come to that.

        The next one is said where the policy has done with one, for a look that comes too late
        refuses it, or makes nothing of it for long. A latched stop ends the wait.
        """
        observer, turn = self.observer, cycle(commands)
        end_s = time.monotonic() + patience_s
        while (left_s := end_s - time.monotonic()) > 0:
            observer.say(next(turn))
            settled = observer.wait_for(self._has_settled, min(left_s, _ANSWER_S))
            if settled and not observer.is_obeyed():
                # What is over or latched must stay so.
                time.sleep(_LULL_S)
            if observer.is_obeyed():
                return True
            if observer.is_latched():
                return False
        return False

    def _has_settled(self) -> bool:
        observer = self.observer
        return observer.is_obeyed() or observer.is_latched() or observer.is_done()

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
        if self._bends_camera:
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

    def prepare_flood(self) -> None:
        """Start a process that can send as much as goes."""
        self._processes.start(
            _FLOOD,
            [sys.executable, '-m', 'vla_system_tests.fault_injection.flood'],
            self._environment,
        )
        if not self.observer.wait_for(self.observer.sees_flood, _FLOOD_READY_S):
            raise StageError(
                f'the flood must be ready within {_FLOOD_READY_S:g} s; '
                f'it says: {self._processes.last_words(_FLOOD)}'
            )

    def flood(self, lead_s: float = 0.0) -> None:
        """Let it send; `lead_s` is the time to fill the queues."""
        self._processes.signal(_FLOOD, signal.SIGUSR1)
        time.sleep(lead_s)

    def end_flood(self) -> None:
        """End the flood."""
        self._processes.signal(_FLOOD, signal.SIGKILL)

    def chatter(self, rate_hz: float, lead_s: float = 0.0) -> None:
        """Send commands that replace each other, for `lead_s` before anything else happens."""
        self._quiet.clear()

        def talk() -> None:
            for number in range(1_000_000):
                if self._quiet.wait(1 / rate_hz):
                    return
                self.observer.say((COMMAND, OTHER_COMMAND)[number % 2])

        self._chatter = threading.Thread(target=talk, name='chatter')
        self._chatter.start()
        time.sleep(lead_s)

    def end_chatter(self) -> None:
        """Send no more commands."""
        self._quiet.set()
        if self._chatter is not None:
            self._chatter.join()
            self._chatter = None


def child_environment(domain_id: int, folder: Path) -> dict[str, str]:
    """Return the environment of nodes in a domain of their own whose logs go to a folder."""
    environment = {
        **os.environ,
        'ROS_DOMAIN_ID': str(domain_id),
        'PYTHONUNBUFFERED': '1',
        'ROS_AUTOMATIC_DISCOVERY_RANGE': 'LOCALHOST',
        # Where the audit log goes, too.
        'ROS_LOG_DIR': str((folder / _ROS_LOG).absolute()),
    }
    changes: dict[str, Any] = transport_variables(environment, share() / 'config' / 'fastdds.xml')
    os.environ.update(changes)
    return {**environment, **changes}
