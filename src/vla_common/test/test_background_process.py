# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Priority of processes that must not delay control."""

import os
import subprocess
import sys

from vla_common.background_process import BACKGROUND_NICENESS

PRINT_NICENESS = (
    'import os; from vla_common.background_process import run_in_background; '
    'before = os.nice(0); run_in_background(); print(os.nice(0) - before)'
)


def test_niceness_is_raised_up_to_that_of_the_system() -> None:
    found = subprocess.check_output([sys.executable, '-c', PRINT_NICENESS], text=True)
    assert int(found) == min(BACKGROUND_NICENESS, 19 - os.nice(0)) > 0
