# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Comparison of the measured gripper opening with the commanded one."""

import pytest
from vla_safety.monitors.gripper_monitor import GripperMonitor


@pytest.mark.parametrize(
    ('measured', 'commanded', 'is_fault'),
    [
        (0.085, 1.0, True),  # an open gripper in meters
        (0.012, 0.9, True),
        (1.0, 1.0, False),
        (0.4, 1.0, False),  # closed around an object, about to open
        (0.05, 0.3, False),
        (0.9, 0.0, False),
    ],
)
def test_a_gripper_that_stays_closed_is_reported(
    measured: float, commanded: float, is_fault: bool
) -> None:
    monitor = GripperMonitor()
    for i in range(110):
        monitor.update(measured, commanded, i * 0.02)
        assert i < 100 or (monitor.fault(i * 0.02) is not None) == is_fault
        assert i >= 100 or monitor.fault(i * 0.02) is None
    if is_fault:
        fault = monitor.fault(2.2)
        assert fault is not None
        assert fault.reason == 'state_gripper_differs'
        assert f'{measured:g}' in fault.message
        assert 'meters' in fault.message
        monitor.update(commanded, commanded, 2.3)
        assert monitor.fault(2.3) is None
