# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Named QoS profiles."""

import pytest
from rclpy.qos import DurabilityPolicy
from rclpy.qos import HistoryPolicy
from rclpy.qos import qos_check_compatible
from rclpy.qos import qos_profile_sensor_data
from rclpy.qos import QoSCompatibility
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import String
from vla_common import qos
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
