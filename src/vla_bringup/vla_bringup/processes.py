# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Child processes that never outlive their parent's block."""

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
from types import TracebackType
from typing import NoReturn

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: How long children get after each signal: together less than 3 s.
_PATIENCE_S = ((signal.SIGINT, 1.4), (signal.SIGTERM, 0.4), (signal.SIGKILL, 0.4))
_DEAF_TO_CTRL_C = ('sh', '-c', 'trap "" INT; exec "$@"', 'sh')


class ProcessGroup:
    """
    Start processes, each leading a group of its own, and end the groups on leaving the block.

    A terminal's Ctrl-C reaches the parent only, which then ends the children in order.
    """

    def __init__(self, log_folder: Path) -> None:
        self._log_folder = log_folder
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> 'ProcessGroup':
        # A SIGTERM that nobody handles would end this process and leave the others behind.
        in_main = threading.current_thread() is threading.main_thread()
        if in_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _leave)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A second Ctrl-C must not leave anything behind.
        before = {sign: signal.signal(sign, signal.SIG_IGN) for sign in _INTERRUPTS}
        try:
            self.stop()
        finally:
            for sign, handler in before.items():
                signal.signal(sign, signal.SIG_DFL if handler is _leave else handler)

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        handles_ctrl_c: bool = False,
    ) -> None:
        """
        Start a process; its output goes to `name`.log.

        Python that is still importing answers Ctrl-C with a traceback. So it begins deaf to it,
        and rclpy sets its own handler; a process that `handles_ctrl_c` by itself hears it at once.
        """
        self._log_folder.mkdir(parents=True, exist_ok=True)
        # What a process said before it was started again is kept.
        mode = 'ab' if name in self._children else 'wb'
        with self.log_of(name).open(mode) as log:
            prefix = () if handles_ctrl_c else _DEAF_TO_CTRL_C
            self._children[name] = subprocess.Popen(
                [*prefix, *command],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def pid_of(self, name: str) -> int:
        """Return the process id, which is the id of its group too."""
        return self._children[name].pid

    def signal(self, name: str, sign: int) -> None:
        """Send a signal to a process and what it started."""
        _signal_group(self.pid_of(name), sign)

    def log_of(self, name: str) -> Path:
        """Return where the output of a process goes."""
        return self._log_folder / f'{name}.log'

    def last_words(self, name: str) -> str:
        """Return the last line of a process's output."""
        lines = self.log_of(name).read_text(encoding='utf-8', errors='replace').splitlines()
        return lines[-1] if lines else ''

    def ended(self) -> dict[str, int]:
        """Return the exit codes of processes that ended by themselves."""
        codes = {name: child.poll() for name, child in self._children.items()}
        return {name: code for name, code in codes.items() if code is not None}

    def stop(self) -> None:
        """End everything that was started, and what that started."""
        for sign, patience_s in _PATIENCE_S:
            leaders = [child.pid for child in self._children.values()]
            groups = [pid for pid in leaders if _signal_group(pid, sign)]
            end = time.monotonic() + patience_s
            while any(map(self._is_alive, groups)) and time.monotonic() < end:
                time.sleep(0.02)
        self._children.clear()

    def _is_alive(self, group: int) -> bool:
        for child in self._children.values():
            child.poll()  # a zombie would count as alive
        return _signal_group(group, 0)


def _leave(sign: int, _: FrameType | None) -> NoReturn:
    """Leave the block, and with it the program, as a shell tells of a signal."""
    sys.exit(128 + sign)


def _signal_group(group: int, sign: int) -> bool:
    """Send a signal to a group; False if nothing of it is left."""
    try:
        os.killpg(group, sign)
    except ProcessLookupError:
        return False
    return True
