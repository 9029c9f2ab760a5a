# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Settings that make no sense are refused with the rule and the value."""

from typing import Any

import numpy as np
import pytest
from vla_safety.checks.violation_policy import CONFIGURABLE_CHECKS
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.types.limits import Limits


@pytest.mark.parametrize(
    ('cls', 'changes', 'part'),
    [
        (Limits, {'workspace_min_m': (0.9, 0.0, 0.0)}, 'below workspace_max_m'),
        (Limits, {'workspace_min_m': (0.2, 0.0)}, 'needs 3 entries'),
        (Limits, {'workspace_max_m': (0.8, float('nan'), 0.6)}, 'finite'),
        (Limits, {'workspace_max_m': (0.8, float('inf'), 0.6)}, 'finite'),
        (Limits, {'min_tool_height_m': 0.7}, 'min_tool_height_m'),
        (Limits, {'keep_out_m': (1.0, 2.0)}, 'six numbers'),
        (Limits, {'keep_out_m': (1.0, 0.0, 0.0, 0.0, 1.0, 1.0)}, 'lower corners below'),
        (Limits, {'gripper_min': 1.0}, 'gripper_min'),
        (Limits, {'max_linear_speed_m_s': 0.0}, 'max_linear_speed_m_s'),
        (Limits, {'max_linear_speed_m_s': float('nan')}, 'max_linear_speed_m_s'),
        (Limits, {'max_linear_acceleration_m_s2': -1.0}, 'max_linear_acceleration_m_s2'),
        (Limits, {'min_confidence': 1.5}, 'min_confidence'),
        (WatchdogLimits, {'max_chunk_age_s': 0.0}, 'max_chunk_age_s'),
        (WatchdogLimits, {'max_state_age_s': float('inf')}, 'max_state_age_s'),
        (
            ViolationPolicy,
            {'on_violation_workspace': 'ignore'},
            'on_violation_workspace must be one of',
        ),
        (ViolationPolicy, {'on_violation_linear_speed': 'clamp'}, 'refuse, scale_time'),
        (ApprovalSettings, {'approval': 'always'}, 'approval must be one of'),
    ],
)
def test_nonsense_is_refused(cls: type, changes: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        cls(**changes)


def test_the_defaults_are_valid_and_hold_the_home_pose() -> None:
    limits = Limits()
    home = np.array((0.35, 0.0, 0.30))
    assert (limits.low < home).all()
    assert (home < limits.high).all()
    assert limits.smoothing_s == pytest.approx(0.1)
    assert limits.ramp_s == pytest.approx(0.5 / 3.0 + 0.1)


def test_the_tool_height_raises_the_floor() -> None:
    assert Limits(min_tool_height_m=0.02).low[2] == 0.02


def test_keep_out_boxes_grow_by_what_smoothing_cuts_off() -> None:
    box = Limits(keep_out_m=(0.4, 0.1, 0.0, 0.5, 0.2, 0.1)).keep_out[0]
    margin = 3.0 * 0.1**2 / 24
    np.testing.assert_allclose(box[0], np.array((0.4, 0.1, 0.0)) - margin)
    np.testing.assert_allclose(box[1], np.array((0.5, 0.2, 0.1)) + margin)


def test_the_time_outs_leave_time_to_brake() -> None:
    with pytest.raises(ValueError, match=r'max_state_age_s must be above the 0\.70 s'):
        WatchdogLimits().check_ramp(0.7)


def test_what_is_not_choosable_refuses() -> None:
    violation_policy = ViolationPolicy(on_violation_workspace='clamp')
    assert violation_policy.of('workspace') == 'clamp'
    assert violation_policy.of('start_jump') == 'refuse'
    assert 'start_jump' not in CONFIGURABLE_CHECKS
    assert 'finite' not in CONFIGURABLE_CHECKS
