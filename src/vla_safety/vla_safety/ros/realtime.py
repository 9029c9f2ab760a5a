# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Real-time priority for a thread, so that no ordinary thread delays it."""

import os


def set_realtime_priority(priority: int) -> str:
    """
    Give the calling thread a real-time priority; return the error, or an empty string.

    Parameters
    ----------
    priority
        1 to 99 of the round-robin class, which runs before all ordinary threads.

    """
    try:
        # Threads that this thread starts later get the ordinary class.
        policy = os.SCHED_RR | os.SCHED_RESET_ON_FORK
        os.sched_setscheduler(0, policy, os.sched_param(priority))
    except (AttributeError, OSError) as error:
        return f'{type(error).__name__}: {error}'
    return ''
