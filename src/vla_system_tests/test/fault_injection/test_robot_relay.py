# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of joint_states and robot_state."""

import math

import pytest
from sensor_msgs.msg import JointState
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import stamp_s
from vla_common.conversions import to_stamp
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import RobotState
from vla_system_tests.fault_injection.robot_relay import JOINT_SOURCE
from vla_system_tests.fault_injection.robot_relay import relay_arguments
from vla_system_tests.fault_injection.robot_relay import RobotRelay
from vla_system_tests.fault_injection.robot_relay import StateFault


def joints(at_s: float, position: float) -> JointState:
    message = JointState(name=['a'], position=[position])
    message.header.stamp = to_stamp(round(at_s * 1e9))
    return message


@pytest.mark.parametrize(
    ('fault', 'expected'),
    [
        (StateFault(), [(1.5, 0.1), (1.6, 0.2), (2.6, 0.3)]),
        (StateFault(lost=True), []),
        (StateFault(frozen=True), [(1.5, 0.1), (1.6, 0.1), (2.6, 0.1)]),
        (StateFault(period_s=1.0), [(1.5, 0.1), (2.6, 0.3)]),
        (StateFault(not_a_number=True), [(1.5, math.nan), (1.6, math.nan), (2.6, math.nan)]),
    ],
)
def test_fault_changes_values_or_rate_but_not_stamps(
    fault: StateFault, expected: list[tuple[float, float]]
) -> None:
    sent = [(1.5, 0.1), (1.6, 0.2), (2.6, 0.3)]
    passed = [fault.apply(joints(at_s, position), at_s) for at_s, position in sent]
    received = [(stamp_s(m.header.stamp), m.position[0]) for m in passed if m is not None]
    assert received == [pytest.approx(entry, nan_ok=True) for entry in expected]


def test_frozen_robot_state_keeps_the_pose() -> None:
    fault = StateFault(frozen=True)
    for opening in (0.2, 0.4):
        message = fault.apply(RobotState(gripper=opening), 0.0)
        assert message is not None
        assert message.gripper == 0.2


def test_relay_passes_joints_on_until_they_are_lost() -> None:
    domain_id = free_domain_id()
    relay = RobotRelay(domain_id)
    received: list[JointState] = []
    try:
        with VlaClient('test_relay', domain_id=domain_id) as client:
            client.subscribe(JointState, 'joint_states', received.append, qos.SENSOR)
            source = client.run_on_executor(
                lambda: client.node.create_publisher(JointState, JOINT_SOURCE, qos.SENSOR)
            )

            def is_received() -> bool:
                source.publish(joints(1.5, 0.7))
                return bool(received)

            assert client.wait_for(is_received, 10.0)
            assert received[0].position[0] == 0.7
            relay.faults['joint_states'] = StateFault(lost=True)
            client.wait_for(lambda: False, 0.3)
            received.clear()
            assert not client.wait_for(is_received, 0.5)
    finally:
        relay.close()


def test_only_publishers_of_states_are_led_through_the_relay() -> None:
    assert relay_arguments('policy_node') == []
    assert relay_arguments('sim_node') == ['-r', f'sim_node:joint_states:={JOINT_SOURCE}']
