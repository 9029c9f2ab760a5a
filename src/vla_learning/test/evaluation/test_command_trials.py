# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Trials of command sets: scenes, tasks, steps that cannot be checked yet."""

from dataclasses import replace
from pathlib import Path

import pytest
from vla_learning.evaluation.command_set import DEVELOPMENT
from vla_learning.evaluation.command_set import ExpectedStep
from vla_learning.evaluation.command_set import load_command_set
from vla_learning.evaluation.command_set import SEALED
from vla_learning.evaluation.command_set import SetCommand
from vla_learning.evaluation.command_trials import is_feasible
from vla_learning.evaluation.command_trials import merged_steps
from vla_learning.evaluation.command_trials import NOT_SUPPORTED
from vla_learning.evaluation.command_trials import to_trial
from vla_policy.control.object_selection import SceneItem
from vla_policy.types.vocabulary import Verdict
from vla_sim.tasks.task import Task

SCENE = (
    SceneItem('green', 'bowl', (0.35, -0.27)),
    SceneItem('red', 'cube', (0.50, 0.09)),
    SceneItem('red', 'cube', (0.355, -0.27)),
    SceneItem('blue', 'cube', (0.65, -0.09)),
)
COMMAND = SetCommand('text', 'valid', 'plain', SCENE, containers={2: 0})


@pytest.mark.parametrize(
    ('step', 'task'),
    [
        (ExpectedStep('pick', (2,)), Task('pick', 'red cube 2')),
        (ExpectedStep('point', (0,)), Task('point', 'green bowl')),
        (ExpectedStep('place', (1,), 0, 'in'), Task('place', 'red cube', 'green bowl')),
        (ExpectedStep('place', (3,), 0), Task('place', 'blue cube', 'green bowl')),
        (ExpectedStep('push', (1,), direction='left'), Task('push', 'red cube', 'left')),
        (
            ExpectedStep('place', (1,), 0, 'next_to'),
            Task('place', 'red cube', 'green bowl', relation='next_to'),
        ),
        (
            ExpectedStep('place', (1,), 3, 'on'),
            Task('place', 'red cube', 'blue cube', relation='stacked_on'),
        ),
        (
            ExpectedStep('place', (1,), 'center'),
            Task('place', 'red cube', 'center', relation='at'),
        ),
        (
            ExpectedStep('push', (1,), 0, 'towards'),
            Task('push', 'red cube', 'green bowl', relation='towards'),
        ),
        (ExpectedStep('pick', (1, 3)), Task('pick', 'red cube', '', ('blue cube',))),
    ],
)
def test_a_step_has_its_task(step: ExpectedStep, task: Task) -> None:
    trial = to_trial(replace(COMMAND, steps=(step,)))
    assert trial.task == task
    assert trial.kind == 'valid'
    assert trial.command.verdict == Verdict.OK
    assert trial.command.text == 'text'


@pytest.mark.parametrize(
    'steps',
    [
        (ExpectedStep('place', (1,), 0, 'under'),),
        (ExpectedStep('place', (1,)),),
        (ExpectedStep('push', (1,), 0, 'in'),),
        (ExpectedStep('push', (1,)),),
        (ExpectedStep('point', (1,)), ExpectedStep('place', (1,), 0, 'under')),
    ],
)
def test_a_step_without_a_criterion_is_not_supported(steps: tuple[ExpectedStep, ...]) -> None:
    trial = to_trial(replace(COMMAND, steps=steps))
    assert trial.kind == NOT_SUPPORTED
    assert trial.task is None


def test_two_steps_have_two_tasks() -> None:
    steps = (ExpectedStep('point', (1,)), ExpectedStep('push', (3,), direction='right'))
    trial = to_trial(replace(COMMAND, steps=steps))
    assert trial.task == Task('point', 'red cube')
    assert trial.further_tasks == (Task('push', 'blue cube', 'right'),)
    assert trial.kind == 'valid'


def test_only_a_pick_of_the_object_that_is_placed_is_a_part_of_it() -> None:
    pick, other = ExpectedStep('pick', (1,)), ExpectedStep('pick', (3,))
    place = ExpectedStep('place', (1,), 0, 'in')
    assert merged_steps((pick, place)) == (place,)
    assert merged_steps((other, place)) == (other, place)
    assert merged_steps((place, pick)) == (place, pick)


def test_to_pick_up_and_then_to_place_is_to_place() -> None:
    place = ExpectedStep('place', (1,), 0, 'in')
    steps = (ExpectedStep('pick', (1,)), place)
    once, twice = (to_trial(replace(COMMAND, steps=s)) for s in ((place,), steps))
    assert twice.task == once.task == Task('place', 'red cube', 'green bowl')
    assert twice.kind == 'valid'


def test_a_command_to_refuse_has_no_task() -> None:
    trial = to_trial(replace(COMMAND, group='refuse', reason='negated'))
    assert (trial.kind, trial.task) == ('refuse', None)
    assert trial.command.verdict == Verdict.NOT_UNDERSTOOD


def test_text_and_scene_determine_positions_and_appearance() -> None:
    assert to_trial(COMMAND) == to_trial(replace(COMMAND, style='polite'))
    assert to_trial(COMMAND).scene != to_trial(replace(COMMAND, text='other text')).scene
    other = to_trial(replace(COMMAND, scene=SCENE[:3]))
    assert other.scene.appearance != to_trial(COMMAND).scene.appearance
    assert to_trial(COMMAND).scene.find('red cube 2').inside == 'green bowl'


def test_a_task_that_is_not_feasible_is_attempted() -> None:
    trial = to_trial(replace(COMMAND, steps=(ExpectedStep('push', (2,), direction='left'),)))
    assert trial.task == Task('push', 'red cube 2', 'left')
    assert not is_feasible(trial.task, trial.scene)


def test_one_feasible_target_is_enough() -> None:
    scene = to_trial(COMMAND).scene
    assert is_feasible(Task('push', 'red cube 2', 'left', ('red cube',)), scene)


@pytest.mark.parametrize('path', [DEVELOPMENT, SEALED])
def test_tasks_of_the_shipped_sets_are_feasible(path: Path) -> None:
    trials = [to_trial(command) for command in load_command_set(path)]
    assert all(trial.kind != NOT_SUPPORTED for trial in trials)
    assert any(trial.further_tasks for trial in trials)
    infeasible = [t for t in trials if t.task is not None and not is_feasible(t.task, t.scene)]
    # Mistakes of the authors: a ball stays on no cube.
    assert len(infeasible) <= 2
