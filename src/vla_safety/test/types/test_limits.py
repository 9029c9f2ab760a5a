# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limits: invalid values, workspace, keep-out boxes, braking time."""

from typing import Any

import numpy as np
import pytest
from vla_safety.types.limits import Limits


def test_the_defaults_are_valid_and_contain_the_home_pose() -> None:
    limits = Limits()
    home = np.array((0.35, 0.0, 0.30))
    assert (limits.low < home).all()
    assert (home < limits.high).all()
    assert limits.smoothing_s == pytest.approx(0.1)
    assert limits.ramp_s == pytest.approx(0.5 / 3.0 + 0.1)


def test_the_minimum_tool_height_raises_the_workspace() -> None:
    assert Limits(min_tool_height_m=0.02).low[2] == 0.02


def test_keep_out_boxes_are_enlarged_by_what_smoothing_cuts_off() -> None:
    box = Limits(keep_out_m=(0.4, 0.1, 0.0, 0.5, 0.2, 0.1)).keep_out[0]
    margin = 3.0 * 0.1**2 / 24
    np.testing.assert_allclose(box[0], np.array((0.4, 0.1, 0.0)) - margin)
    np.testing.assert_allclose(box[1], np.array((0.5, 0.2, 0.1)) + margin)


@pytest.mark.parametrize(
    ('changes', 'part'),
    [
        ({'workspace_min_m': (0.9, 0.0, 0.0)}, 'below workspace_max_m'),
        ({'workspace_min_m': (0.2, 0.0)}, 'needs 3 entries'),
        ({'workspace_max_m': (0.8, float('nan'), 0.6)}, 'finite'),
        ({'workspace_max_m': (0.8, float('inf'), 0.6)}, 'finite'),
        ({'min_tool_height_m': 0.7}, 'min_tool_height_m'),
        ({'keep_out_m': (1.0, 2.0)}, 'six numbers'),
        ({'keep_out_m': (1.0, 0.0, 0.0, 0.0, 1.0, 1.0)}, 'lower corners below'),
        ({'gripper_min': 1.0}, 'gripper_min'),
        ({'max_linear_speed_m_s': 0.0}, 'max_linear_speed_m_s'),
        ({'max_linear_speed_m_s': float('nan')}, 'max_linear_speed_m_s'),
        ({'max_linear_acceleration_m_s2': -1.0}, 'max_linear_acceleration_m_s2'),
        ({'min_confidence': 1.5}, 'min_confidence'),
    ],
)
def test_invalid_values_are_refused(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        Limits(**changes)


def test_the_tool_may_not_be_wider_than_long() -> None:
    with pytest.raises(ValueError, match='tool_half_width_m must be at most'):
        Limits(tool_half_width_m=0.2, tool_length_m=0.1)


def test_braking_takes_as_long_as_its_slower_part() -> None:
    limits = Limits()
    assert limits.braking_s(0.3) == pytest.approx(0.3 / 3.0 + 0.1)
    assert limits.braking_s(0.3, 2.0) == pytest.approx(2.0 / 12.0 + 0.1)
