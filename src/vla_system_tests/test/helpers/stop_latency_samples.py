# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of the safety node and a sample for tests."""

from vla_bringup.files import default_params_file
from vla_system_tests.fault_injection.report import read_limits
from vla_system_tests.stop_latency.sample import StopLatencySample

LIMITS = read_limits(default_params_file())
IN_TIME = StopLatencySample(took_s=0.95, declared_s=1.0, speed_m_s=0.3, reason='chunk_stale')
