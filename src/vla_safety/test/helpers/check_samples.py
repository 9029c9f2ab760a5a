# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Chunks and contexts for tests of the checks."""

import dataclasses
from typing import Any

import numpy as np
from vla_common.clock import TimePoint
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.chunk_inspection import ChunkAssessment
from vla_safety.checks.chunk_inspection import inspect_chunk
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.testing.gate_harness import EPOCH_S
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.testing.gate_harness import TOOL_DOWN
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.limits import Limits

NOW = TimePoint(100.0, EPOCH_S + 0.15)
ROBOT = RobotSample(HOME, TOOL_DOWN, 1.0, int(EPOCH_S * 1e9), 'base_link')


def make_context(**changes: Any) -> CheckContext:
    """Return a context with the robot at home, with changed fields."""
    values = {'limits': Limits(), 'watchdog': WatchdogLimits(), 'robot': ROBOT}
    return CheckContext(now=NOW, **{**values, 'robot_age_s': 0.02, **changes})


def assess(chunk: Chunk, policy: ViolationPolicy | None = None, **context: Any) -> ChunkAssessment:
    """Return the assessment of a chunk in a context with changed fields."""
    return inspect_chunk(chunk, make_context(**context), policy or ViolationPolicy())


def with_value(field: str, index: Any, value: Any) -> Chunk:
    """Return a valid chunk with one value changed."""
    values = np.array(getattr(make_chunk(), field))
    values[index] = value
    return make_chunk(**{field: values})


def path_chunk(*points: tuple[float, ...]) -> Chunk:
    """Return a chunk along points."""
    return make_chunk(positions=np.array(points, dtype=np.float64), **fields_for(len(points)))


def fields_for(steps: int) -> dict[str, Any]:
    """Return quaternions, gripper openings and termination of a number of steps."""
    return {
        'quaternions': np.tile(TOOL_DOWN, (steps, 1)),
        'gripper': np.ones(steps),
        'termination': np.zeros(steps),
    }


def assert_refused(check: str, steps: list[int], chunk: Chunk) -> None:
    """Assert that exactly these steps of a chunk violate exactly this check."""
    limits = Limits(
        keep_out_m=(0.40, 0.1, 0.0, 0.45, 0.3, 0.5),
        max_start_m=0.15,
        min_tool_height_m=0.21 if check == 'tool_height' else 0.005,
    )
    robot = ROBOT
    if check == 'keep_out':
        robot = dataclasses.replace(ROBOT, position=np.array((0.3, 0.2, 0.2)))
    assessment = assess(chunk, limits=limits, robot=robot)
    assert not assessment.accepted
    assert [(v.check, v.step) for v in assessment.refusals] == [(check, step) for step in steps]
    assert all(len(v.message) > 20 for v in assessment.refusals)
