# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Child processes that end with the `with` block of their parent."""

from collections.abc import Mapping
from collections.abc import Sequence
import os
from pathlib import Path
import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import NoReturn

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: Time that children get to end after each signal [s]: less than 3 s in total.
_GRACE_PERIODS_S = ((signal.SIGINT, 1.4), (signal.SIGTERM, 0.4), (signal.SIGKILL, 0.4))
_IGNORE_SIGINT = ('sh', '-c', 'trap "" INT; exec "$@"', 'sh')


class ProcessGroup:
    """
    Start processes, each in its own process group, and end all groups at the end of the block.

    Ctrl-C of a terminal reaches only the parent, which then ends the children in order.

    Parameters
    ----------
    log_folder
        Folder of the output of the processes.

    """

    def __init__(self, log_folder: Path) -> None:
        self._log_folder = log_folder
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> 'ProcessGroup':
        # Without a handler, SIGTERM would end this process and leave its children running.
        in_main = threading.current_thread() is threading.main_thread()
        if in_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _exit_on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        # A second Ctrl-C must not interrupt the clean-up.
        before = {sign: signal.signal(sign, signal.SIG_IGN) for sign in _INTERRUPTS}
        try:
            self.stop()
        finally:
            for sign, handler in before.items():
                signal.signal(sign, signal.SIG_DFL if handler is _exit_on_signal else handler)

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        handles_ctrl_c: bool = False,
    ) -> None:
        """
        Start a process and write its output to `name`.log.

        Python prints a traceback if Ctrl-C arrives during its imports. Therefore a process ignores
        SIGINT until rclpy installs its handler, unless it `handles_ctrl_c` by itself.
        """
        self._log_folder.mkdir(parents=True, exist_ok=True)
        # Keep the output from before a restart.
        mode = 'ab' if name in self._children else 'wb'
        with self.log_of(name).open(mode) as log:
            prefix = () if handles_ctrl_c else _IGNORE_SIGINT
            self._children[name] = subprocess.Popen(
                [*prefix, *command],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def pid_of(self, name: str) -> int:
        """Return the process id, which is also the id of its process group."""
        return self._children[name].pid

    def signal(self, name: str, sign: int) -> None:
        """Send a signal to a process and its descendants."""
        _signal_group(self.pid_of(name), sign)

    def log_of(self, name: str) -> Path:
        """Return the file with the output of a process."""
        return self._log_folder / f'{name}.log'

    def last_log_line(self, name: str) -> str:
        """Return the last line of the output of a process."""
        lines = self.log_of(name).read_text(encoding='utf-8', errors='replace').splitlines()
        return lines[-1] if lines else ''

    def ended(self) -> dict[str, int]:
        """Return the exit codes of the processes that have ended, by their names."""
        codes = {name: child.poll() for name, child in self._children.items()}
        return {name: code for name, code in codes.items() if code is not None}

    def stop(self) -> None:
        """End all processes and their descendants."""
        for sign, grace_s in _GRACE_PERIODS_S:
            leaders = [child.pid for child in self._children.values()]
            groups = [pid for pid in leaders if _signal_group(pid, sign)]
            end = time.monotonic() + grace_s
            while any(map(self._is_alive, groups)) and time.monotonic() < end:
                time.sleep(0.02)
        self._children.clear()

    def _is_alive(self, group: int) -> bool:
        for child in self._children.values():
            child.poll()  # a zombie counts as alive
        return _signal_group(group, 0)


def _exit_on_signal(sign: int, _: FrameType | None) -> NoReturn:
    """Exit with the status that a shell reports for the signal."""
    sys.exit(128 + sign)


def _signal_group(group: int, sign: int) -> bool:
    """Send a signal to a process group; return False if the group has no process."""
    try:
        os.killpg(group, sign)
    except ProcessLookupError:
        return False
    return True
