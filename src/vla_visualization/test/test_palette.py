# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Colors of markers and overlay."""

import numpy as np
import pytest
from vla_visualization import palette
from vla_visualization.observations import Severity


def test_every_severity_has_its_own_color() -> None:
    assert set(palette.SEVERITY_COLORS) == set(Severity)
    assert len(set(palette.SEVERITY_COLORS.values())) == len(Severity)


def test_opaque_appends_the_opacity() -> None:
    assert palette.opaque((0.1, 0.2, 0.3)) == (0.1, 0.2, 0.3, 1.0)
    assert palette.opaque((0.1, 0.2, 0.3), 0.5) == (0.1, 0.2, 0.3, 0.5)


@pytest.mark.parametrize(
    ('fraction', 'expected'), [(0.0, 0.2), (0.25, 0.3), (1.0, 0.6), (-3.0, 0.2), (7.0, 0.6)]
)
def test_interpolation_is_linear_and_limited(fraction: float, expected: float) -> None:
    color = palette.interpolate((0.2, 0.2, 0.2), (0.6, 0.6, 0.6), fraction)
    assert color == pytest.approx((expected,) * 3)


@pytest.mark.parametrize('query', ['target', 'destination'])
def test_heat_colors_have_the_shape_of_the_values_and_valid_parts(query: str) -> None:
    colors = palette.heat_colors(np.linspace(0, 1, 12).reshape(3, 4), query)
    assert colors.shape == (3, 4, 3)
    assert colors.dtype == np.float32
    assert (colors >= 0).all()
    assert (colors <= 1).all()


def test_larger_values_are_brighter() -> None:
    for query in ('target', 'destination'):
        brightness = palette.heat_colors(np.linspace(0, 1, 20), query).sum(-1)
        assert (np.diff(brightness) > 0).all()


def test_the_target_is_warm_and_the_destination_cold() -> None:
    target, destination = (
        palette.heat_colors(np.ones(1), query)[0] for query in ('target', 'destination')
    )
    assert target[0] > target[2]
    assert destination[2] > destination[0]


def test_an_unknown_query_has_the_colors_of_the_target() -> None:
    values = np.linspace(0, 1, 5)
    np.testing.assert_array_equal(
        palette.heat_colors(values, 'other'), palette.heat_colors(values, 'target')
    )
