# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Latest message of a topic, converted to plain data once."""

from collections.abc import Callable
import math
import time
from typing import Generic
from typing import TypeVar

from vla_common.latest_value import LatestValue

M = TypeVar('M')
D = TypeVar('D')


class CachedSlot(Generic[M, D]):
    """
    Hold the latest message and the data converted from it.

    Subscription callbacks call `put`; one other thread calls `read`. A message is converted on
    the first `read`, so messages that are replaced before cost nothing.

    Parameters
    ----------
    convert
        Convert a message to data; raise ValueError if the message is invalid.
    max_age_s
        Age on the steady clock above which a message is discarded.

    """

    def __init__(self, convert: Callable[[M], D], max_age_s: float = math.inf) -> None:
        self._convert = convert
        #: Age above which a message is discarded [s].
        self.max_age_s = max_age_s
        self._received = LatestValue[tuple[M, float]]()
        self._converted: tuple[M, float] | None = None
        self._data: D | None = None
        #: Error text of the latest message; empty if the message is valid.
        self.problem = ''

    def put(self, message: M) -> None:
        """Store the latest message."""
        self._received.put((message, time.monotonic()))

    def clear(self) -> None:
        """Discard the message."""
        self._received.clear()

    def read(self) -> D | None:
        """Return the data of the latest message; None if it is missing, too old or invalid."""
        received = self._received.peek()
        if received is None or time.monotonic() - received[1] > self.max_age_s:
            self._data, self._converted, self.problem = None, None, ''
            return None
        if received is not self._converted:
            self._converted, self._data, self.problem = received, None, ''
            try:
                self._data = self._convert(received[0])
            except ValueError as error:
                self.problem = str(error)
        return self._data
