# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults of a second system, without its processes."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from lifecycle_msgs.msg import Transition
import pytest
from vla_system_tests.fault_injection import second_system_cases
from vla_system_tests.fault_injection.second_system_cases import names_node
from vla_system_tests.fault_injection.testbed import COMMAND
from vla_system_tests.fault_injection.testbed import OTHER_COMMAND
from vla_system_tests.fault_injection.testbed import Testbed

CASES = {case.name: case for case in second_system_cases.second_system_cases()}


class FakeTestbed:
    """Testbed that records its calls; the safety node reports each publisher at once."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.observer = SimpleNamespace(
            send=self.calls.append,
            message_of=lambda reason: f'published by /fault_observer: {reason}',
        )
        status = SimpleNamespace(reason='chunks_refused')
        self.client = SimpleNamespace(wait_for=self._wait_for, policy_status=status)

    def add_publisher(self, topic: str) -> None:
        self.calls.append(f'add {topic}')

    def start_second(self, *arguments: str) -> None:
        self.calls.append(f'start {" ".join(arguments)}')

    def start_motion(self, *commands: str) -> None:
        self.calls.append(f'move {", ".join(commands)}')

    def _wait_for(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        del timeout_s
        return condition()


@pytest.mark.parametrize('topic', ['robot_action', 'action_chunk', 'robot_state'])
def test_each_topic_has_a_second_publisher_at_rest_and_in_motion(topic: str) -> None:
    idle, moving = CASES[f'second_{topic}_idle'], CASES[f'second_{topic}_moving']
    testbed: Any = FakeTestbed()
    idle.inject(testbed)
    assert testbed.calls == [f'add {topic}', COMMAND]
    assert isinstance(moving.inject, partial)
    assert moving.inject.func is Testbed.add_publisher
    assert moving.inject.keywords == {'topic': topic}
    assert (idle.is_idle, idle.limit_s, idle.recovers) == (True, 0.0, 'with the next command')
    assert (moving.is_idle, moving.limit_s, moving.recovers) == (False, 1.0, 'after reset')
    assert idle.reason == moving.reason == f'duplicate_{topic}'
    assert idle.check(testbed) == moving.check(testbed) == ''


def test_message_must_name_the_node() -> None:
    testbed: Any = FakeTestbed()
    assert names_node(testbed, reason='a', node='/fault_observer') == ''
    problem = names_node(testbed, reason='a', node='/safety_node')
    assert problem == 'the message must name /safety_node: published by /fault_observer: a'


def test_second_safety_node_is_configured_while_the_robot_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    testbed: Any = FakeTestbed()
    monkeypatch.setattr(
        second_system_cases,
        'change_state',
        lambda testbed, transition, name: testbed.calls.append(f'{transition} of {name}'),
    )
    case = CASES['second_safety']
    case.before(testbed)
    case.inject(testbed)
    assert testbed.calls == [
        'start safety_node -p autostart:=false -r safety_status:=second_safety_node/safety_status',
        f'move {OTHER_COMMAND}, {COMMAND}',
        f'{Transition.TRANSITION_CONFIGURE} of second_safety_node',
    ]
    assert (case.limit_s, case.recovers) == (1.0, 'after reset')
