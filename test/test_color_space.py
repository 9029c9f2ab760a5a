# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Color differences against the published test data of Sharma, Wu and Dalal (2005)."""

from color_space import ciede2000
from color_space import lab_of
import numpy as np
import pytest


@pytest.mark.parametrize(
    ('first', 'second', 'expected'),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((90.8027, -2.0831, 1.441), (91.1528, -1.6435, 0.0447), 1.4441),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_ciede2000(first: tuple[float, ...], second: tuple[float, ...], expected: float) -> None:
    a, b = np.array(first, float), np.array(second, float)
    assert ciede2000(a, b) == pytest.approx(expected, abs=1e-4)
    assert ciede2000(b, a) == pytest.approx(expected, abs=1e-4)


def test_lab_of_primary_colors() -> None:
    labs = lab_of(np.array([[1.0, 1, 1], [0, 0, 0], [1, 0, 0]]))
    assert labs[0] == pytest.approx([100, 0, 0], abs=0.01)
    assert labs[1] == pytest.approx([0, 0, 0], abs=0.01)
    assert labs[2] == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


def test_shapes_are_broadcast() -> None:
    labs = lab_of(np.linspace(0, 1, 30).reshape(2, 5, 3))
    assert ciede2000(labs[:, :, None], labs[:, None, :]).shape == (2, 5, 5)
