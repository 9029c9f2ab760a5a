# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared fixtures."""

import math

import pytest
from vla_common.testing import ros
from vla_policy.control import end_of_motion

__all__ = ['ros']


@pytest.fixture
def ends_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow what the scripted network does: it ends each motion where it began."""
    monkeypatch.setattr(end_of_motion, 'MAX_DISTANCE_M', math.inf)
