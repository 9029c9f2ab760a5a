# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Where the hand was lately."""

from bisect import bisect_left
from collections import deque
import math
import threading

from vla_policy.types.chunk import HandState

#: States of a best-effort topic may overtake each other; an older one is another clock.
_REORDERED_S = 0.1


class HandHistory:
    """Keep the states of the last seconds; one thread puts, another asks."""

    def __init__(self, duration_s: float = 2.0, capacity: int = 2000) -> None:
        self._duration_s = duration_s
        self._states: deque[HandState] = deque(maxlen=capacity)
        self._lock = threading.Lock()
        #: Why the newest state could not be used.
        self.trouble = ''

    def put(self, state: HandState) -> None:
        """Add a state; one from long before the newest means that the clock was set back."""
        with self._lock:
            newest_s = self._states[-1].stamp_s if self._states else -math.inf
            if newest_s - _REORDERED_S <= state.stamp_s <= newest_s:
                return
            if state.stamp_s < newest_s:
                self._states.clear()
            self._states.append(state)
            self.trouble = ''
            while self._states[0].stamp_s < state.stamp_s - self._duration_s:
                self._states.popleft()

    def at(self, stamp_s: float, maximum_skew_s: float) -> HandState | None:
        """
        Return the state at `stamp_s`, interpolated between its neighbors.

        None when no state is within `maximum_skew_s` of it.
        """
        with self._lock:
            states = list(self._states)
        i = bisect_left(states, stamp_s, key=lambda state: state.stamp_s)
        neighbors = states[max(i, 1) - 1 : i + 1]
        skews = [abs(state.stamp_s - stamp_s) for state in neighbors]
        if not skews or min(skews) > maximum_skew_s:
            return None
        return _between(neighbors[0], neighbors[-1], stamp_s)


def _between(a: HandState, b: HandState, stamp_s: float) -> HandState:
    if a is b:
        return a
    share = (stamp_s - a.stamp_s) / (b.stamp_s - a.stamp_s)
    turn_rad = math.remainder(b.yaw_rad - a.yaw_rad, 2 * math.pi)
    return HandState(
        stamp_s=stamp_s,
        position=a.position + share * (b.position - a.position),
        yaw_rad=math.remainder(a.yaw_rad + share * turn_rad, 2 * math.pi),
        gripper=a.gripper + share * (b.gripper - a.gripper),
    )
