# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of a robot behind robot_bridge."""

from types import SimpleNamespace
from typing import Any

from sensor_msgs.msg import JointState
from vla_system_tests.fault_injection.robot_cases import robot_cases
from vla_system_tests.fault_injection.robot_relay import StateFault

CASES = {case.name: case for case in robot_cases()}


def test_joint_states_are_lost_frozen_slow_or_not_a_number() -> None:
    names = {f'joint_states_{fault}' for fault in ('lost', 'frozen', 'nan', '10hz')}
    assert names <= set(CASES)
    assert [case.name for case in CASES.values() if case.may_continue] == ['joint_states_10hz']


def test_a_fault_is_injected_into_its_topic_and_undone() -> None:
    relay = SimpleNamespace(faults={'joint_states': StateFault(), 'robot_state': StateFault()})
    testbed: Any = SimpleNamespace(robot_relay=relay)
    message = JointState(name=['a'], position=[1.0])
    CASES['joint_states_lost'].inject(testbed)
    assert relay.faults['joint_states'].apply(message, 1.0) is None
    assert relay.faults['robot_state'].apply(message, 1.0) is message
    CASES['joint_states_lost'].undo(testbed)
    assert relay.faults['joint_states'].apply(message, 1.0) is message


def test_killed_processes_are_started_again() -> None:
    calls: list[tuple[str, str]] = []
    testbed: Any = SimpleNamespace()
    for name in ('kill_robot_driver', 'kill_robot_bridge'):
        for step, action in (('inject', 'kill'), ('undo', 'restart')):
            bound = getattr(CASES[name], step)
            assert bound.func.__name__ == action
            calls.append((action, bound.keywords['node']))
    del testbed
    assert calls == [
        ('kill', 'sim_node'),
        ('restart', 'sim_node'),
        ('kill', 'robot_bridge'),
        ('restart', 'robot_bridge'),
    ]
