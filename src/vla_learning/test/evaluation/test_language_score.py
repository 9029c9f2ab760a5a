# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Score of meanings on symbolic scenes."""

import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_learning.evaluation.command_set import ExpectedStep
from vla_learning.evaluation.command_set import SetCommand
from vla_learning.evaluation.language_score import is_right
from vla_learning.evaluation.language_score import resolve
from vla_learning.evaluation.language_score import resolve_steps
from vla_learning.evaluation.language_score import Tally
from vla_learning.evaluation.language_score import to_table
from vla_policy.control.object_selection import SceneItem

SCENE = (
    SceneItem('red', 'cube', (0.4, 0.2)),
    SceneItem('blue', 'cube', (0.5, 0.0)),
    SceneItem('green', 'bowl', (0.6, -0.2)),
)
RED = ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
CUBE = ObjectDescription('cube', None, frozenset({'cube'}))
BOWL = ObjectDescription('bowl', None, frozenset({'bowl'}))
PINK = ObjectDescription('pink cube', frozenset(), frozenset({'cube'}))


def order(task: RequestedTask, target: ObjectDescription, **members: object) -> CommandMeaning:
    return CommandMeaning(SpeechAct.ORDER, task, target, **members)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ('meaning', 'result'),
    [
        (order(RequestedTask.PICK, RED), ExpectedStep('pick', (0,))),
        (order(RequestedTask.PICK, CUBE), 'ambiguous_target'),
        (order(RequestedTask.PICK, BOWL), ExpectedStep('pick', (2,))),
        (order(RequestedTask.PICK, PINK), 'unknown_color'),
        (
            order(RequestedTask.PLACE, RED, destination=BOWL, relation=Relation.IN),
            ExpectedStep('place', (0,), 2, 'in'),
        ),
        (
            order(RequestedTask.PUSH, RED, direction=PushDirection.LEFT),
            ExpectedStep('push', (0,), direction='left'),
        ),
    ],
)
def test_resolution(meaning: CommandMeaning, result: ExpectedStep | str) -> None:
    assert resolve(meaning, SCENE) == result


PLACE, PICK = ExpectedStep('place', (0, 1), 2, 'in'), ExpectedStep('pick', (0,))


def test_a_command_of_steps_is_refused_if_one_is() -> None:
    pick, push = (
        order(RequestedTask.PICK, RED),
        order(RequestedTask.PUSH, RED, direction=PushDirection.LEFT),
    )
    pushed = ExpectedStep('push', (0,), direction='left')
    assert resolve_steps([push, pick], SCENE) == (pushed, PICK)
    assert resolve_steps([push, order(RequestedTask.PICK, PINK)], SCENE) == 'unknown_color'
    assert resolve_steps([pick, push], SCENE) == 'several'  # the gripper is full


@pytest.mark.parametrize(
    ('result', 'steps', 'right'),
    [
        ((ExpectedStep('place', (1,), 2, 'on'),), (PLACE,), True),
        ((ExpectedStep('place', (1,), 2, 'next_to'),), (PLACE,), False),
        ((ExpectedStep('place', (2,), 2, 'in'),), (PLACE,), False),
        ((PICK,), (PLACE,), False),
        ((ExpectedStep('place', (0,), 2, 'in'),), (PLACE, PLACE), False),
        ((ExpectedStep('place', (0,), 2, 'in'), PICK), (PLACE, PICK), True),
        ((PICK, ExpectedStep('place', (0,), 2, 'in')), (PLACE, PICK), False),
        ((ExpectedStep('place', (0,), 2, 'in'),), (ExpectedStep('pick', (0, 1)), PLACE), True),
        ('absent_target', (PLACE,), False),
        ('absent_target', (), True),
        ((PICK,), (), False),
    ],
)
def test_right_results(
    result: tuple[ExpectedStep, ...] | str, steps: tuple[ExpectedStep, ...], *, right: bool
) -> None:
    command = SetCommand('text', 'valid', 'plain', SCENE, steps, '' if steps else 'question')
    assert is_right(result, command) is right


def test_table_has_totals_and_styles() -> None:
    tally = Tally()
    for is_right_, has_acted in ((True, True), (False, True), (False, False)):
        tally.add('text', is_right=is_right_, has_acted=has_acted)
    tallies = {('valid', ''): tally, ('valid', 'plain'): tally}
    assert to_table(tallies, with_styles=False).splitlines()[2:] == [
        '| valid | all | 33.3% | 6% to 79% | 3 | 1 |'
    ]
    assert len(to_table(tallies, with_styles=True).splitlines()) == 4
