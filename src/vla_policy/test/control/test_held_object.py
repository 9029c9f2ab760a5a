# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""An object that is in the gripper when a command starts."""

from dataclasses import replace

import numpy as np
from policy_samples import OBJECT_XY
from policy_samples import sample_command
from policy_samples import sample_end_effector
from policy_samples import sample_observation
from policy_samples import scripted_policy
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.detections import Detection
from vla_policy.control.held_object import HeldObject
from vla_policy.control.held_object import name_at_end
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

TOOL_XY = (0.4, 0.0)
HOME = ControllerSettings().home_position_m
HELD = HeldObject('red cube', np.array(TOOL_XY))
#: Where a held object is detected: on the ray from the camera, behind it on the table.
SEEN = Detection('red', 'cube', (0.25, 0.05), 0.8, 7)
OTHER = Detection('red', 'cube', (0.6, 0.2), 0.9, 3)
BOWL = Detection('red', 'bowl', (0.3, 0.05), 0.9, 2)
CUBE = ObjectDescription('red cube', colors=frozenset({'red'}), shapes=frozenset({'cube'}))
PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, CUBE)
PUSH = replace(PICK, task=RequestedTask.PUSH, direction=PushDirection.LEFT)


@pytest.mark.parametrize(
    ('detections', 'others', 'cell'),
    [
        ((SEEN, OTHER, BOWL), (OTHER, BOWL), 7),
        ((replace(SEEN, kind='sphere'), BOWL), (BOWL,), 7),
        # Another shape is rather another object than one of the same shape.
        ((replace(SEEN, kind='sphere', position=TOOL_XY), SEEN), None, 7),
        ((replace(SEEN, color='blue'), OTHER), (replace(SEEN, color='blue'), OTHER), -1),
        ((), (), -1),
    ],
)
def test_a_held_object_is_at_the_gripper_and_nowhere_else(
    detections: tuple[Detection, ...], others: tuple[Detection, ...] | None, cell: int
) -> None:
    *rest, held = HELD.among(detections)
    assert (held.name, held.position, held.cell) == ('red cube', TOOL_XY, cell)
    assert tuple(rest) == (detections[:1] if others is None else others)


@pytest.mark.parametrize(
    ('other', 'is_free'),
    [
        (SEEN, True),
        (replace(SEEN, position=(0.46, 0.0)), False),
        (replace(SEEN, position=(0.47, 0.0)), True),
        (replace(BOWL, position=(0.49, 0.0)), False),
        (replace(BOWL, position=(0.51, 0.0)), True),
    ],
)
def test_an_object_is_put_down_only_where_nothing_stands(other: Detection, is_free: bool) -> None:
    if is_free:
        HELD.require_free_table([other])
        return
    with pytest.raises(RefusalError, match=f'below it is the {other.name}. Say where') as error:
        HELD.require_free_table([OTHER, other])
    assert error.value.reason == 'gripper_not_free'


@pytest.mark.parametrize(
    ('name', 'opening', 'holds'),
    [
        ('red cube', 0.5, True),
        ('red cube', 0.0, False),
        ('red cube', 1.0, False),
        ('', 0.5, False),
    ],
)
def test_the_opening_tells_whether_something_is_held(
    name: str, opening: float, holds: bool
) -> None:
    held = HeldObject.of(name, replace(sample_end_effector(), gripper=opening))
    assert (held is not None) is holds
    if held is not None:
        assert (held.name, tuple(held.position)) == ('red cube', HOME[:2])


@pytest.mark.parametrize(
    ('task', 'phase', 'is_held'),
    [
        (TaskKind.PICK, Phase.DONE, True),
        (TaskKind.PICK, Phase.LIFT, True),
        (TaskKind.PICK, Phase.APPROACH, False),
        (TaskKind.PLACE, Phase.TRANSFER, True),
        (TaskKind.PLACE, Phase.RELEASE, False),
        (TaskKind.PLACE, Phase.DONE, False),
        (TaskKind.POINT, Phase.DONE, False),
        (TaskKind.PUSH, Phase.PUSH, False),
    ],
)
def test_the_phase_tells_what_a_command_leaves_in_the_gripper(
    task: TaskKind, phase: Phase, is_held: bool
) -> None:
    assert name_at_end(task, phase, 'red cube') == ('red cube' if is_held else '')


def step(controller: PolicyController, stamp_s: float, opening: float = 0.5) -> PolicyOutput:
    output = controller.step(
        sample_observation(stamp_s), replace(sample_end_effector(stamp_s), gripper=opening)
    )
    assert output is not None
    controller.on_chunk_sent(stamp_s)
    return output


@pytest.fixture
def controller() -> PolicyController:
    """Return a controller that has picked up the red cube."""
    controller = PolicyController(
        TorchNetworks(scripted_policy(phase=Phase.DONE, done=True)), 0.1, ControllerSettings(1)
    )
    controller.start(*sample_command(), PICK)
    assert [step(controller, i * 0.2, 1.0).finished for i in range(3)][-1]
    controller.stop()
    return controller


def test_what_is_held_already_needs_no_pick(controller: PolicyController) -> None:
    controller.start(*sample_command(), PICK)
    output = step(controller, 1.0)
    assert (output.finished, output.chunk, output.names) == (True, None, ('red cube', ''))
    controller.stop()
    # It is still held.
    controller.start(*sample_command(), PUSH)
    assert step(controller, 1.2).task is TaskKind.PLACE


def test_an_object_that_another_task_needs_is_put_down_first(controller: PolicyController) -> None:
    controller.start(*sample_command(), PUSH)
    first = step(controller, 1.0)
    assert (first.task, first.phase, first.progress) == (TaskKind.PLACE, Phase.LOWER, 0.0)
    assert first.explanation == 'putting down the red cube first'
    assert first.chunk is not None and first.chunk.destination is not None
    np.testing.assert_allclose(first.chunk.target, HOME[:2])
    np.testing.assert_allclose(first.chunk.destination, HOME[:2])
    end = step(controller, 1.2, 1.0)
    assert (end.verdict, end.finished, end.chunk) == (Verdict.OK, False, None)
    push = step(controller, 1.4, 1.0)
    assert (push.task, push.phase, push.explanation) == (TaskKind.PUSH, Phase.APPROACH, '')
    assert push.chunk is not None
    np.testing.assert_allclose(push.chunk.target, OBJECT_XY, atol=1e-6)


def test_nothing_is_put_down_for_a_command_that_is_refused(controller: PolicyController) -> None:
    ball = replace(CUBE, words='ball', shapes=frozenset({'sphere'}))
    controller.start(*sample_command(), replace(PUSH, target=ball))
    output = step(controller, 1.0)
    assert (output.verdict, output.chunk) == (Verdict.TARGET_NOT_FOUND, None)


def test_an_open_gripper_has_lost_the_object(controller: PolicyController) -> None:
    controller.start(*sample_command(), PUSH)
    assert step(controller, 1.0, 1.0).task is TaskKind.PUSH


def test_a_command_that_is_replaced_while_it_puts_down_still_holds(
    controller: PolicyController,
) -> None:
    controller.start(*sample_command(), PUSH)
    step(controller, 1.0)
    controller.start(*sample_command(), PUSH)
    assert step(controller, 1.2).phase is Phase.LOWER


def test_a_held_object_is_moved_home_before_a_command_is_refused(
    controller: PolicyController,
) -> None:
    ball = replace(CUBE, words='ball', shapes=frozenset({'sphere'}))
    controller.start(*sample_command(), replace(PUSH, target=ball))
    output = controller.step(
        sample_observation(1.0), replace(sample_end_effector(1.0, x_m=0.5), gripper=0.5)
    )
    assert output is not None and output.chunk is not None
    assert (output.verdict, output.phase, output.names) == (Verdict.OK, Phase.RETREAT, ('', ''))
    np.testing.assert_allclose(output.chunk.gripper, 0.0)
    assert controller.grasped == 'red cube'
    refusal = step(controller, 1.2)
    assert (refusal.verdict, refusal.chunk) == (Verdict.TARGET_NOT_FOUND, None)
