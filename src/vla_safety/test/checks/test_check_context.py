# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Margins and violations that the checks report."""

import math

from check_samples import make_context
import pytest
from vla_safety.checks.check_context import chunk_violation
from vla_safety.checks.check_context import violations_above
from vla_safety.testing.gate_harness import make_chunk


def test_nan_is_above_every_limit() -> None:
    values = [0.5, math.nan, math.inf, 1.5]
    violations = violations_above(
        make_context(), 'a', values, 1.0, 'at most {limit} m', remedy='Stop', steps=range(4, 8)
    )
    assert [v.step for v in violations] == [5, 6, 7]
    assert violations[2].message == 'at most 1 m; step 7 has 1.5. Stop'


def test_the_margin_is_the_one_of_the_largest_value() -> None:
    context = make_context()
    assert (
        violations_above(
            context, 'a', [0.2, 0.7], 1.0, 'at most {limit} m', remedy='Stop', steps=range(2)
        )
        == []
    )
    assert context.margins['a'] == pytest.approx((0.7, 1.0, 0.3))
    assert (
        violations_above(context, 'b', [], 1.0, 'at most {limit} m', remedy='Stop', steps=range(0))
        == []
    )
    assert 'b' not in context.margins


def test_upper_and_lower_limits_include_their_value_but_not_nan() -> None:
    context = make_context()
    assert context.at_most('a', 1.0, 1.0)
    assert not context.at_most('a', 1.5, 1.0)
    assert context.margins['a'] == (1.5, 1.0, -0.5)
    assert context.at_least('b', 1.0, 1.0)
    assert not context.at_least('b', 0.5, 1.0)
    assert context.margins['b'] == (0.5, 1.0, -0.5)
    assert not context.at_most('c', math.nan, 1.0)
    assert not context.at_least('c', math.nan, 1.0)


def test_the_trajectory_starts_where_the_robot_stood() -> None:
    moving = make_context(stood_until_s=99.0).trajectory(make_chunk())
    standing = make_context(stood_until_s=100.0).trajectory(make_chunk())
    assert moving.stamp_s == standing.stamp_s == pytest.approx(99.85)
    assert moving.end_s == pytest.approx(101.45)
    assert standing.end_s == pytest.approx(101.6)


def test_a_violation_of_the_whole_chunk_has_no_step() -> None:
    (violation,) = chunk_violation('frame', math.nan, 0, 'text')
    assert (violation.check, violation.step, violation.message) == ('frame', -1, 'text')
