# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures."""

import pytest
from vla_common.testing import ros
from vla_safety.testing import Rig

__all__ = ['rig', 'ros']


@pytest.fixture
def rig() -> Rig:
    """Return a gate that has seen the robot."""
    rig = Rig()
    rig.tick()
    return rig
