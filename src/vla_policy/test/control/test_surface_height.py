# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Heights of the decoder and of the tool above surfaces of several heights."""

import numpy as np
import pytest
from vla_policy.control.surface_height import from_decoder_height
from vla_policy.control.surface_height import to_decoder_height

SURFACES_M = (-0.029, 0.0, 0.018, 0.026)
HEIGHTS_M = np.linspace(0.02, 0.30, 57)


@pytest.mark.parametrize('surface_m', SURFACES_M)
def test_an_object_is_released_at_the_height_of_the_surface(surface_m: float) -> None:
    released_m = from_decoder_height(np.array([0.055]), surface_m)
    np.testing.assert_allclose(released_m, [0.055 + surface_m])


@pytest.mark.parametrize('surface_m', SURFACES_M)
def test_heights_of_carrying_and_above_are_the_same(surface_m: float) -> None:
    carried_m = np.array([0.20, 0.22, 0.30])
    np.testing.assert_allclose(from_decoder_height(carried_m, surface_m), carried_m)
    for height_m in carried_m.tolist():
        assert to_decoder_height(height_m, surface_m) == height_m


@pytest.mark.parametrize('surface_m', SURFACES_M)
def test_both_conversions_are_inverse_and_continuous(surface_m: float) -> None:
    decoder_m = np.array([to_decoder_height(z, surface_m) for z in HEIGHTS_M.tolist()])
    np.testing.assert_allclose(from_decoder_height(decoder_m, surface_m), HEIGHTS_M, atol=1e-12)
    steps = np.diff(decoder_m) / np.diff(HEIGHTS_M)
    assert ((steps > 0.8) & (steps < 1.25)).all(), 'no jump, and no much faster motion'
