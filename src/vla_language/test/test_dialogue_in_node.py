# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Answers and corrections reach the policy as complete commands."""

import pytest
from std_msgs.msg import String
from vla_common import qos
from vla_common.meaning_text import describe_command
from vla_common.meaning_text import describe_message
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_language.language_node import LanguageNode


class DialogueHarness:
    """A language node with the shipped weights, a user and the status of a policy."""

    def __init__(self, ros: NodeTestHarness) -> None:
        self.ros = ros
        self.node = ros.add(LanguageNode(context=ros.context))
        self.embeddings = ros.collect(CommandEmbedding, 'command_embedding', qos.LATCHED)
        self._texts = ros.publisher(String, 'natural_language_command', qos.COMMAND)
        self._status = ros.publisher(PolicyStatus, 'policy_status', qos.LATCHED)
        ros.wait_for(lambda: self.node.is_active)

    def say(self, text: str) -> CommandEmbedding:
        """Send a text and return its embedding."""
        count = len(self.embeddings)
        self._texts.publish(String(data=text))
        self.ros.wait_for(lambda: len(self.embeddings) > count)
        return self.embeddings[-1]

    def report(
        self, command_id: str, state: int, asked_about: str = '', step: int = 1, target: str = ''
    ) -> None:
        """Publish a status of the policy and wait until the node has it."""
        self._status.publish(
            PolicyStatus(
                command_id=command_id,
                state=state,
                asked_about=asked_about,
                step=step,
                target=target,
            )
        )
        received = lambda: self.node._policy_status  # noqa: E731
        self.ros.wait_for(lambda: (received().command_id, received().state) == (command_id, state))


@pytest.fixture
def harness(ros: NodeTestHarness) -> DialogueHarness:
    return DialogueHarness(ros)


def test_an_answer_completes_the_command_that_was_asked_about(harness: DialogueHarness) -> None:
    asked = harness.say('put the cube in the green bowl')
    harness.report(asked.command_id, PolicyStatus.REFUSED, 'target')
    answer = harness.say('the left one')
    assert answer.kind == CommandEmbedding.KIND_TASK
    assert describe_message(answer.meaning) == 'place: leftmost cube, in the green bowl'
    assert answer.command_id != asked.command_id


def test_a_correction_replaces_the_object_of_the_executed_command(
    harness: DialogueHarness,
) -> None:
    command = harness.say('pick up the red cube')
    harness.report(command.command_id, PolicyStatus.EXECUTING)
    assert describe_message(harness.say('no, the blue one').meaning) == 'pick: blue cube'


def test_an_answer_in_the_second_step_continues_with_that_step(harness: DialogueHarness) -> None:
    asked = harness.say('push the ball left, then lift the cube')
    assert describe_command(asked) == '1. push: sphere, direction left; 2. pick: cube'
    harness.report(asked.command_id, PolicyStatus.REFUSED, 'target', step=2)
    assert describe_command(harness.say('the left one')) == 'pick: leftmost cube'


@pytest.mark.parametrize('state', [PolicyStatus.SUCCEEDED, PolicyStatus.FAILED])
def test_an_ended_command_is_not_repeated_by_an_answer(
    harness: DialogueHarness, state: int
) -> None:
    command = harness.say('pick up the red cube')
    harness.report(command.command_id, state)
    answer = harness.say('the blue one')
    assert answer.kind == CommandEmbedding.KIND_UNSUPPORTED
    assert answer.problem == 'no_task'


@pytest.mark.parametrize('state', [PolicyStatus.EXECUTING, PolicyStatus.SUCCEEDED])
def test_a_pronoun_stands_for_the_object_of_the_last_command(
    harness: DialogueHarness, state: int
) -> None:
    command = harness.say('pick up the left cube')
    harness.report(command.command_id, state, target='red cube')
    placed = harness.say('put it in the green bowl')
    assert describe_message(placed.meaning) == 'place: red cube, in the green bowl'
    assert placed.command_id != command.command_id


@pytest.mark.parametrize('state', [PolicyStatus.REFUSED, PolicyStatus.FAILED])
def test_a_pronoun_does_not_stand_for_the_object_of_a_command_without_success(
    harness: DialogueHarness, state: int
) -> None:
    command = harness.say('pick up the left cube')
    harness.report(command.command_id, state, target='red cube')
    refused = harness.say('put it in the green bowl')
    assert (refused.kind, refused.problem) == (CommandEmbedding.KIND_UNSUPPORTED, 'no_target')
