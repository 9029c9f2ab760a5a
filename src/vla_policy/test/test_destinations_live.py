# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Destinations of commands over the topics of the policy node."""

from dataclasses import replace
from pathlib import Path

from policy_node_harness import PolicyNodeHarness
from policy_samples import OBJECT_XY
from policy_samples import scripted_policy
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import PolicyStatus

RED_CUBE = ObjectDescription('red cube', colors=frozenset({'red'}), shapes=frozenset({'cube'}))
AT_THE_CENTER = CommandMeaning(SpeechAct.ORDER, RequestedTask.PLACE, RED_CUBE, place='center')
#: The only object on the table is the red cube, so these have no landmark.
BESIDE_ITSELF = replace(AT_THE_CENTER, place='', destination=RED_CUBE, relation=Relation.LEFT_OF)
TOWARDS_ITSELF = replace(BESIDE_ITSELF, task=RequestedTask.PUSH, relation=Relation.TOWARDS)


@pytest.fixture
def harness(ros: NodeTestHarness, tmp_path: Path) -> PolicyNodeHarness:
    harness = PolicyNodeHarness(ros, tmp_path, scripted_policy())
    harness.connect()
    return harness


def test_chunk_and_status_have_the_place_of_the_table(harness: PolicyNodeHarness) -> None:
    harness.send_command(meaning=AT_THE_CENTER)
    status = harness.wait_for_state(PolicyStatus.EXECUTING)
    assert (status.task, status.target) == ('place', 'red cube')
    assert status.destination == 'center of the table'
    harness.wait_for(lambda: bool(harness.chunks), 'no chunk')
    chunk = harness.chunks[0]
    assert chunk.has_destination
    assert (chunk.target.x, chunk.target.y) == pytest.approx(OBJECT_XY)
    assert (chunk.destination.x, chunk.destination.y) == pytest.approx((0.5, 0.0))


@pytest.mark.parametrize('meaning', [BESIDE_ITSELF, TOWARDS_ITSELF])
def test_an_object_is_not_brought_to_itself(
    harness: PolicyNodeHarness, meaning: CommandMeaning
) -> None:
    harness.send_command(meaning=meaning)
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == 'destination_not_found'
    assert "no detected object fits 'red cube'" in status.message
    harness.feed(0.3)
    assert not harness.chunks


@pytest.mark.parametrize(
    ('meaning', 'rule'),
    [
        (replace(AT_THE_CENTER, place='corner'), 'a place must be center'),
        (replace(BESIDE_ITSELF, relation=Relation.UNDER), 'an object can be put in or on a bowl'),
        (replace(TOWARDS_ITSELF, relation=Relation.IN), 'a push must have either a direction'),
    ],
)
def test_a_destination_that_cannot_be_executed_is_refused(
    harness: PolicyNodeHarness, meaning: CommandMeaning, rule: str
) -> None:
    harness.send_command(meaning=meaning)
    status = harness.wait_for_state(PolicyStatus.REFUSED)
    assert status.reason == 'not_understood'
    assert rule in status.message
    harness.feed(0.3)
    assert not harness.chunks
