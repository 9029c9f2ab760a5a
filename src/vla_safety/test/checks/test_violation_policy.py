# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configured actions for violations."""

from typing import Any

import pytest
from vla_safety.checks.violation_policy import CONFIGURABLE_CHECKS
from vla_safety.checks.violation_policy import ViolationPolicy


def test_checks_without_a_parameter_refuse() -> None:
    violation_policy = ViolationPolicy(on_violation_workspace='clamp')
    assert violation_policy.action_for('workspace') == 'clamp'
    assert violation_policy.action_for('start_jump') == 'refuse'
    assert 'start_jump' not in CONFIGURABLE_CHECKS
    assert 'finite' not in CONFIGURABLE_CHECKS


@pytest.mark.parametrize(
    ('changes', 'part'),
    [
        ({'on_violation_workspace': 'ignore'}, 'on_violation_workspace must be one of'),
        ({'on_violation_linear_speed': 'clamp'}, 'refuse, scale_time'),
    ],
)
def test_invalid_values_are_refused(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        ViolationPolicy(**changes)
