# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Lifecycle node whose parameters may override the QoS of its topics."""

from collections.abc import Callable
from copy import copy
from typing import Any

from rclpy.lifecycle import LifecycleNode
from rclpy.qos import QoSProfile
from rclpy.qos_overriding_options import QoSOverridingOptions


def _allow_overrides(topic: str, kwargs: dict[str, Any]) -> None:
    """Let parameters override the QoS of a relative topic."""
    if not topic.startswith('/'):
        kwargs.setdefault('qos_overriding_options', QoSOverridingOptions.with_default_policies())


class QosOverrideNode(LifecycleNode):
    """
    Lifecycle node whose parameters may override the QoS of all relative topics.

    rclpy writes these overrides into the profile it receives, so it gets a copy: profiles are
    shared. Absolute topics (/clock, /tf, /diagnostics) keep the QoS that other ROS nodes expect.
    """

    def create_subscription(
        self,
        msg_type: Any,
        topic: str,
        callback: Callable[[Any], None],
        qos_profile: QoSProfile | int,
        **kwargs: Any,
    ) -> Any:
        """Subscribe as rclpy does; parameters may override the QoS."""
        _allow_overrides(topic, kwargs)
        return super().create_subscription(msg_type, topic, callback, copy(qos_profile), **kwargs)

    def create_publisher(
        self, msg_type: Any, topic: str, qos_profile: QoSProfile | int, **kwargs: Any
    ) -> Any:
        """Create a publisher as rclpy does; parameters may override the QoS."""
        _allow_overrides(topic, kwargs)
        return super().create_publisher(msg_type, topic, copy(qos_profile), **kwargs)

    def create_lifecycle_publisher(
        self, msg_type: Any, topic: str, qos_profile: QoSProfile | int, **kwargs: Any
    ) -> Any:
        """Create a publisher that publishes only while active; parameters may override the QoS."""
        _allow_overrides(topic, kwargs)
        return super().create_lifecycle_publisher(msg_type, topic, copy(qos_profile), **kwargs)
