# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Identity of a command over the language node and the policy node, with real messages."""

from collections.abc import Callable
from pathlib import Path
import threading
from typing import Any
from typing import cast

from action_msgs.msg import GoalStatus
import numpy as np
from policy_node_harness import PolicyNodeHarness
from policy_samples import PICK
from policy_samples import scripted_policy
from policy_samples import TEXT
from policy_samples import TINY
import pytest
from rclpy.action import ActionClient
from std_msgs.msg import String
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.action import ExecuteCommand
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_language.command import Command
from vla_language.encoders.text_encoder import TokenStates
from vla_language.interpreter import Interpretation
from vla_language.language_node import LanguageNode
from vla_policy.types.vocabulary import Phase


class BlockingInterpreter:
    """Interpreter with random states and one meaning; blocks while `gate` is closed."""

    encoder_id = TEXT

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

    def interpret(self, command: Command, dialogue: object) -> Interpretation:
        """Return the command with states of its words."""
        assert self.gate.wait(5.0)
        words = tuple(command.text.split())
        states = np.random.default_rng(0).normal(size=(len(words), TINY.text_dim))
        encoded = TokenStates(words, states.astype(np.float32))
        return Interpretation(command, PICK, command.text, encoded)


class CommandPathHarness:
    """Language node, policy node and an action client."""

    def __init__(self, ros: NodeTestHarness, folder: Path) -> None:
        self.interpreter = BlockingInterpreter()
        self.language: LanguageNode = ros.add(
            LanguageNode(cast(Any, self.interpreter), context=ros.context)
        )
        model = scripted_policy(phase=Phase.DESCEND)
        self.policy = PolicyNodeHarness(ros, folder, model)
        self.policy.connect()
        self.texts = ros.publisher(String, 'natural_language_command', qos.COMMAND)
        self.requests = ros.publisher(CommandRequest, 'command_request', qos.COMMAND)
        self.sent: list[CommandRequest] = ros.collect(CommandRequest, 'command_request')
        self._client = ActionClient(ros.node, ExecuteCommand, 'execute_command')
        self.wait_for(self._client.server_is_ready)
        # One subscription is in the node, the second one in the test.
        self.wait_for(lambda: ros.node.count_subscribers('command_request') == 2)
        self.wait_for(lambda: ros.node.count_publishers('command_embedding') == 2)

    def wait_for(self, predicate: Callable[[], bool]) -> None:
        """Publish features and states until `predicate` holds."""
        self.policy.wait_for(predicate, 'no success')

    def request(self, text: str, command_id: str) -> None:
        """Publish a command with an identifier."""
        self.requests.publish(CommandRequest(text=text, command_id=command_id))

    def send_goal(self, text: str) -> Any:
        """Send a goal, wait for its request and return the goal handle."""
        count = len(self.sent)
        future = self._client.send_goal_async(ExecuteCommand.Goal(text=text))
        self.wait_for(lambda: future.done() and len(self.sent) > count)
        return future.result()

    def result(self, handle: Any) -> tuple[int, Any]:
        """Wait for status and result of a goal."""
        future = handle.get_result_async()
        self.wait_for(future.done)
        return int(future.result().status), future.result().result

    def executed_id(self) -> str:
        """Return the identifier of the command that the policy executes, or an empty string."""
        status = self.policy.statuses[-1]
        return status.command_id if status.state == PolicyStatus.EXECUTING else ''


@pytest.fixture
def path(ros: NodeTestHarness, tmp_path: Path) -> CommandPathHarness:
    """Return the nodes of the path of a command."""
    return CommandPathHarness(ros, tmp_path)


def test_an_earlier_command_with_the_same_text_does_not_claim_a_goal(
    path: CommandPathHarness,
) -> None:
    path.interpreter.gate.clear()
    path.texts.publish(String(data='pick up the red cube'))
    path.policy.feed(0.2)
    handle = path.send_goal('pick up the red cube')
    goal_id = path.sent[-1].command_id
    # The embedding of the other command arrives first, while the goal waits for its own.
    path.interpreter.gate.set()
    path.wait_for(lambda: path.executed_id() == goal_id)
    assert handle.status == GoalStatus.STATUS_EXECUTING
    path.request('stop', 'stop-1')
    _, result = path.result(handle)
    assert (result.outcome, result.command_id) == ('stopped', goal_id)


def test_a_later_command_with_the_same_text_replaces_a_goal(path: CommandPathHarness) -> None:
    handle = path.send_goal('pick up the red cube')
    goal_id = path.sent[-1].command_id
    path.wait_for(lambda: path.executed_id() == goal_id)
    path.texts.publish(String(data='pick up the red cube'))
    status, result = path.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.command_id) == ('replaced', goal_id)
    path.wait_for(lambda: path.executed_id() not in ('', goal_id))


def test_a_goal_is_executed_under_the_id_of_its_request(path: CommandPathHarness) -> None:
    handle = path.send_goal('pick up the red cube')
    goal_id = path.sent[-1].command_id
    path.wait_for(lambda: path.executed_id() == goal_id)
    path.wait_for(lambda: bool(path.policy.chunks and path.policy.attention))
    assert {chunk.command_id for chunk in path.policy.chunks} == {goal_id}
    assert {message.command_id for message in path.policy.attention} == {goal_id}
    path.texts.publish(String(data='please stop'))
    assert path.result(handle)[1].outcome == 'stopped'


def test_a_stop_in_a_request_ends_a_goal(path: CommandPathHarness) -> None:
    handle = path.send_goal('pick up the red cube')
    path.wait_for(lambda: path.executed_id() == path.sent[-1].command_id)
    path.request('stop', 'stop-1')
    assert path.result(handle)[1].outcome == 'stopped'
    path.policy.wait_for_state(PolicyStatus.IDLE, 'stop-1')


def test_a_repeated_id_does_not_replace_the_running_command(path: CommandPathHarness) -> None:
    path.request('pick up the red cube', 'run-1')
    path.wait_for(lambda: path.executed_id() == 'run-1')
    path.request('push the blue ball', 'run-1')
    path.policy.feed(0.3)
    assert path.executed_id() == 'run-1'
    assert path.policy.statuses[-1].text == 'pick up the red cube'
    path.request('push the blue ball', 'run-2')
    path.wait_for(lambda: path.executed_id() == 'run-2')


def test_a_text_gets_an_id_of_its_own_each_time(path: CommandPathHarness) -> None:
    ids = []
    for _ in range(2):
        path.texts.publish(String(data='pick up the red cube'))
        path.wait_for(lambda: path.executed_id() not in ('', *ids))
        ids.append(path.executed_id())
    assert len(set(ids)) == 2


def test_an_inactive_language_node_fails_the_goal(
    path: CommandPathHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_policy.ros.goals.PICKUP_S', 0.5)
    path.language.trigger_deactivate()
    status, result = path.result(path.send_goal('pick up the red cube'))
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('failed', 'no_answer')
    assert result.command_id == path.sent[-1].command_id
