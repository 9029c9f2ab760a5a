# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Newest status of the policy node and of the safety node."""

from collections.abc import Callable
from typing import Any
from typing import Final

from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus

#: Compatible with qos.LATCHED, and deep enough that callbacks receive every status.
STATUS_QOS: Final = QoSProfile(
    depth=1000, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)


class StatusMonitor:
    """
    Store the newest status and call the callbacks of every status, in the executor thread.

    Parameters
    ----------
    node
        Node of the subscriptions.

    """

    def __init__(self, node: Any) -> None:
        self.policy: PolicyStatus | None = None
        self.safety: SafetyStatus | None = None
        # Replaced, never changed: a callback may be added while others run.
        self._policy_callbacks: tuple[Callable[[PolicyStatus], None], ...] = ()
        self._safety_callbacks: tuple[Callable[[SafetyStatus], None], ...] = ()
        node.create_subscription(PolicyStatus, 'policy_status', self._on_policy, STATUS_QOS)
        node.create_subscription(SafetyStatus, 'safety_status', self._on_safety, STATUS_QOS)

    def add_policy_callback(self, callback: Callable[[PolicyStatus], None]) -> None:
        """Call `callback` with every status of the policy node from now on."""
        self._policy_callbacks += (callback,)

    def add_safety_callback(self, callback: Callable[[SafetyStatus], None]) -> None:
        """Call `callback` with every status of the safety node from now on."""
        self._safety_callbacks += (callback,)

    def _on_policy(self, message: PolicyStatus) -> None:
        self.policy = message
        for callback in self._policy_callbacks:
            callback(message)

    def _on_safety(self, message: SafetyStatus) -> None:
        self.safety = message
        for callback in self._safety_callbacks:
            callback(message)
