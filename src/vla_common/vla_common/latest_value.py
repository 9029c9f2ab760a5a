# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Thread-safe slot that holds only the latest value."""

import threading
from typing import Generic
from typing import TypeVar

T = TypeVar('T')


class LatestValue(Generic[T]):
    """Pass the latest value from callbacks to one worker thread; older values are dropped."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._value: T | None = None
        self._is_new = False
        #: Number of values that were replaced before they were taken.
        self.dropped = 0

    def put(self, value: T) -> None:
        """Store `value`; it replaces a value that was not taken."""
        with self._condition:
            self.dropped += self._is_new
            self._value, self._is_new = value, True
            self._condition.notify()

    def take(self, timeout_s: float = 0.0) -> T | None:
        """Wait up to `timeout_s` for a value that was not taken yet; None if there is none."""
        with self._condition:
            self._condition.wait_for(lambda: self._is_new, timeout_s)
            if not self._is_new:
                return None
            self._is_new = False
            return self._value

    def peek(self) -> T | None:
        """Return the latest value, taken or not; None before the first `put`."""
        with self._condition:
            return self._value

    def clear(self) -> None:
        """Discard the value."""
        with self._condition:
            self._value, self._is_new = None, False
