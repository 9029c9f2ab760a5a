# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Keys of removed markers."""

import pytest
from vla_visualization.marker_registry import MarkerRegistry
from vla_visualization.primitives import Sphere


def sphere(ns: str, number: int = 0) -> Sphere:
    color = (1.0, 1.0, 1.0, 1.0)
    return Sphere(ns=ns, id=number, color=color, center=(0, 0, 0), diameter_m=1)


def test_a_shape_missing_in_the_next_scene_is_removed_once() -> None:
    registry = MarkerRegistry()
    assert registry.update([sphere('a'), sphere('b', 1), sphere('b', 2)]) == []
    assert registry.update([sphere('b', 1)]) == [('a', 0), ('b', 2)]
    assert registry.update([sphere('b', 1)]) == []
    assert registry.update([]) == [('b', 1)]


def test_two_shapes_with_one_key_are_rejected() -> None:
    with pytest.raises(ValueError, match=r"\[\('a', 0\)\] more than once"):
        MarkerRegistry().update([sphere('a'), sphere('b'), sphere('a')])
