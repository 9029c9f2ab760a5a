# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Assessment of a finding."""

from dataclasses import replace

from fault_samples import FINDING
import pytest


@pytest.mark.parametrize(
    ('changes', 'safe'),
    [
        ({}, True),
        ({'commanded_zero_s': 1.05}, True),
        ({'commanded_zero_s': 1.2}, False),
        ({'commanded_zero_s': None}, False),
        ({'commanded_zero_s': None, 'may_continue': True}, True),
        ({'limit_s': None, 'commanded_zero_s': 3.0}, True),
        ({'outside': 1}, False),
        ({'may_continue': True, 'commanded_zero_s': None, 'first_hold_s': 0.9}, True),
        ({'may_continue': True, 'commanded_zero_s': None, 'first_hold_s': 1.2}, False),
        ({'may_continue': True, 'commanded_zero_s': None, 'reason_reported': False}, False),
        ({'required_recovery': 'with the next command'}, True),
        ({'required_recovery': 'after reset'}, False),
        ({'recovery': 'no'}, False),
        ({'recovery': 'no: policy_node missing'}, False),
        ({'recovery': 'not needed'}, True),
        ({'problem': 'a stop must be latched'}, False),
    ],
)
def test_robot_that_moves_too_long_is_not_safe(changes: dict[str, object], safe: bool) -> None:
    assert replace(FINDING, **changes).is_safe is safe  # type: ignore[arg-type]


def test_dictionary_has_all_fields() -> None:
    assert FINDING.to_dict()['commanded_zero_s'] == 0.9
    assert len(FINDING.to_dict()) == 20
