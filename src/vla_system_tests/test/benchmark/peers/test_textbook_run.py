# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A short run of the textbook node with real processes."""

from pathlib import Path

import pytest
from vla_system_tests.benchmark.case import CASES
from vla_system_tests.benchmark.peers.textbook_run import run_textbook


@pytest.mark.timeout(120)
def test_images_wait_for_the_timer(tmp_path: Path) -> None:
    """Images are spread over a period of 1 s, so their mean waiting time is half of it."""
    figures = run_textbook(CASES['stored_640x480_processes'], tmp_path, duration_s=5.0)
    reaction = figures['reaction']
    assert reaction['n'] > 50
    assert reaction['mean_ms'] > 450.0
    assert figures['others_cores'] >= 0.0
