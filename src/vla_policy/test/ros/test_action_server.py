# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The action `execute_command`: each way that a command can end."""

from collections.abc import Callable
from pathlib import Path
import time
from typing import Any

from action_msgs.msg import GoalStatus
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from policy_bench import PolicyBench
from policy_samples import scripted_policy
import pytest
from rclpy.action import ActionClient
from std_msgs.msg import String
from vla_common import qos
from vla_common.testing import Probe
from vla_interfaces.action import ExecuteCommand
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import Verdict


class Client:
    """An action client beside a policy node, and a language node that answers at once."""

    def __init__(
        self, ros: Probe, folder: Path, model: VlaPolicy | None = None, **parameters: Any
    ) -> None:
        self.bench = PolicyBench(ros, folder, model, **parameters)
        self.bench.connect()
        self.texts: list[str] = []
        self.is_listening = True
        ros.node.create_subscription(String, 'natural_language_command', self._answer, qos.COMMAND)
        self._client = ActionClient(ros.node, ExecuteCommand, 'execute_command')
        self.feedback: list[Any] = []
        self.bench.wait_for(self._client.server_is_ready, 'no action server')

    def _answer(self, msg: String) -> None:
        self.texts.append(msg.data)
        kind = CommandEmbedding.KIND_TASK
        if msg.data == 'stop':
            kind = CommandEmbedding.KIND_STOP
        if self.is_listening:
            self.bench.say(msg.data.strip(), f'command-{len(self.texts)}', kind=kind)

    def send(self, text: str = 'pick it', max_duration_s: float = 0.0) -> Any:
        """Send a goal and return its handle."""
        goal = ExecuteCommand.Goal(text=text, max_duration_s=max_duration_s)
        future = self._client.send_goal_async(
            goal, lambda message: self.feedback.append(message.feedback)
        )
        self.bench.wait_for(future.done, 'no answer to the goal')
        return future.result()

    def result(self, handle: Any) -> tuple[int, Any]:
        """Wait for the end of a goal; return its status and result."""
        future = handle.get_result_async()
        self.bench.wait_for(future.done, 'no result', 20.0)
        return int(future.result().status), future.result().result

    def wait_for_motion(self, command_id: str = 'command-1') -> None:
        """Wait until a command is being carried out."""
        self.bench.wait_for_state(PolicyStatus.EXECUTING, command_id)

    def cancel(self, handle: Any) -> None:
        """Cancel a goal and wait until that is accepted."""
        future = handle.cancel_goal_async()
        self.bench.wait_for(future.done, 'no answer to the cancellation')
        assert len(future.result().goals_canceling) == 1

    def change(self, transition: int) -> None:
        """Change the state of the node."""
        request = ChangeState.Request(transition=Transition(id=transition))
        assert self.bench.ros.call(ChangeState, 'policy_node/change_state', request).success


def test_a_goal_succeeds(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    handle = client.send('  pick it ')
    assert handle.accepted
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_SUCCEEDED
    assert (result.success, result.outcome, result.reason) == (True, 'succeeded', '')
    assert 0 < result.duration_s < 20
    assert client.texts == ['  pick it ']


def test_feedback_tells_how_far_it_is(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    client.send()
    client.bench.wait_for(
        lambda: any(f.phase == 'approach' for f in client.feedback), 'no feedback'
    )
    moving = [f for f in client.feedback if f.phase]
    assert moving[0].task == 'pick'
    assert 0.0 <= moving[0].progress < 1.0
    assert 0.0 < moving[0].latency_s < 1.0


def test_a_refusal_gives_its_reason(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path, scripted_policy(Verdict.TARGET_NOT_FOUND))
    status, result = client.result(client.send('pick up the purple elephant'))
    assert status == GoalStatus.STATUS_ABORTED
    assert not result.success
    assert (result.outcome, result.reason) == ('refused', 'target_not_found')
    assert 'purple elephant' in result.message
    assert not client.bench.chunks


@pytest.mark.parametrize(
    ('text', 'duration_s', 'words'),
    [
        ('', 0.0, '1 to 512 characters; got 0'),
        ('x' * 10_000, 0.0, '1 to 512 characters; got 10000'),
        ('pick it', -1.0, 'max_duration_s must be 0 to 60 s; got -1'),
        ('pick it', 1e6, 'max_duration_s must be 0 to 60 s; got 1e+06'),
        ('pick it', float('nan'), 'max_duration_s must be 0 to 60 s; got nan'),
    ],
    ids=['empty', 'too long', 'negative', 'endless', 'nan'],
)
def test_a_bad_goal_goes_nowhere(
    ros: Probe, tmp_path: Path, text: str, duration_s: float, words: str
) -> None:
    client = Client(ros, tmp_path)
    _, result = client.result(client.send(text, duration_s))
    assert (result.outcome, result.reason) == ('refused', 'invalid_command')
    assert words in result.message
    client.bench.feed(0.2)
    assert not client.texts


def test_cancel_ends_the_command(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    assert handle.status == GoalStatus.STATUS_EXECUTING
    client.cancel(handle)
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_CANCELED
    assert (result.success, result.outcome) == (False, 'canceled')
    assert client.bench.statuses[-1].reason == 'canceled'
    client.bench.feed(0.1)
    count = len(client.bench.chunks)
    client.bench.feed(0.4)
    assert len(client.bench.chunks) == count
    handle = client.send()
    client.wait_for_motion('command-2')


def test_cancel_before_the_language_node_answers(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    client.is_listening = False
    handle = client.send('pick it')
    client.bench.wait_for(lambda: bool(client.texts), 'the text was not forwarded')
    client.cancel(handle)
    client.bench.say('pick it', 'late')
    status, result = client.result(handle)
    assert (status, result.outcome) == (GoalStatus.STATUS_CANCELED, 'canceled')
    assert client.bench.wait_for_state(PolicyStatus.FAILED, 'late').reason == 'canceled'


def test_without_language_node_the_goal_fails(
    ros: Probe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('vla_policy.ros.goals.PICKUP_S', 0.3)
    client = Client(ros, tmp_path)
    client.is_listening = False
    status, result = client.result(client.send())
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('failed', 'no_answer')
    assert 'language node' in result.message


def test_a_goal_that_takes_too_long_times_out(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    started_s = time.monotonic()
    status, result = client.result(client.send(max_duration_s=0.7))
    assert 0.7 <= time.monotonic() - started_s < 3.0
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('timeout', 'timeout')
    assert client.bench.statuses[-1].reason == 'timeout'


def test_a_newer_goal_replaces_the_older_one(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    first = client.send('pick it')
    client.wait_for_motion('command-1')
    second = client.send('pick it')
    status, result = client.result(first)
    assert (status, result.outcome) == (GoalStatus.STATUS_ABORTED, 'replaced')
    client.wait_for_motion('command-2')
    client.cancel(second)
    assert client.result(second)[1].outcome == 'canceled'


def test_a_typed_command_replaces_the_goal(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    handle = client.send('pick it')
    client.wait_for_motion()
    client.bench.say('push it', 'typed')
    assert client.result(handle)[1].outcome == 'replaced'


def test_a_goal_does_not_take_a_running_command_of_the_same_words_for_its_own(
    ros: Probe, tmp_path: Path
) -> None:
    client = Client(ros, tmp_path, scripted_policy(phase=Phase.DESCEND))
    client.bench.say('pick it', 'typed')
    client.wait_for_motion('typed')
    client.is_listening = False
    handle = client.send('pick it')
    client.bench.wait_for(lambda: bool(client.texts), 'the text was not forwarded')
    client.bench.feed(0.4)
    client.bench.say('pick it', 'mine')
    client.wait_for_motion('mine')
    client.cancel(handle)
    assert client.result(handle)[1].outcome == 'canceled'


def test_goals_that_language_left_out_are_replaced(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    client.is_listening = False
    left_out = client.send('pick it')
    client.bench.wait_for(lambda: bool(client.texts), 'the text was not forwarded')
    client.is_listening = True
    client.send('push it')
    assert client.result(left_out)[1].outcome == 'replaced'


def _stop_word(client: Client) -> None:
    client.bench.say('stop', 'typed', kind=CommandEmbedding.KIND_STOP)


def _stop_service(client: Client) -> None:
    client.bench.tell_safety(SafetyStatus.STOPPED, 'stop was called')


@pytest.mark.parametrize('stop', [_stop_word, _stop_service])
def test_a_stop_ends_the_goal(ros: Probe, tmp_path: Path, stop: Callable[[Client], None]) -> None:
    client = Client(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    stop(client)
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('stopped', 'stopped')
    assert 'stop' in result.message


def test_stop_as_a_goal_succeeds_in_stopping(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    running = client.send('pick it')
    client.wait_for_motion()
    stopping = client.send('stop')
    assert client.result(running)[1].outcome == 'stopped'
    assert client.result(stopping)[1].outcome == 'succeeded'


def test_deactivation_fails_goals_and_an_inactive_node_says_so(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    client.change(Transition.TRANSITION_DEACTIVATE)
    status, result = client.result(handle)
    assert status == GoalStatus.STATUS_ABORTED
    assert (result.outcome, result.reason) == ('failed', 'deactivated')
    _, result = client.result(client.send())
    assert (result.outcome, result.reason) == ('failed', 'inactive')
    assert len(client.texts) == 1


def test_deactivation_fails_goals_that_wait_for_language(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    client.is_listening = False
    handle = client.send()
    client.bench.wait_for(lambda: bool(client.texts), 'the text was not forwarded')
    client.change(Transition.TRANSITION_DEACTIVATE)
    assert client.result(handle)[1].reason == 'deactivated'


def test_goals_survive_a_cleanup(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    handle = client.send()
    client.wait_for_motion()
    client.bench.node.trigger_deactivate()
    client.bench.node.trigger_cleanup()
    future = handle.get_result_async()
    ros.wait_for(future.done, 5.0, 'no result')
    assert future.result().result.reason == 'deactivated'


def test_a_waiting_goal_leaves_the_executor_at_rest(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    client.is_listening = False
    client.send()
    client.bench.wait_for(lambda: bool(client.texts), 'the text was not forwarded')
    ros.spin(0.3)
    turns, end_s = 0, time.monotonic() + 0.5
    while time.monotonic() < end_s:
        ros.executor.spin_once(timeout_sec=0.5)
        turns += 1
    assert turns < 100


def test_the_node_can_go_away_with_a_goal_running(ros: Probe, tmp_path: Path) -> None:
    client = Client(ros, tmp_path)
    client.send()
    client.wait_for_motion()
