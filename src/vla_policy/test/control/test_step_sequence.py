# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Steps of a command: assessed before the first motion, then executed one after the other."""

from dataclasses import replace
from itertools import count

from dense_scenes import dense_scene
import numpy as np
from policy_samples import random_policy
from policy_samples import sample_command
from policy_samples import sample_end_effector
from policy_samples import sample_observation
from policy_samples import scripted_policy
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.detections import Detection
from vla_policy.control.meaning_assessment import MAX_OBSERVATIONS
from vla_policy.control.meaning_assessment import OBSERVATION_PERIOD_S
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.step_sequence import pinned
from vla_policy.control.step_sequence import StepSequence
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.command_step import CommandStep
from vla_policy.types.network_types import DenseScene
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

pytestmark = pytest.mark.usefixtures('ends_anywhere')

RED = ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
BLUE = ObjectDescription('blue cube', frozenset({'blue'}), frozenset({'cube'}))
BOWL = ObjectDescription('bowl', None, frozenset({'bowl'}))
POINT = CommandMeaning(SpeechAct.ORDER, RequestedTask.POINT, RED)
PUSH = CommandMeaning(SpeechAct.ORDER, RequestedTask.PUSH, RED, direction=PushDirection.LEFT)
GRID = (3, 4)
BOTH = dense_scene((0, 0, 'red', 'cube'), (2, 3, 'blue', 'cube'), rows=3, cols=4)
ONLY_RED = dense_scene((0, 0, 'red', 'cube'), rows=3, cols=4)
SETTINGS = ControllerSettings(2)
STAMPS_S = count(0.0, OBSERVATION_PERIOD_S)
HOME = SETTINGS.home_position_m
MAP = np.ones((1, 1))
DONE = PolicyOutput(
    Verdict.OK, 0.9, TaskKind.POINT, Phase.DONE, 1.0, True, None, AttentionMaps(MAP, MAP, MAP)
)


def step(meaning: CommandMeaning = POINT) -> CommandStep:
    return CommandStep(*sample_command(), meaning)


def sequence(*meanings: CommandMeaning) -> StepSequence:
    return StepSequence(
        TorchNetworks(random_policy()), [step(meaning) for meaning in meanings], 0.1
    )


def observe(steps: StepSequence, *scenes: DenseScene) -> None:
    for scene in scenes:
        steps.observe(scene, GRID, stamp_s=next(STAMPS_S))


def test_steps_follow_each_other() -> None:
    steps = sequence(POINT, PUSH)
    observe(steps, BOTH)
    first = steps.assessor
    assert (steps.number, steps.count) == (1, 2)
    assert steps.advance(DONE, HOME)
    assert (steps.number, steps.assessor is first) == (2, False)
    assert not steps.advance(DONE, HOME)


def test_one_step_has_nothing_to_assess_further() -> None:
    steps = sequence(POINT)
    observe(steps, ONLY_RED)
    assert steps.assess_further(SETTINGS) is None


def test_a_later_step_is_assessed_on_images_before_the_first_motion() -> None:
    steps = sequence(POINT, replace(PUSH, target=BLUE))
    observe(steps, BOTH)
    undecided = steps.assess_further(SETTINGS)
    assert undecided is not None
    assert not undecided.is_decided
    observe(steps, BOTH)
    assert steps.assess_further(SETTINGS) is None


def test_a_missing_object_of_a_later_step_is_a_refusal_without_question() -> None:
    steps = sequence(POINT, replace(PUSH, target=BLUE))
    observe(steps, ONLY_RED, ONLY_RED)
    refused = steps.assess_further(SETTINGS)
    assert refused is not None
    assert (refused.verdict, refused.asked_about) == (Verdict.TARGET_NOT_FOUND, None)
    assert refused.explanation.startswith('step 2 of 2: no detected cube, cylinder or sphere fits')


def test_a_choice_of_a_later_step_is_that_of_the_first_images() -> None:
    left = replace(PUSH, target=ObjectDescription('left', superlative=Superlative.LEFTMOST))
    steps = sequence(POINT, left)
    observe(steps, BOTH, BOTH)
    assert steps.advance(DONE, HOME)
    # Now the blue cube is further right than the red one.
    moved = dense_scene((0, 2, 'red', 'cube'), (2, 0, 'blue', 'cube'), rows=3, cols=4)
    steps.assessor.observe(moved, GRID, None, stamp_s=next(STAMPS_S))
    (selected,) = steps.assessor.objects
    assert selected.name == 'blue cube'


def test_plain_descriptions_are_kept() -> None:
    meaning = replace(
        PUSH,
        task=RequestedTask.PLACE,
        target=replace(RED, superlative=Superlative.LEFTMOST),
        destination=BOWL,
        relation=Relation.IN,
    )
    cube, bowl = Detection('red', 'cube', (0.4, 0.0), 1.0), Detection('red', 'bowl', (0.5, 0), 1.0)
    assert pinned(meaning, (cube, bowl)) == replace(meaning, target=RED)
    assert pinned(meaning, ()) == meaning


def test_a_step_that_the_policy_cannot_do_refuses_the_command() -> None:
    with pytest.raises(RefusalError, match='step 2 of 2: a push must be to the left'):
        sequence(POINT, replace(PUSH, direction=PushDirection.NONE))


def test_no_step_follows_a_pick() -> None:
    pick = replace(POINT, task=RequestedTask.PICK)
    with pytest.raises(RefusalError, match='the gripper must be free for each step'):
        sequence(pick, PUSH)
    assert sequence(PUSH, pick).count == 2


# With the controller ------------------------------------------------------------------------


def run(controller: PolicyController, count: int) -> list[PolicyOutput]:
    outputs = []
    for i in range(count):
        output = controller.step(sample_observation(0.2 * i), sample_end_effector(0.2 * i))
        assert output is not None
        outputs.append(output)
    return outputs


def test_the_controller_goes_on_to_the_next_step_with_a_new_assessment() -> None:
    model = scripted_policy(phase=Phase.DONE, done=True)
    controller = PolicyController(TorchNetworks(model), 0.1, SETTINGS)
    controller.start(*sample_command(), POINT, [step(PUSH)])
    outputs = run(controller, 5)
    assert [(o.step, o.chunk is not None, o.finished) for o in outputs] == [
        (1, False, False),
        (1, True, False),
        (2, False, False),
        (2, True, False),
        (2, False, True),
    ]
    assert [o.task for o in outputs if o.chunk] == [TaskKind.POINT, TaskKind.PUSH]
    assert [o.progress for o in outputs] == [0.0, 0.0, 0.5, 0.5, 1.0]
    assert {o.step_count for o in outputs} == {2}


def test_the_arm_moves_home_before_the_next_step_is_assessed() -> None:
    controller = PolicyController(
        TorchNetworks(scripted_policy(phase=Phase.DONE, done=True)), 0.1, SETTINGS
    )
    controller.start(*sample_command(), POINT, [step(PUSH)])
    x_m = [0.4, 0.4, 0.5, 0.45, 0.355, 0.35, 0.35]
    outputs = []
    for i, x in enumerate(x_m):
        output = controller.step(sample_observation(0.2 * i), sample_end_effector(0.2 * i, x_m=x))
        assert output is not None
        outputs.append(output)
    assert [(o.step, o.phase, o.chunk is not None) for o in outputs] == [
        (1, Phase.APPROACH, False),
        (1, Phase.APPROACH, True),
        (2, Phase.RETREAT, True),
        (2, Phase.RETREAT, True),
        (2, Phase.APPROACH, False),
        (2, Phase.APPROACH, True),
        (2, Phase.DONE, False),
    ]
    chunk = outputs[2].chunk
    assert chunk is not None
    assert chunk.position[-1] == pytest.approx(HOME, abs=0.01)
    assert (outputs[-1].finished, outputs[-1].step) == (True, 2)


def test_a_step_is_refused_from_home_only() -> None:
    controller = PolicyController(TorchNetworks(scripted_policy()), 0.1, SETTINGS)
    controller.start(*sample_command(), replace(POINT, target=BLUE))
    outputs = []
    for i, x in enumerate([0.5, 0.5, 0.45, 0.355, 0.35]):
        output = controller.step(sample_observation(0.2 * i), sample_end_effector(0.2 * i, x_m=x))
        assert output is not None
        outputs.append(output)
    assert [(o.verdict, o.phase, o.chunk is not None) for o in outputs] == [
        (Verdict.OK, Phase.APPROACH, False),
        (Verdict.OK, Phase.RETREAT, True),
        (Verdict.OK, Phase.RETREAT, True),
        (Verdict.OK, Phase.APPROACH, False),
        (Verdict.TARGET_NOT_FOUND, Phase.APPROACH, False),
    ]
    chunk = outputs[1].chunk
    assert chunk is not None
    assert (chunk.confidence, outputs[1].candidates, outputs[1].refusal_reason) == (1.0, (), '')
    assert chunk.position[-1] == pytest.approx(HOME, abs=0.01)
    assert outputs[1].explanation == (
        'moving to the home position, from which no object is hidden'
    )
    assert outputs[-1].explanation.startswith("no detected object fits 'blue cube'")


def test_the_arm_moves_home_once_for_a_step() -> None:
    controller = PolicyController(TorchNetworks(scripted_policy()), 0.1, SETTINGS)
    controller.start(*sample_command(), replace(POINT, target=BLUE))
    # The arm was moved away again while the images were taken.
    x_m = [0.5, 0.5, 0.35, 0.5]
    for i, x in enumerate(x_m):
        output = controller.step(sample_observation(0.2 * i), sample_end_effector(0.2 * i, x_m=x))
    assert output is not None
    assert (output.verdict, output.chunk) == (Verdict.TARGET_NOT_FOUND, None)


def test_nothing_moves_if_a_later_step_cannot_be_done() -> None:
    controller = PolicyController(TorchNetworks(scripted_policy()), 0.1, SETTINGS)
    controller.start(*sample_command(), POINT, [step(replace(PUSH, target=BLUE))])
    outputs = run(controller, MAX_OBSERVATIONS)
    assert all(output.chunk is None for output in outputs)
    assert (outputs[1].verdict, outputs[1].step) == (Verdict.TARGET_NOT_FOUND, 1)


def test_a_new_command_ends_the_sequence() -> None:
    controller = PolicyController(
        TorchNetworks(scripted_policy(phase=Phase.DONE, done=True)), 0.1, SETTINGS
    )
    controller.start(*sample_command(), POINT, [step(PUSH)])
    run(controller, 2)
    controller.start(*sample_command(), POINT)
    outputs = run(controller, 3)
    assert [output.step_count for output in outputs] == [1, 1, 1]
    assert outputs[-1].finished
