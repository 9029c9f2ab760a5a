# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Path of the robot during the measurement."""

import numpy as np
import pytest
from stop_latency_samples import LIMITS
from vla_system_tests.stop_latency.circle_path import chunk_positions
from vla_system_tests.stop_latency.circle_path import position_on_circle


def test_circle_lies_within_the_workspace() -> None:
    positions = np.array([position_on_circle(angle) for angle in np.linspace(0, 7, 100)])
    assert (positions > LIMITS['workspace_min_m']).all()
    assert (positions < LIMITS['workspace_max_m']).all()


def test_chunk_continues_along_the_circle() -> None:
    chunk = chunk_positions(position_on_circle(2.0), 0.3, 0.1)
    steps = np.linalg.norm(np.diff(chunk, axis=0), axis=1)
    assert steps == pytest.approx(0.03, abs=1e-4)
    # The first step is due almost at once: the image is as old as one step.
    assert np.linalg.norm(chunk[0] - position_on_circle(2.0)) < 0.01
