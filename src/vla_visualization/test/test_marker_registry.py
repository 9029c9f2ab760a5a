# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Which shapes vanished."""

import pytest
from vla_visualization.marker_registry import Ledger
from vla_visualization.primitives import Sphere


def ball(ns: str, number: int = 0) -> Sphere:
    color = (1.0, 1.0, 1.0, 1.0)
    return Sphere(ns=ns, id=number, color=color, center=(0, 0, 0), diameter_m=1)


def test_what_is_missing_in_the_next_scene_is_gone_once() -> None:
    ledger = Ledger()
    assert ledger.update([ball('a'), ball('b', 1), ball('b', 2)]) == []
    assert ledger.update([ball('b', 1)]) == [('a', 0), ('b', 2)]
    assert ledger.update([ball('b', 1)]) == []
    assert ledger.update([]) == [('b', 1)]


def test_two_shapes_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\[\('a', 0\)\] more than once"):
        Ledger().update([ball('a'), ball('b'), ball('a')])
