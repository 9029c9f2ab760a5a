# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Fault of an input."""

from vla_safety.types.input_fault import InputFault


def test_a_fault_has_reason_and_message() -> None:
    reason, message = InputFault('state_frame', 'text')
    assert (reason, message) == ('state_frame', 'text')
