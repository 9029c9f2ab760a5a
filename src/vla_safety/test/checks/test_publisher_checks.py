# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Check of the publishers before motion."""

from check_samples import assess
from vla_safety.testing.gate_harness import make_chunk
from vla_safety.types.input_fault import InputFault


def test_a_second_publisher_refuses_a_chunk() -> None:
    fault = InputFault('duplicate_robot_action', 'published by /other')
    (violation,) = assess(make_chunk(), publisher_fault=fault).refusals
    assert (violation.check, violation.message) == fault
    assert assess(make_chunk(), publisher_fault=None).accepted
