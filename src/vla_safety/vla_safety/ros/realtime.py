# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Let a thread run before all ordinary ones, whatever models do meanwhile."""

import os


def set_realtime_priority(priority: int) -> str:
    """
    Give the calling thread a real-time priority; return why that is not possible, or nothing.

    Parameters
    ----------
    priority
        1 to 99 of the round-robin class, which no thread of the ordinary class holds up.

    """
    try:
        # What this thread starts later is ordinary again.
        policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK
        os.sched_setscheduler(0, policy, os.sched_param(priority))
    except (AttributeError, OSError) as error:
        return f'{type(error).__name__}: {error}'
    return ''
