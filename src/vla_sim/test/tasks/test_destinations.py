# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Criteria of destinations, met and missed."""

import numpy as np
import pytest
from vla_sim.tasks.destinations import is_at
from vla_sim.tasks.destinations import is_beside


@pytest.mark.parametrize(
    ('relation', 'offset_m', 'holds'),
    [
        ('left_of', (0.0, 0.12), True),
        ('left_of', (0.11, 0.12), True),
        ('left_of', (0.12, 0.11), False),
        ('left_of', (0.0, 0.26), False),
        ('left_of', (0.0, -0.12), False),
        ('right_of', (0.0, -0.12), True),
        ('right_of', (0.0, 0.12), False),
        ('behind', (0.12, 0.05), True),
        ('behind', (-0.12, 0.0), False),
        ('in_front_of', (-0.12, 0.05), True),
        ('in_front_of', (0.12, 0.0), False),
        ('next_to', (0.14, -0.14), True),
        ('next_to', (0.15, -0.15), False),
    ],
)
def test_beside(relation: str, offset_m: tuple[float, float], holds: bool) -> None:
    assert is_beside(relation, np.array(offset_m)) is holds


@pytest.mark.parametrize(
    ('place', 'inside', 'outside'),
    [
        ('center', (0.43, 0.07), (0.50, 0.09)),
        ('left_edge', (0.50, 0.21), (0.50, 0.19)),
        ('right_edge', (0.50, -0.21), (0.50, 0.21)),
        ('near_edge', (0.39, 0.30), (0.41, 0.0)),
        ('far_edge', (0.61, -0.30), (0.59, 0.0)),
    ],
)
def test_place(place: str, inside: tuple[float, float], outside: tuple[float, float]) -> None:
    assert is_at(place, np.array(inside))
    assert not is_at(place, np.array(outside))
