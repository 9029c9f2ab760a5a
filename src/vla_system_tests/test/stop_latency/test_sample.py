# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Lateness of a sample."""

from dataclasses import replace

import pytest
from stop_latency_samples import IN_TIME


def test_lateness_is_the_difference_to_the_declared_time() -> None:
    assert IN_TIME.late_s == pytest.approx(-0.05)
    assert replace(IN_TIME, took_s=1.25).late_s == pytest.approx(0.25)
