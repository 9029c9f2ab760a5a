# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Environment, command lines and retries of the testbed, without its processes."""

from collections.abc import Callable
from pathlib import Path
import signal
from types import SimpleNamespace
from typing import Any

import pytest
from vla_system_tests.fault_injection import testbed as testbed_module
from vla_system_tests.fault_injection.testbed import Testbed
from vla_system_tests.fault_injection.testbed import TestbedError


def test_audit_log_is_in_the_folder_of_the_logs(tmp_path: Path) -> None:
    assert Testbed(tmp_path).audit_directory == tmp_path / 'ros' / 'vla_audit'


class ScriptedObserver:
    """Observer whose answer to each command is 'executing', 'latched', 'done' or nothing."""

    def __init__(self, answers: list[str]) -> None:
        self._answers = answers
        self.sent: list[str] = []

    @property
    def answer(self) -> str:
        return self._answers[min(len(self.sent), len(self._answers)) - 1]

    def send(self, text: str) -> None:
        self.sent.append(text)

    def is_executing(self) -> bool:
        return self.answer == 'executing'

    def is_latched(self) -> bool:
        return self.answer == 'latched'

    def is_done(self) -> bool:
        return self.answer == 'done'


@pytest.mark.parametrize(
    ('answers', 'moves', 'sent'),
    [
        (['executing'], True, ['a']),
        (['done', 'executing'], True, ['a', 'b']),
        (['done', '', 'executing'], True, ['a', 'b', 'a']),
        (['latched', 'executing'], False, ['a']),
    ],
)
def test_commands_are_sent_in_turn_until_the_robot_moves(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[str],
    moves: bool,
    sent: list[str],
) -> None:
    monkeypatch.setattr(testbed_module, '_PAUSE_S', 0.0)

    def wait_for(condition: Callable[[], bool], timeout_s: float) -> bool:
        del timeout_s
        return condition()

    testbed: Any = Testbed(tmp_path)
    testbed.observer = ScriptedObserver(answers)
    testbed.client = SimpleNamespace(wait_for=wait_for)
    assert testbed.moves_after(['a', 'b'], 10.0) is moves
    assert testbed.observer.sent == sent


def test_robot_that_does_not_move_is_reported_with_the_statuses(tmp_path: Path) -> None:
    testbed: Any = Testbed(tmp_path)
    testbed.moves_after = lambda commands, timeout_s: False
    testbed.client = SimpleNamespace(
        policy_status=SimpleNamespace(message='no image'), safety_status=None
    )
    with pytest.raises(TestbedError, match="must move after 'a'; it did not: no image"):
        testbed.start_motion('a')


class StartedProcesses:
    """Processes that record how they are started and signaled."""

    def __init__(self) -> None:
        self.started: list[tuple[str, list[str], dict[str, str]]] = []
        self.signals: list[tuple[str, int]] = []

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.started.append((name, command, environment))

    def signal(self, name: str, sign: int) -> None:
        self.signals.append((name, sign))

    def ended(self) -> dict[str, int]:
        return {name: 0 for name, _ in self.signals}


def test_second_process_that_does_not_start_is_reported(tmp_path: Path) -> None:
    testbed: Any = Testbed(tmp_path)
    testbed._processes = SimpleNamespace(
        start=lambda *arguments: None, last_log_line=lambda name: f'{name} died'
    )
    testbed._commands, testbed._environment = {'safety_node': ['safety']}, {}
    testbed.client = SimpleNamespace(wait_for=lambda condition, timeout_s: False)
    with pytest.raises(TestbedError, match='within 60 s; last log line: second_safety_node died'):
        testbed.start_second('safety_node')


def test_a_node_has_a_second_process(tmp_path: Path) -> None:
    testbed: Any = Testbed(tmp_path)
    testbed._processes = processes = StartedProcesses()
    testbed._commands = {'safety_node': ['safety', '--params-file']}
    testbed._environment = {'A': '1'}
    node = SimpleNamespace(get_node_names=lambda: ['second_safety_node'])
    testbed.client = SimpleNamespace(wait_for=lambda condition, timeout_s: condition(), node=node)
    testbed.restart('safety_node')
    testbed.start_second('safety_node', '-p', 'a:=1')
    renamed = ['--ros-args', '-r', '__node:=second_safety_node', '-p', 'a:=1']
    assert processes.started == [
        ('safety_node', ['safety', '--params-file'], {'A': '1'}),
        ('second_safety_node', ['safety', *renamed], {'A': '1'}),
    ]
    testbed.end_second('safety_node')
    assert processes.signals == [('second_safety_node', signal.SIGINT)]
