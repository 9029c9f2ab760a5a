# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Monitor of /clock for nodes with use_sim_time."""

from typing import Final

#: Time without a message after which the monitor reports a problem [s].
MAX_SILENCE_S: Final = 1.5
_REMEDY = (
    'Start what publishes /clock (a simulator, or `ros2 bag play --clock 100`), '
    'or set use_sim_time to false'
)


class ClockMonitor:
    """
    Detect a missing or stopped /clock on the steady clock.

    Parameters
    ----------
    now_s
        Present time of the steady clock.

    """

    def __init__(self, now_s: float) -> None:
        self._ros_ns = 0
        self._changed_s = now_s

    def problem(self, *, uses_sim_time: bool, ros_ns: int, publishers: int, now_s: float) -> str:
        """
        Return the problem of the clock; empty if there is none.

        Parameters
        ----------
        uses_sim_time
            Value of the parameter use_sim_time.
        ros_ns
            Present time of the ROS clock, 0 before the first message of /clock.
        publishers
            Number of publishers of /clock.
        now_s
            Present time of the steady clock.

        """
        if not uses_sim_time or ros_ns != self._ros_ns:
            self._ros_ns, self._changed_s = ros_ns, now_s
            return ''
        silence_s = now_s - self._changed_s
        if silence_s < MAX_SILENCE_S:
            return ''
        count = f'{publishers} publisher{"" if publishers == 1 else "s"} found'
        if ros_ns == 0:
            return (
                f'no /clock received for {silence_s:.0f} s although use_sim_time is true; '
                f'{count}. {_REMEDY}'
            )
        return (
            f'/clock has not advanced for {silence_s:.0f} s at {ros_ns * 1e-9:.3f} s; {count}. '
            f'Continue it if it is paused. {_REMEDY}'
        )
