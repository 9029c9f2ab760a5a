# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters that override the QoS of topics."""

import pytest
from rclpy.parameter import Parameter
from rclpy.qos import ReliabilityPolicy
from rclpy.qos_overriding_options import QoSOverridingOptions
from std_msgs.msg import String
from vla_common import qos
from vla_common.qos_override_node import QosOverrideNode
from vla_common.testing import NodeTestHarness


def _overridden(ros: NodeTestHarness, kind: str) -> QosOverrideNode:
    prefix = f'qos_overrides./camera.{kind}'
    return ros.add(
        QosOverrideNode(
            'user',
            context=ros.context,
            parameter_overrides=[
                Parameter(f'{prefix}.reliability', value='reliable'),
                Parameter(f'{prefix}.depth', value=2),
            ],
        )
    )


def test_parameters_override_one_subscription_only(ros: NodeTestHarness) -> None:
    node = _overridden(ros, 'subscription')
    subscription = node.create_subscription(String, 'camera', print, qos.SENSOR)
    profile = subscription.qos_profile
    assert (profile.reliability, profile.depth) == (ReliabilityPolicy.RELIABLE, 2)
    assert (qos.SENSOR.reliability, qos.SENSOR.depth) == (ReliabilityPolicy.BEST_EFFORT, 5)


@pytest.mark.parametrize('create', ['create_publisher', 'create_lifecycle_publisher'])
def test_parameters_override_one_publisher_only(ros: NodeTestHarness, create: str) -> None:
    node = _overridden(ros, 'publisher')
    publisher = getattr(node, create)(String, 'camera', qos.SENSOR)
    profile = publisher.qos_profile
    assert (profile.reliability, profile.depth) == (ReliabilityPolicy.RELIABLE, 2)
    assert (qos.SENSOR.reliability, qos.SENSOR.depth) == (ReliabilityPolicy.BEST_EFFORT, 5)


def test_absolute_topics_have_no_override_parameters(ros: NodeTestHarness) -> None:
    node = ros.add(QosOverrideNode('user', context=ros.context))
    node.create_publisher(String, '/shared', qos.SENSOR)
    node.create_subscription(String, '/shared', print, qos.SENSOR)
    assert not node.get_parameters_by_prefix('qos_overrides')


def test_given_override_options_are_kept(ros: NodeTestHarness) -> None:
    node = ros.add(QosOverrideNode('user', context=ros.context))
    none = QoSOverridingOptions([])
    node.create_publisher(String, 'camera', qos.SENSOR, qos_overriding_options=none)
    assert not node.get_parameters_by_prefix('qos_overrides')
