# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decorator of the checks of a joint path."""

from check_samples import make_context
from vla_safety.checks.path_check import check_failed
from vla_safety.checks.path_check import on_path
from vla_safety.testing.gate_harness import make_chunk


def test_check_is_not_made_without_a_robot_model() -> None:
    def fail(*_: object) -> list:
        raise AssertionError

    assert on_path(fail)(make_chunk(), make_context()) == []


def test_error_is_in_the_text() -> None:
    (violation,) = check_failed(RuntimeError('no solution'))
    assert violation.check == 'joint_check_failed'
    assert 'RuntimeError: no solution' in violation.message
