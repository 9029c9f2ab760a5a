# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Named QoS profiles and their overriding by parameters."""

import pytest
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy
from rclpy.qos import HistoryPolicy
from rclpy.qos import qos_check_compatible
from rclpy.qos import qos_profile_sensor_data
from rclpy.qos import QoSCompatibility
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import String
from vla_common import qos
from vla_common.node import VlaNode
from vla_common.testing import Probe

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
def test_what_a_name_stands_for(
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
def test_both_ends_of_a_profile_match(name: str) -> None:
    assert qos_check_compatible(PROFILES[name], PROFILES[name])[0] != QoSCompatibility.ERROR


def test_sensor_hears_every_driver() -> None:
    for driver in (qos_profile_sensor_data, qos.RELIABLE_LATEST, qos.LATCHED):
        assert qos_check_compatible(driver, qos.SENSOR)[0] != QoSCompatibility.ERROR


def test_a_late_subscriber_gets_the_latched_message(ros: Probe) -> None:
    publisher = ros.node.create_publisher(String, 'fact', qos.LATCHED)
    publisher.publish(String(data='old'))
    publisher.publish(String(data='new'))
    facts = ros.collect(String, 'fact', qos.LATCHED)
    ros.wait_for(lambda: bool(facts))
    assert [fact.data for fact in facts] == ['new']


def _overridden(ros: Probe, kind: str) -> VlaNode:
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


def test_users_override_a_subscription_and_no_other(ros: Probe) -> None:
    node = _overridden(ros, 'subscription')
    subscription = node.create_subscription(
        String, 'camera', print, qos.SENSOR, qos_overriding_options=qos.overridable()
    )
    profile = subscription.qos_profile
    assert (profile.reliability, profile.depth) == (ReliabilityPolicy.RELIABLE, 2)
    assert (qos.SENSOR.reliability, qos.SENSOR.depth) == (ReliabilityPolicy.BEST_EFFORT, 5)


@pytest.mark.parametrize('create', ['create_publisher', 'create_lifecycle_publisher'])
def test_users_override_a_publisher_and_no_other(ros: Probe, create: str) -> None:
    node = _overridden(ros, 'publisher')
    publisher = getattr(node, create)(
        String, 'camera', qos.SENSOR, qos_overriding_options=qos.overridable()
    )
    profile = publisher.qos_profile
    assert (profile.reliability, profile.depth) == (ReliabilityPolicy.RELIABLE, 2)
    assert (qos.SENSOR.reliability, qos.SENSOR.depth) == (ReliabilityPolicy.BEST_EFFORT, 5)
