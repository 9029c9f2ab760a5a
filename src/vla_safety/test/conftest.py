# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safety_system import System
from vla_common.testing import Probe
from vla_common.testing import ros
from vla_safety.testing.gate_harness import Rig

__all__ = ['rig', 'ros']


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep logs of nodes, the audit log among them, where the test can see them."""
    monkeypatch.setenv('ROS_LOG_DIR', str(tmp_path))
    return tmp_path


@pytest.fixture
def rig() -> Rig:
    """Return a gate that has seen the robot."""
    rig = Rig()
    rig.tick()
    return rig


@pytest.fixture
def make(ros: Probe) -> Callable[..., System]:
    def _make(**parameters: Any) -> System:
        system = System(ros, **parameters)
        system.connect()
        return system

    return _make
