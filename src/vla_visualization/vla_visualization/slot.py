# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The newest message of a topic as plain data."""

from collections.abc import Callable
import math
import time
from typing import Generic
from typing import TypeVar

M = TypeVar('M')
D = TypeVar('D')


class Slot(Generic[M, D]):
    """
    Hold the newest message and forget it when it is old or cannot be read.

    Callbacks put, one other thread reads: a message is converted once, and only when wanted.

    Parameters
    ----------
    convert
        Turns a message into data; raises ValueError for one that cannot be shown.
    keep_s
        Time on the steady clock after which a message is forgotten.

    """

    def __init__(self, convert: Callable[[M], D], keep_s: float = math.inf) -> None:
        self._convert = convert
        self._keep_s = keep_s
        self._entry: tuple[M, float] | None = None
        self._read_entry: tuple[M, float] | None = None
        self._data: D | None = None
        #: Why the newest message is not shown; empty when it is.
        self.problem = ''

    def put(self, message: M) -> None:
        """Store the newest message."""
        self._entry = (message, time.monotonic())

    def clear(self) -> None:
        """Forget the message."""
        self._entry = None

    def read(self) -> D | None:
        """Return the newest data, or None if there is none, or it is old or wrong."""
        entry = self._entry
        if entry is None or time.monotonic() - entry[1] > self._keep_s:
            self._data, self._read_entry, self.problem = None, None, ''
            return None
        if entry is not self._read_entry:
            self._read_entry, self._data, self.problem = entry, None, ''
            try:
                self._data = self._convert(entry[0])
            except ValueError as error:
                self.problem = str(error)
        return self._data
