# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A finding for tests."""

from vla_system_tests.fault_injection.finding import Finding

FINDING = Finding(
    name='kill_policy',
    title='`kill -9` of policy_node',
    limit_s=1.0,
    may_continue=False,
    commanded_zero_s=0.9,
    measured_zero_s=0.95,
    first_hold_s=None,
    state='hold',
    reason='chunk_stale',
    statuses='hold: chunk_stale',
    reason_reported=True,
    sim_blocked=False,
    recovery='with the next command',
    max_speed_m_s=0.3,
    outside=0,
    audit='complete',
)
