# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of a robot behind robot_bridge."""

from types import SimpleNamespace
from typing import Any

import pytest
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


@pytest.mark.parametrize(('what', 'node'), [('driver', 'sim_node'), ('bridge', 'robot_bridge')])
def test_processes_are_killed_and_started_or_frozen_and_continued(what: str, node: str) -> None:
    for fault, inject, undo in (('kill', 'kill', 'restart'), ('freeze', 'freeze', 'unfreeze')):
        case: Any = CASES[f'{fault}_robot_{what}']
        for action, name in ((case.inject, inject), (case.undo, undo)):
            assert (action.func.__name__, action.keywords) == (name, {'node': node})
