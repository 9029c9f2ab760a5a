# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Callbacks of the status monitor."""

from types import SimpleNamespace
from typing import Any

from vla_client.status_monitor import StatusMonitor
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus


def test_every_callback_gets_every_status_in_order() -> None:
    deliver: dict[str, Any] = {}
    node = SimpleNamespace(
        create_subscription=lambda kind, topic, callback, profile: deliver.update(
            {topic: callback}
        )
    )
    monitor = StatusMonitor(node)
    first: list[str] = []
    second: list[str] = []
    states: list[int] = []
    monitor.add_policy_callback(lambda status: first.append(status.text))
    deliver['policy_status'](PolicyStatus(text='a'))
    monitor.add_policy_callback(lambda status: second.append(status.text))
    monitor.add_safety_callback(lambda status: states.append(status.state))
    deliver['policy_status'](PolicyStatus(text='b'))
    deliver['safety_status'](SafetyStatus(state=SafetyStatus.HOLD))
    assert (first, second) == (['a', 'b'], ['b'])
    assert states == [SafetyStatus.HOLD]
    assert monitor.policy is not None
    assert monitor.policy.text == 'b'
    assert monitor.safety is not None
    assert monitor.safety.state == SafetyStatus.HOLD
