# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Priority of processes that must not delay control."""

import os
from typing import Final

#: Added to the niceness: about a tenth of the share of an ordinary process on a busy core.
BACKGROUND_NICENESS: Final = 10


def run_in_background() -> None:
    """
    Lower the priority of this process: it gets the CPU time that control leaves.

    Not for a node in a process with others: a thread of low priority that has the lock of the
    interpreter would delay them.
    """
    os.nice(BACKGROUND_NICENESS)
