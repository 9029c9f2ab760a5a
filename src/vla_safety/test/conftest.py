# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures."""

from pathlib import Path
from typing import Any

import pytest
from safety_node_harness import MakeHarness
from safety_node_harness import SafetyNodeHarness
from vla_common.testing import NodeTestHarness
from vla_common.testing import ros
from vla_safety.testing.gate_harness import GateHarness

__all__ = ['harness', 'ros']


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write all logs to a temporary folder, the same as the fixture `ros`; return the folder."""
    folder = tmp_path / 'ros'
    folder.mkdir()
    monkeypatch.setenv('ROS_LOG_DIR', str(folder))
    return folder


@pytest.fixture
def harness() -> GateHarness:
    """Return a gate that has received the robot state."""
    harness = GateHarness()
    harness.tick()
    return harness


@pytest.fixture
def make_harness(ros: NodeTestHarness) -> MakeHarness:
    def make(**parameters: Any) -> SafetyNodeHarness:
        harness = SafetyNodeHarness(ros, **parameters)
        harness.connect()
        return harness

    return make
