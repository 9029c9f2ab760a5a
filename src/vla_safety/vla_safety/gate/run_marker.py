# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""File that exists while a run of the gate has not ended in IDLE."""

import os
from pathlib import Path

_MODE = 0o600
#: Time in IDLE after which a run counts as ended in IDLE [s].
IDLE_DELAY_S = 1.0


class RunMarker:
    """
    File that is created before motion or a stop, and deleted when the gate is in IDLE again.

    A file that exists at the start shows that the last run did not end in IDLE: a command was
    executed or a stop was latched when the process ended or the power failed.

    Parameters
    ----------
    path
        Path of the file.
    reset_service
        Name of the service that clears a stop, for messages.

    """

    def __init__(self, path: Path, reset_service: str = 'reset') -> None:
        self.path = path
        self._remedy = (
            'Check robot and scene, then call reset: '
            f'ros2 service call {reset_service} std_srvs/srv/Trigger'
        )
        #: Why the file cannot be created or deleted; empty while that works.
        self.problem = ''
        self._is_set = False
        #: Message of the stop that the end of the last run leads to; empty after IDLE.
        self.restart_message = self._read_last_run()
        self._idle_since_s: float | None = None

    @property
    def refusal(self) -> str:
        """Rule, value and remedy while no motion may start because of the file."""
        return (
            f'motion may start only after {self.path} was created, which keeps a stop latched over'
            f' a restart; got {self.problem}. Free or repair the disk, or set state_directory'
        )

    def create(self) -> bool:
        """Create the file and force it onto the disk; return whether it exists."""
        self._idle_since_s = None
        if self._is_set:
            return True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, _MODE))
            _sync_directory(self.path.parent)
        except OSError as error:
            self.problem = error.strerror or str(error)
            return False
        self._is_set, self.problem = True, ''
        return True

    def update(self, *, is_idle: bool, now_s: float) -> None:
        """Delete the file after IDLE_DELAY_S in IDLE; `now_s` is the time of the steady clock."""
        if not is_idle:
            self._idle_since_s = None
        elif self._idle_since_s is None:
            self._idle_since_s = now_s
        elif now_s - self._idle_since_s >= IDLE_DELAY_S:
            self.delete()

    def delete(self) -> None:
        """Delete the file: the run ended in IDLE."""
        if not self._is_set:
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            # The next run starts with a latched stop, which is the safe side.
            self.problem = error.strerror or str(error)
            return
        self._is_set, self.problem = False, ''

    def _read_last_run(self) -> str:
        try:
            self.path.lstat()
        except FileNotFoundError:
            return ''
        except OSError as error:
            return (
                f'{self.path} must be readable: it shows whether the last run ended in IDLE; got'
                f' {error.strerror}. Repair the directory or set state_directory. {self._remedy}'
            )
        self._is_set = True
        return (
            'the last run of the safety node must have ended in IDLE; it ended while a command was'
            f' executed or a stop was latched ({self.path} exists). {self._remedy}'
        )


def _sync_directory(directory: Path) -> None:
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
