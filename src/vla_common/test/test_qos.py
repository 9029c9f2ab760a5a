# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Named QoS profiles, and parameters that override them."""

import pytest
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy
from rclpy.qos import HistoryPolicy
from rclpy.qos import qos_check_compatible
from rclpy.qos import qos_profile_sensor_data
from rclpy.qos import QoSCompatibility
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from rclpy.qos_overriding_options import QoSOverridingOptions
from std_msgs.msg import String
from vla_common import qos
from vla_common.node import VlaNode
from vla_common.testing import NodeTestHarness

PROFILES = {name: value for name, value in vars(qos).items() if isinstance(value, QoSProfile)}


@pytest.mark.parametrize(
    ('name', 'reliability', 'durability', 'depth'),
    [
        ('SENSOR', ReliabilityPolicy.BEST_EFFORT, DurabilityPolicy.VOLATILE, 5),
        ('BEST_EFFORT_LATEST', ReliabilityPolicy.BEST_EFFORT, DurabilityPolicy.VOLATILE, 1),
        ('RELIABLE_LATEST', ReliabilityPolicy.RELIABLE, DurabilityPolicy.VOLATILE, 1),
        ('LATCHED', ReliabilityPolicy.RELIABLE, DurabilityPolicy.TRANSIENT_LOCAL, 1),
        ('COMMAND', ReliabilityPolicy.RELIABLE, DurabilityPolicy.VOLATILE, 10),
    ],
)
def test_policies_of_the_named_profiles(
    name: str, reliability: ReliabilityPolicy, durability: DurabilityPolicy, depth: int
) -> None:
    profile = PROFILES[name]
    assert profile.history == HistoryPolicy.KEEP_LAST
    assert (profile.reliability, profile.durability, profile.depth) == (
        reliability,
        durability,
        depth,
    )


@pytest.mark.parametrize('name', PROFILES)
def test_a_profile_is_compatible_with_itself(name: str) -> None:
    assert qos_check_compatible(PROFILES[name], PROFILES[name])[0] != QoSCompatibility.ERROR


def test_the_sensor_profile_is_compatible_with_every_driver() -> None:
    for driver in (qos_profile_sensor_data, qos.RELIABLE_LATEST, qos.LATCHED):
        assert qos_check_compatible(driver, qos.SENSOR)[0] != QoSCompatibility.ERROR


def test_a_late_subscriber_receives_the_latched_message(ros: NodeTestHarness) -> None:
    publisher = ros.node.create_publisher(String, 'fact', qos.LATCHED)
    publisher.publish(String(data='old'))
    publisher.publish(String(data='new'))
    facts = ros.collect(String, 'fact', qos.LATCHED)
    ros.wait_for(lambda: bool(facts))
    assert [fact.data for fact in facts] == ['new']


def _overridden(ros: NodeTestHarness, kind: str) -> VlaNode:
    prefix = f'qos_overrides./camera.{kind}'
    return ros.add(
        VlaNode(
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
    node = ros.add(VlaNode('user', context=ros.context))
    node.create_publisher(String, '/shared', qos.SENSOR)
    node.create_subscription(String, '/shared', print, qos.SENSOR)
    assert not node.get_parameters_by_prefix('qos_overrides')


def test_given_override_options_are_kept(ros: NodeTestHarness) -> None:
    node = ros.add(VlaNode('user', context=ros.context))
    none = QoSOverridingOptions([])
    node.create_publisher(String, 'camera', qos.SENSOR, qos_overriding_options=none)
    assert not node.get_parameters_by_prefix('qos_overrides')
