# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Factor of the CPU load meter."""

import threading

from cpu_load import CpuLoadMeter


def test_factor_is_at_least_one() -> None:
    meter = CpuLoadMeter()
    assert meter.factor == 1.0
    with meter:
        threading.Event().wait(0.3)
    assert 1.0 <= meter.factor < 1000.0
