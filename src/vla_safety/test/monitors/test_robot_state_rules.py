# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules that a robot state must obey."""

import dataclasses
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import numpy as np
import pytest
from vla_common.clock import TimePoint
from vla_safety.monitors.robot_state_rules import content_fault
from vla_safety.monitors.robot_state_rules import repeated_stamp_fault
from vla_safety.monitors.robot_state_rules import stamp_fault
from vla_safety.monitors.robot_state_tracker import RobotStateTracker
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import RobotSample

SAMPLE = RobotSample(HOME, TOOL_DOWN, 1.0, 50_000_000_000, 'base_link')
NOW = TimePoint(7.0, 50.1)
LIMITS = WatchdogLimits()

FAULTS: tuple[tuple[dict[str, Any], str, str, str], ...] = (
    ({'position': HOME * math.nan}, 'state_not_finite', 'position.x = nan', 'driver'),
    ({'position': HOME * 1e9}, 'state_not_finite', 'below 1e6', 'driver'),
    (
        {'quaternion': np.array((0, 0, 0, math.inf))},
        'state_not_finite',
        'orientation.w = inf',
        'driver',
    ),
    ({'gripper': math.nan}, 'state_not_finite', 'gripper = nan', 'driver'),
    ({'frame_id': '/base_link'}, 'state_frame', "got '/base_link'", 'leading slash'),
    ({'frame_id': 'world'}, 'state_frame', "got 'world'", 'frame_id of driver'),
    ({'frame_id': ''}, 'state_frame', "got ''", 'Set header.frame_id'),
    ({'quaternion': TOOL_DOWN * 0}, 'state_quaternion', 'length 0', 'does not fill it'),
    ({'quaternion': TOOL_DOWN * 0.5}, 'state_quaternion', 'length 0.5', 'Normalize'),
    ({'gripper': 85.0}, 'state_gripper', 'got 85', 'width of the open gripper'),
    ({'gripper': -1.0}, 'state_gripper', 'got -1', 'width of the open gripper'),
)


@pytest.mark.parametrize(('changes', 'reason', 'value', 'remedy'), FAULTS)
def test_each_fault_has_reason_value_and_remedy(
    changes: dict[str, Any], reason: str, value: str, remedy: str
) -> None:
    fault = content_fault(dataclasses.replace(SAMPLE, **changes), 'base_link')
    assert fault is not None
    assert fault.reason == reason
    assert value in fault.message
    assert remedy in fault.message


@pytest.mark.parametrize('gripper', [0.0, 1.0, -0.04, 1.04, 0.085])
def test_valid_states_have_no_fault(gripper: float) -> None:
    sample = dataclasses.replace(SAMPLE, gripper=gripper, quaternion=TOOL_DOWN * 1.005)
    assert content_fault(sample, 'base_link') is None
    assert stamp_fault(sample, NOW, LIMITS) is None


@pytest.mark.parametrize(
    ('stamp_ns', 'reason', 'value'),
    [
        (0, 'state_stamp_zero', 'got 0'),
        (-5_000_000_000, 'state_stamp_zero', 'got -5'),
        (52_100_000_000, 'state_stamp_future', '2.000 s ahead'),
        (45_100_000_000, 'state_stamp_past', 'stamp is 5.000 s old'),
    ],
)
def test_each_fault_of_a_stamp_has_reason_and_value(
    stamp_ns: int, reason: str, value: str
) -> None:
    fault = stamp_fault(dataclasses.replace(SAMPLE, stamp_ns=stamp_ns), NOW, LIMITS)
    assert fault is not None
    assert fault.reason == reason
    assert value in fault.message


def test_a_repeated_stamp_is_named_with_its_delay() -> None:
    fault = repeated_stamp_fault(SAMPLE, 50_250_000_000)
    assert fault.reason == 'state_stamp_repeated'
    assert '0.250 s older' in fault.message


_NUMBERS = st.floats(width=64)


@given(
    numbers=st.lists(_NUMBERS, min_size=8, max_size=8),
    stamp_ns=st.integers(-(2**31) * 10**9, 2**31 * 10**9),
    frame_id=st.one_of(st.just('base_link'), st.text()),
)
def test_any_state_is_used_or_has_a_reason(
    numbers: list[float], stamp_ns: int, frame_id: str
) -> None:
    sample = RobotSample(
        np.array(numbers[:3]), np.array(numbers[3:7]), numbers[7], stamp_ns, frame_id
    )
    tracker = RobotStateTracker(LIMITS, 'base_link')
    is_used = tracker.update(sample, NOW)
    fault = tracker.fault(NOW)
    assert is_used or fault is not None
    assert is_used == (tracker.sample is not None)
    if fault is not None:
        assert fault.reason.startswith('state_')
        assert len(fault.message) < 512
