# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Outcome of a goal."""

from typing import NamedTuple


class GoalOutcome(NamedTuple):
    """Outcome of a goal, with a machine-readable reason and a human-readable message."""

    outcome: str
    reason: str
    message: str
