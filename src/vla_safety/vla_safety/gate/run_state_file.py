# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Run state on the disk: whether the last run of the gate ended in IDLE."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
import json
import os
from pathlib import Path
import time

_MODE = 0o600
# One block of a disk: a write within it needs no free space and is not split.
_SIZE = 4096
_MAX_CAUSES = 8
_MAX_MESSAGE = 200


class RunState(StrEnum):
    """What a run of the gate ended with, as far as the disk shows."""

    IDLE = 'idle'
    #: A command was executed, or motion was about to start.
    ACTIVE = 'active'
    STOPPED = 'stopped'


@dataclass(frozen=True)
class RunRecord:
    """Run state, and message by cause of a latched stop."""

    state: RunState
    causes: Mapping[str, str] = field(default_factory=dict)


class RunStateFile:
    """
    File with one record, which is overwritten in place.

    Overwriting needs no space on a full disk. A record that a loss of power cuts is unreadable,
    which counts like a run that did not end in IDLE.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> RunRecord | None:
        """
        Return the record; None if there is no file.

        Raises
        ------
        ValueError
            If the file is unreadable or has no valid record.

        """
        try:
            text = self.path.read_bytes()[: 2 * _SIZE].decode()
            fields = json.loads(text)
            causes = {str(cause): str(message) for cause, message in fields['causes'].items()}
            return RunRecord(RunState(fields['state']), causes)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f'{self.path} must have the state of the last run; it is not readable'
                f' ({type(error).__name__})'
            ) from error

    def write(self, record: RunRecord) -> None:
        """
        Write a record and force it onto the disk.

        Raises
        ------
        OSError
            If it cannot be written.

        """
        data = _to_bytes(record)
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(self.path, flags, _MODE)
        try:
            if (written := os.pwrite(file, data, 0)) < len(data):
                raise OSError(f'only {written} of {len(data)} bytes were written')
            os.ftruncate(file, len(data))
            os.fsync(file)
        finally:
            os.close(file)
        if is_new:
            _sync_directory(self.path.parent)


def _to_bytes(record: RunRecord) -> bytes:
    """Return a record as JSON, padded to the size of every record."""
    causes = [(c[:64], m[:_MAX_MESSAGE]) for c, m in record.causes.items()][:_MAX_CAUSES]
    time_utc = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())
    while True:
        fields = {'state': record.state, 'time': time_utc, 'causes': dict(causes)}
        data = json.dumps(fields).encode()
        if len(data) < _SIZE:
            return data.ljust(_SIZE - 1) + b'\n'
        causes.pop()


def _sync_directory(directory: Path) -> None:
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
