# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limit oracle: violations that it detects."""

import dataclasses

import numpy as np
import pytest
from vla_safety.testing.fuzz_events import LIMITS
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.testing.limit_oracle import LimitOracle
from vla_safety.testing.limit_oracle import LimitViolation
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target

MEASURED = RobotSample(HOME, TOOL_DOWN, 1.0, 0, 'base_link')


AT_HOME = Target(HOME, TOOL_DOWN, 1.0)


@pytest.mark.parametrize(
    ('changes', 'part'),
    [
        ({'position': HOME + (0.0, 0.0, 0.3)}, 'workspace'),
        ({'position': np.array((0.43, 0.0, 0.3))}, 'keep-out'),
        ({'position': HOME + (0.007, 0.0, 0.0)}, 'rates'),
        ({'position': HOME + (0.001, 0.0, 0.0)}, 'rates'),  # slow enough, but not at once
        ({'position': HOME * np.nan}, 'workspace'),
        ({'quaternion': np.array((0.0, 1.0, 0.0, 0.0))}, 'rates'),
        ({'quaternion': TOOL_DOWN * np.nan}, 'unit quaternion'),
        ({'gripper': 1.1}, 'gripper'),
    ],
)
def test_violations_are_detected(changes: dict[str, object], part: str) -> None:
    oracle = LimitOracle(LIMITS)
    oracle.check(AT_HOME, MEASURED, paused=False)
    with pytest.raises(LimitViolation, match=part):
        oracle.check(dataclasses.replace(AT_HOME, **changes), MEASURED, paused=False)


def test_standstill_and_a_slow_start_are_allowed() -> None:
    oracle = LimitOracle(LIMITS)
    oracle.check(None, MEASURED, paused=True)
    for x_m in (0.0, 1e-5, 3e-5, 6e-5):
        target = dataclasses.replace(AT_HOME, position=HOME + (x_m, 0.0, 0.0))
        oracle.check(target, MEASURED, paused=False)


def test_after_a_manual_move_the_measured_pose_is_the_start() -> None:
    oracle = LimitOracle(LIMITS)
    oracle.check(AT_HOME, MEASURED, paused=False)
    oracle.check(None, MEASURED, paused=False)
    moved = dataclasses.replace(MEASURED, position=HOME + (0.0, 0.1, 0.0))
    oracle.check(dataclasses.replace(AT_HOME, position=moved.position), moved, paused=False)
