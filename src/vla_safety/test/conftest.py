# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safety_node_harness import SafetyNodeHarness
from vla_common.testing import NodeTestHarness
from vla_common.testing import ros
from vla_safety.testing.gate_harness import GateHarness

__all__ = ['harness', 'ros']


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep logs of nodes, the audit log among them, where the test can see them."""
    monkeypatch.setenv('ROS_LOG_DIR', str(tmp_path))
    return tmp_path


@pytest.fixture
def harness() -> GateHarness:
    """Return a gate that has seen the robot."""
    harness = GateHarness()
    harness.tick()
    return harness


@pytest.fixture
def make(ros: NodeTestHarness) -> Callable[..., SafetyNodeHarness]:
    def _make(**parameters: Any) -> SafetyNodeHarness:
        harness = SafetyNodeHarness(ros, **parameters)
        harness.connect()
        return harness

    return _make
