# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Examples as processes in a ROS domain, started as their docstrings say."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import signal
import subprocess
import sys
import threading

EXAMPLES = Path(__file__).resolve().parents[4] / 'examples'


class ExampleProcess:
    """A running example and its output."""

    def __init__(self, name: str, domain_id: int, *arguments: str, log_folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(EXAMPLES / name), *arguments],
            env={
                **os.environ,
                'ROS_DOMAIN_ID': str(domain_id),
                'ROS_AUTOMATIC_DISCOVERY_RANGE': 'LOCALHOST',
                'ROS_LOG_DIR': str(log_folder),
                'PYTHONUNBUFFERED': '1',
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    @property
    def output(self) -> str:
        return '\n'.join(self.lines)

    def wait(self, timeout_s: float = 60.0) -> int:
        """Return the exit status."""
        status = self._process.wait(timeout_s)
        self._reader.join()
        return status

    def interrupt(self) -> int:
        """Send Ctrl-C and return the exit status."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self.wait(30.0)

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self.wait(10.0)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line.rstrip('\n'))


@contextmanager
def running_example(
    name: str, domain_id: int, *arguments: str, log_folder: Path
) -> Iterator[ExampleProcess]:
    """Run an example, and kill it at the end of the block if it still runs."""
    example = ExampleProcess(name, domain_id, *arguments, log_folder=log_folder)
    try:
        yield example
    finally:
        example.kill()


def wait_until(condition: Callable[[], bool], timeout_s: float = 30.0) -> bool:
    """Wait for a condition."""
    pause = threading.Event()
    for _ in range(round(timeout_s / 0.02)):
        if condition():
            return True
        pause.wait(0.02)
    return condition()
