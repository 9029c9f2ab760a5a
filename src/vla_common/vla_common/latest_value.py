# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A thread-safe slot that holds only the newest value."""

import threading
from typing import Generic
from typing import TypeVar

T = TypeVar('T')


class LatestValue(Generic[T]):
    """Hand the newest value from callbacks to one worker thread; older values are dropped."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._value: T | None = None
        self._fresh = False
        self.dropped = 0

    def put(self, value: T) -> None:
        """Store `value`, in place of one that nobody took."""
        with self._condition:
            self.dropped += self._fresh
            self._value, self._fresh = value, True
            self._condition.notify()

    def take(self, timeout_s: float = 0.0) -> T | None:
        """Return the newest value that was not taken yet, or None after `timeout_s`."""
        with self._condition:
            self._condition.wait_for(lambda: self._fresh, timeout_s)
            if not self._fresh:
                return None
            self._fresh = False
            return self._value

    def peek(self) -> T | None:
        """Return the newest value, taken or not; None before the first `put`."""
        with self._condition:
            return self._value

    def clear(self) -> None:
        """Forget the value."""
        with self._condition:
            self._value, self._fresh = None, False
