# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Executed path of the tool."""

import numpy as np
import pytest
from vla_visualization.trail import Trail
from vla_visualization.trail import TRAIL_S


def test_old_positions_are_forgotten_and_a_tool_at_rest_adds_none() -> None:
    trail = Trail()
    assert trail.points(0.0) == ()
    for time_s, x in ((0.0, 0.3), (1.0, 0.301), (2.0, 0.35), (3.0, np.nan)):
        trail.add(np.array([x, 0.0, 0.2]), time_s)
    assert [(p.position_m[0], p.age_s) for p in trail.points(3.0)] == [
        (0.3, pytest.approx(3.0)),
        (0.35, pytest.approx(1.0)),
    ]
    assert [p.position_m[0] for p in trail.points(1.0 + TRAIL_S)] == [0.35]


def test_the_number_of_positions_is_limited() -> None:
    trail = Trail()
    for i in range(1000):
        trail.add(np.array([i * 1.0, 0.0, 0.0]), 0.0)
    points = trail.points(0.0)
    assert len(points) <= 200
    assert points[-1].position_m[0] == 999.0
