# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Lines of the terminal."""

import pytest
from vla_bringup.interactive.console import Console
from vla_bringup.interactive.console import HELP
from vla_client.command_handle import CommandHandle
from vla_client.command_handle import CommandResult
from vla_client.trigger_clients import TriggerReply


class RecordingClient:
    """Store commands and service calls."""

    def __init__(self) -> None:
        self.handles: list[CommandHandle] = []
        self.services: list[str] = []

    def send(self, text: str) -> CommandHandle:
        self.handles.append(CommandHandle(text, lambda _: None))
        return self.handles[-1]

    def trigger(self, service: str, timeout_s: float = 5.0) -> TriggerReply:
        self.services.append(service)
        return TriggerReply(service != 'approve', f'{service} received')


@pytest.fixture
def client() -> RecordingClient:
    return RecordingClient()


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def console(client: RecordingClient, lines: list[str]) -> Console:
    return Console(client, lines.append)


@pytest.mark.parametrize(
    ('result', 'answer'),
    [
        (CommandResult('succeeded', '', '', 8.04), 'DONE after 8.0 s: pick up the cube'),
        (
            CommandResult('refused', 'not_found', "refused 'pick up the cube': no cube", 1.0),
            "REFUSED (not_found): 'pick up the cube': no cube",
        ),
    ],
)
def test_a_command_is_answered_when_it_ends(
    console: Console, client: RecordingClient, lines: list[str], result: CommandResult, answer: str
) -> None:
    assert console.execute(' pick up the cube\n')
    assert lines == []
    client.handles[0].finish(result)
    assert lines == [answer]


def test_stop_words_and_services_are_service_calls(
    console: Console, client: RecordingClient, lines: list[str]
) -> None:
    for line in ('stop', 'Stop!', 'reset', 'approve', 'New scene'):
        assert console.execute(line)
    assert client.services == ['stop', 'stop', 'reset', 'approve', 'sim_node/reset_scene']
    assert client.handles == []
    assert lines[0] == 'stop: done: stop received'
    assert lines[3] == 'approve: FAILED: approve received'


def test_help_empty_lines_and_the_end(
    console: Console, client: RecordingClient, lines: list[str]
) -> None:
    assert console.execute('help') and console.execute('  ')
    assert lines == [HELP]
    assert not console.execute('quit')
    assert client.handles == [] and client.services == []
