# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Defaults of a fault."""

from typing import Any

from vla_system_tests.fault_injection.fault_case import FaultCase


def test_fault_without_further_requirements() -> None:
    testbed: Any = None
    case = FaultCase('name', 'title', lambda testbed: None)
    case.before(testbed)
    case.undo(testbed)
    assert case.check(testbed) == ''
    assert (case.limit, case.limit_s, case.recovers, case.is_idle) == ('', None, '', False)
    assert not case.may_continue
