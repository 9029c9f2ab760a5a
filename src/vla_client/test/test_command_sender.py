# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Missing, unresponsive, duplicated and ended servers, and interrupted callers."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from vla_client import command_sender
from vla_client.client import VlaClient
from vla_client.command_handle import CommandFeedback
from vla_client.testing import FakeSystem
from vla_interfaces.action import ExecuteCommand

COMMAND = 'pick up the red cube'


def test_feedback_and_result_reach_the_handle(system: FakeSystem, client: VlaClient) -> None:
    received: list[CommandFeedback] = []
    handle = client.send(COMMAND, on_feedback=received.append)
    goal = system.wait_for_goal()
    assert not handle.done
    assert handle.feedback is None
    feedback = ExecuteCommand.Feedback(task='pick', phase='lift', progress=0.5, latency_s=0.25)
    goal.publish_feedback(feedback)
    assert client.wait_for(lambda: handle.feedback is not None, 5.0)
    assert handle.feedback == CommandFeedback('pick', 'lift', 0.5, 0.25)
    assert received == [handle.feedback]
    system.end_goal(goal, 'succeeded')
    result = handle.result(5.0)
    assert result.success
    assert result.command_id == 'command-1'
    assert handle.done


def test_a_canceled_command_ends_as_canceled(system: FakeSystem, client: VlaClient) -> None:
    handle = client.send(COMMAND)
    system.wait_for_goal()
    handle.cancel()
    handle.cancel()
    assert handle.result(5.0).outcome == 'canceled'


def test_a_command_canceled_before_there_is_a_server_is_never_sent(
    client: VlaClient, domain_id: int
) -> None:
    handle = client.send(COMMAND)
    handle.cancel()
    assert handle.result(1.0).outcome == 'canceled'
    with FakeSystem(domain_id) as system:
        other = client.send('point at the ball')
        system.end_goal(system.wait_for_goal(), 'succeeded')
        assert other.result(5.0).success
        assert [goal.request.text for goal in system.goals] == ['point at the ball']


def test_a_command_waits_for_a_server_that_starts_later(client: VlaClient, domain_id: int) -> None:
    handle = client.send(COMMAND)
    with FakeSystem(domain_id) as system:
        system.end_goal(system.wait_for_goal(), 'succeeded')
        assert handle.result(5.0).success


def test_without_a_server_the_command_fails(
    client: VlaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_sender, 'SERVER_TIMEOUT_S', 0.3)
    result = client.execute(COMMAND, 10.0)
    assert (result.outcome, result.reason, result.command_id) == ('failed', 'no_server', '')
    assert 'must be there within 0.3 s' in result.message
    assert result.duration_s < 5.0


def test_a_server_that_does_not_answer_fails_the_command(
    system: FakeSystem, client: VlaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_sender, 'ANSWER_TIMEOUT_S', 0.3)
    system.response_delay_s = 1.5
    result = client.execute(COMMAND, 10.0)
    assert (result.outcome, result.reason) == ('failed', 'no_answer')
    # The late answer changes nothing.
    system.wait_for_goal()
    assert client.execute('point at the ball', 0.0).outcome != 'succeeded'


def test_a_rejected_goal_fails_the_command(system: FakeSystem, client: VlaClient) -> None:
    system.accepts_goals = False
    result = client.execute(COMMAND, 10.0)
    assert (result.outcome, result.reason) == ('failed', 'rejected')


def test_a_server_that_ends_fails_the_running_command(
    system: FakeSystem, client: VlaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_sender, 'LOST_TIMEOUT_S', 0.3)
    handle = client.send(COMMAND)
    system.wait_for_goal()
    system.end_server()
    result = handle.result(10.0)
    assert (result.outcome, result.reason) == ('failed', 'server_lost')


def test_of_two_servers_the_first_result_counts(
    system: FakeSystem, client: VlaClient, domain_id: int
) -> None:
    service = 'execute_command/_action/send_goal'
    with FakeSystem(domain_id, 'second_system') as second:
        assert client.wait_for(lambda: client.node.count_services(service) == 2, 10.0)
        handle = client.send(COMMAND)
        first_goal, second_goal = system.wait_for_goal(), second.wait_for_goal()
        system.end_goal(first_goal, 'succeeded')
        result = handle.result(10.0)
        second.end_goal(second_goal, 'failed', 'late')
        assert result.outcome == 'succeeded'
        time.sleep(0.3)
        assert handle.result(0.0) == result
        # The client still works.
        other = client.send('point at the ball')
        system.end_goal(system.wait_for_goal(2), 'succeeded')
        assert other.result(10.0).success


def test_a_command_without_a_result_in_time_is_canceled(
    system: FakeSystem, client: VlaClient
) -> None:
    assert client.wait_for(lambda: client.command_subscriber_count == 1, 10.0)
    result = client.execute(COMMAND, 1.0)
    assert (result.outcome, result.reason) == ('timeout', 'timeout')
    assert 'must end within 1 s' in result.message
    assert system.wait_for_goal().is_cancel_requested or not system.goals[0].is_active


def test_a_server_that_ignores_the_cancellation_does_not_block(
    system: FakeSystem, client: VlaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_sender, 'CANCEL_TIMEOUT_S', 0.3)
    system.ends_canceled_goals = False
    began_s = time.monotonic()
    assert client.execute(COMMAND, 1.0).outcome == 'timeout'
    assert time.monotonic() - began_s < 4.0


def test_commands_of_several_threads_all_get_their_results(
    system: FakeSystem, client: VlaClient
) -> None:
    handles = []
    threads = [
        threading.Thread(target=lambda: handles.append(client.send(COMMAND))) for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    system.wait_for_goal(10)
    for goal in system.goals:
        system.end_goal(goal, 'succeeded')
    assert all(handle.result(10.0).success for handle in handles)
    assert len(handles) == 10


CALLER = f"""
from vla_client.client import VlaClient
with VlaClient('caller') as client:
    print('open', flush=True)
    client.execute({COMMAND!r}, 60.0)
"""


@pytest.mark.parametrize('delay_s', [0.0, 1.0])
def test_an_interrupted_caller_cancels_its_command_and_ends(
    system: FakeSystem, domain_id: int, delay_s: float
) -> None:
    # With a delay, the caller is interrupted before the server has answered.
    system.response_delay_s = delay_s
    caller = subprocess.Popen(
        [sys.executable, '-c', CALLER],
        env={**os.environ, 'ROS_DOMAIN_ID': str(domain_id)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert system.thread.wait_for(lambda: system.goals_received == 1, 10.0)
    caller.send_signal(signal.SIGINT)
    goal = system.wait_for_goal()
    assert 'KeyboardInterrupt' in caller.communicate(timeout=20)[1]
    assert system.thread.wait_for(lambda: not goal.is_active, 5.0)


def test_a_killed_caller_leaves_the_server_usable(
    system: FakeSystem, client: VlaClient, domain_id: int
) -> None:
    caller = subprocess.Popen(
        [sys.executable, '-c', CALLER], env={**os.environ, 'ROS_DOMAIN_ID': str(domain_id)}
    )
    system.wait_for_goal()
    caller.kill()
    caller.wait(20)
    handle = client.send('point at the ball')
    system.end_goal(system.wait_for_goal(2), 'succeeded')
    assert handle.result(10.0).success
