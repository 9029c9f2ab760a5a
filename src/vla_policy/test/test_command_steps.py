# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy node with commands of two steps: real messages over real topics."""

from dataclasses import replace
from pathlib import Path

from policy_node_harness import PolicyNodeHarness
from policy_samples import scripted_policy
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_policy.types.vocabulary import Phase

pytestmark = pytest.mark.usefixtures('ends_anywhere')

POINT = CommandMeaning(SpeechAct.ORDER, RequestedTask.POINT, ObjectDescription('cube'))
PICK = replace(POINT, task=RequestedTask.PICK)
BALL = ObjectDescription('ball', shapes=frozenset({'sphere'}))


def start_node(ros: NodeTestHarness, folder: Path, *, is_done: bool = True) -> PolicyNodeHarness:
    """Start a node; if `is_done`, each step is finished by its second observation."""
    phase = Phase.DONE if is_done else Phase.APPROACH
    harness = PolicyNodeHarness(ros, folder, scripted_policy(phase=phase, done=is_done))
    harness.connect()
    return harness


def test_two_steps_have_one_command_and_one_end(ros: NodeTestHarness, tmp_path: Path) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command('point at it, then pick it up', meaning=POINT, further=[PICK])
    status = harness.wait_for_state(PolicyStatus.SUCCEEDED)
    assert (status.step, status.step_count, status.progress) == (2, 2, 1.0)
    assert status.meaning == '1. point: object; 2. pick: object'
    states = [(s.state, s.step) for s in harness.statuses if s.command_id == 'a']
    assert list(dict.fromkeys(states)) == [
        (PolicyStatus.WAITING, 1),
        (PolicyStatus.EXECUTING, 1),
        (PolicyStatus.EXECUTING, 2),
        (PolicyStatus.SUCCEEDED, 2),
    ]
    tasks = [chunk.task for chunk in harness.chunks]
    assert list(dict.fromkeys(tasks)) == ['point', 'pick']
    assert {chunk.command_id for chunk in harness.chunks} == {'a'}
    sequences = [chunk.sequence for chunk in harness.chunks]
    assert sequences == sorted(set(sequences))


def test_no_chunk_is_published_if_the_second_step_cannot_be_done(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command(meaning=POINT, further=[replace(PICK, target=BALL)])
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert (status.reason, status.step) == ('target_not_found', 1)
    assert "step 2 of 2: no detected cube, cylinder or sphere fits 'ball'" in status.message
    harness.feed(0.3)
    assert not harness.chunks


@pytest.mark.parametrize('end', ['latched stop', 'stop command', 'new command'])
def test_an_end_in_the_first_step_prevents_the_second(
    ros: NodeTestHarness, tmp_path: Path, end: str
) -> None:
    harness = start_node(ros, tmp_path, is_done=False)
    harness.send_command(meaning=POINT, further=[PICK])
    harness.wait_for(lambda: bool(harness.chunks), 'no chunk')
    if end == 'latched stop':
        harness.publish_safety(SafetyStatus.STOPPED, 'latched', 'stop_word')
        assert harness.wait_for_state(PolicyStatus.FAILED).reason == 'stopped'
        harness.publish_safety(SafetyStatus.IDLE)
    elif end == 'stop command':
        harness.send_command('stop', 'b', kind=CommandEmbedding.KIND_STOP)
        harness.wait_for_state(PolicyStatus.IDLE, 'b')
    else:
        harness.send_command('point', 'b', meaning=POINT)
        assert harness.wait_for_state(PolicyStatus.EXECUTING, 'b').step_count == 1
    harness.feed(0.4)
    assert {chunk.task for chunk in harness.chunks} == {'point'}
    assert all(s.step_count < 2 or s.step == 1 for s in harness.statuses)


def test_an_old_command_is_not_continued_by_a_restarted_node(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    harness = start_node(ros, tmp_path)
    harness.send_command(meaning=POINT, further=[PICK], stamp_s=harness.now_s() - 11.0)
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert '0 to 10 s old' in status.message
    harness.feed(0.3)
    assert not harness.chunks
