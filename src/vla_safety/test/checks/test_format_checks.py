# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Format checks of a chunk: shapes, numbers, ranges, frame, command."""

import math

from check_samples import assert_refused
from check_samples import assess
from check_samples import fields_for
from check_samples import make_context
from check_samples import with_value
import numpy as np
import pytest
from vla_safety.checks.format_checks import check_gripper
from vla_safety.checks.format_checks import check_shape
from vla_safety.testing.gate_harness import HOME
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.types.chunk import Chunk
from vla_safety.types.limits import Limits

CASES: tuple[tuple[str, list[int], Chunk], ...] = (
    ('shape', [-1], make_chunk(gripper=np.ones(15))),
    ('shape', [-1], make_chunk(positions=np.zeros((16, 2)))),
    ('shape', [-1], make_chunk(positions=np.zeros((0, 3)), **fields_for(0))),
    ('shape', [-1], make_chunk(positions=np.tile(HOME, (65, 1)), **fields_for(65))),
    ('finite', [3], with_value('positions', (3, 1), math.nan)),
    ('finite', [4], with_value('quaternions', (4, 0), math.inf)),
    ('finite', [5], with_value('gripper', 5, -math.inf)),
    ('finite', [6], with_value('termination', 6, math.nan)),
    ('finite', [7], with_value('positions', (7, 0), 1e30)),
    ('finite', [-1], make_chunk(confidence=math.nan)),
    ('finite', [-1], make_chunk(step_duration_s=math.inf)),
    ('frame', [-1], make_chunk(frame_id='world')),
    ('frame', [-1], make_chunk(frame_id='')),
    ('command_id', [-1], make_chunk(command_id='')),
    ('command_id', [-1], make_chunk(command_id='x' * 129)),
    ('step_duration', [-1], make_chunk(step_duration_s=0.0)),
    ('step_duration', [-1], make_chunk(step_duration_s=-0.1)),
    ('step_duration', [-1], make_chunk(step_duration_s=1.5)),
    ('quaternion', [2], with_value('quaternions', 2, (0.9, 0.0, 0.0, 0.0))),
    ('quaternion', [2], with_value('quaternions', 2, 0.0)),
    ('confidence', [-1], make_chunk(confidence=0.1)),
    ('confidence', [-1], make_chunk(confidence=1.5)),
    ('termination', [9], with_value('termination', 9, 1.1)),
    ('gripper', [8], with_value('gripper', 8, -0.1)),
    ('gripper', [8], with_value('gripper', 8, 1.1)),
)


@pytest.mark.parametrize(('check', 'steps', 'chunk'), CASES)
def test_malformed_chunks_are_refused_with_their_steps(
    check: str, steps: list[int], chunk: Chunk
) -> None:
    assert_refused(check, steps, chunk)


def test_a_command_that_is_no_task_is_refused() -> None:
    assert [v.check for v in assess(make_chunk(), is_task=False).refusals] == ['no_task']


@pytest.mark.parametrize('steps', [1, 64])
def test_the_smallest_and_the_largest_number_of_steps_pass(steps: int) -> None:
    chunk = make_chunk(positions=np.tile(HOME, (steps, 1)), **fields_for(steps))
    assert check_shape(chunk, make_context()) == []


def test_values_at_the_end_of_their_ranges_pass() -> None:
    chunk = make_chunk(
        gripper=np.linspace(0.0, 1.0, 16),
        termination=np.linspace(0.0, 1.0, 16),
        confidence=0.2,
        command_id='x' * 128,
    )
    assert assess(chunk).accepted


def test_a_limit_of_the_gripper_is_in_the_message() -> None:
    limits = Limits(gripper_max=0.8)
    (violation, *_) = check_gripper(make_chunk(), make_context(limits=limits))
    assert violation.value == pytest.approx(0.2)
    assert 'within 0 and 0.8' in violation.message
