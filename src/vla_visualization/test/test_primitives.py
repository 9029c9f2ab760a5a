# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Constructors reject shapes that viewers cannot draw."""

from collections.abc import Callable
import math

import numpy as np
import pytest
from vla_visualization.primitives import Arrow
from vla_visualization.primitives import Cube
from vla_visualization.primitives import Disc
from vla_visualization.primitives import Line
from vla_visualization.primitives import Points
from vla_visualization.primitives import Primitive
from vla_visualization.primitives import Sphere
from vla_visualization.primitives import Squares
from vla_visualization.primitives import Text
from vla_visualization.primitives import to_vectors
from vla_visualization.primitives import Triangles

RED = (1.0, 0.0, 0.0, 1.0)
ORIGIN = (0.0, 0.0, 0.0)
X = (1.0, 0.0, 0.0)
NAN = math.nan

INVALID: dict[str, Callable[[], Primitive]] = {
    'a namespace': lambda: Sphere(ns='', color=RED, center=ORIGIN, diameter_m=1),
    'opacity above 0': lambda: Sphere(ns='a', color=(1, 1, 1, 0), center=ORIGIN, diameter_m=1),
    'within 0 .. 1': lambda: Sphere(ns='a', color=(1, 1.1, 1, 1), center=ORIGIN, diameter_m=1),
    'lifetime_s >= 0': lambda: Sphere(
        ns='a', color=RED, center=ORIGIN, diameter_m=1, lifetime_s=-1
    ),
    'finite coordinates': lambda: Sphere(ns='a', color=RED, center=(NAN, 0, 0), diameter_m=1),
    'sizes above 0': lambda: Sphere(ns='a', color=RED, center=ORIGIN, diameter_m=0),
    r'\(1, 0\)': lambda: Disc(ns='a', color=RED, center=ORIGIN, diameter_m=1, height_m=0),
    r'\(1, 1, nan\)': lambda: Cube(ns='a', color=RED, center=ORIGIN, size_m=(1, 1, NAN)),
    'unit quaternion': lambda: Cube(
        ns='a', color=RED, center=ORIGIN, size_m=(1, 1, 1), orientation_xyzw=(0, 0, 0, 0)
    ),
    'got .*inf': lambda: Arrow(ns='a', color=RED, start=ORIGIN, end=X, shaft_diameter_m=math.inf),
    'two or more points': lambda: Line(ns='a', color=RED, points=(ORIGIN,), width_m=1),
    'one or more points': lambda: Points(ns='a', color=RED, points=(), diameter_m=1),
    '0 or 2 colors; got 1': lambda: Points(
        ns='a', color=RED, points=(ORIGIN, X), colors=(RED,), diameter_m=1
    ),
    'three points per triangle; got 4': lambda: Triangles(ns='a', color=RED, points=(ORIGIN,) * 4),
    'Squares.*one or more points': lambda: Squares(ns='a', color=RED, points=(), width_m=1),
    'needs text': lambda: Text(ns='a', color=RED, position=ORIGIN, text=' ', height_m=1),
}


@pytest.mark.parametrize('rule', INVALID)
def test_an_invalid_shape_is_rejected_with_its_rule(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        INVALID[rule]()


def test_the_error_names_shape_and_key() -> None:
    with pytest.raises(ValueError, match='Sphere goal/7 needs'):
        Sphere(ns='goal', id=7, color=RED, center=ORIGIN, diameter_m=-1)


def test_colors_of_points_are_checked_too() -> None:
    with pytest.raises(ValueError, match='opacity'):
        Points(ns='a', color=RED, points=(ORIGIN,), colors=((0, 0, 0, 0),), diameter_m=1)


def test_to_vectors_returns_python_floats() -> None:
    (vector,) = to_vectors(np.array([[1, 2, 3]], dtype=np.float32))
    assert vector == (1.0, 2.0, 3.0)
    assert type(vector[0]) is float
