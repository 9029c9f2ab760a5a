# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of the health of a node to diagnostics."""

from diagnostic_msgs.msg import DiagnosticStatus
import pytest
from rclpy.time import Time
from vla_common.health import Health
from vla_common.health import Level
from vla_common.health import to_diagnostics


@pytest.mark.parametrize('level', Level)
def test_levels_are_those_of_the_message(level: Level) -> None:
    assert getattr(DiagnosticStatus, level.name) == bytes([level])
    array = to_diagnostics('node', Health(level), Time())
    assert array.status[0].level == bytes([level])


def test_name_message_values_and_stamp() -> None:
    health = Health(Level.WARN, 'no image', {'rate_hz': 0.5, 'frame': None, 'images_bad': 3})
    array = to_diagnostics('left/perception_node', health, Time(seconds=12, nanoseconds=5))
    (status,) = array.status
    assert (status.name, status.message) == ('left/perception_node', 'no image')
    assert {value.key: value.value for value in status.values} == {
        'rate_hz': '0.5',
        'frame': 'None',
        'images_bad': '3',
    }
    assert (array.header.stamp.sec, array.header.stamp.nanosec) == (12, 5)


def test_a_node_is_running_by_default() -> None:
    health = Health()
    assert (health.level, health.message, health.values) == (Level.OK, 'running', {})


def test_context_is_added_to_the_health() -> None:
    health = Health(Level.WARN, 'no camera', {'images': 3})
    assert health.with_context('', '') == health
    changed = health.with_context('', 'rate_hz 5.0 -> 7.0')
    assert changed.values == {'images': 3, 'parameters_changed': 'rate_hz 5.0 -> 7.0'}
    assert health.with_context('no /clock', '').message == 'no /clock; no camera'
    assert Health().with_context('no /clock', '') == Health(Level.ERROR, 'no /clock')
