# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands of the demo are feasible in their scenes."""

from collections import Counter
from dataclasses import replace

import pytest
from vla_bringup.demo.scenarios import pick_scenario
from vla_bringup.demo.scenarios import scenario_for_command
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.command_parser import parse_task
from vla_sim.tasks.task import can_do
from vla_sim.tasks.task import feasible_tasks


@pytest.mark.parametrize('seed', range(40))
def test_picked_command_is_feasible(seed: int) -> None:
    scenario = pick_scenario(seed)
    scene = sample_scene(scenario.scene_seed, scenario.scene_include)
    assert parse_task(scenario.command, scene) in feasible_tasks(scene)


def test_all_kinds_of_tasks_are_picked() -> None:
    kinds = Counter()
    for seed in range(60):
        scenario = pick_scenario(seed)
        task = parse_task(scenario.command, sample_scene(seed))
        assert task is not None
        kinds[task.kind] += 1
    assert set(kinds) == {'pick', 'place', 'push', 'point'}
    assert min(kinds.values()) >= 6


def test_same_seed_picks_the_same_scenario() -> None:
    assert pick_scenario(7) == pick_scenario(7)


def test_named_objects_are_in_the_scene() -> None:
    scenario = scenario_for_command('put the blue sphere in the green bowl', 3)
    assert scenario.scene_include == ('blue sphere', 'green bowl')
    assert {'blue sphere', 'green bowl'} <= set(sample_scene(3, scenario.scene_include).names)


@pytest.mark.parametrize('direction', ['left', 'right', 'forward', 'back'])
@pytest.mark.parametrize('seed', range(5))
def test_push_gets_a_scene_with_free_space(seed: int, direction: str) -> None:
    scenario = scenario_for_command(f'push the red cube {direction}', seed)
    scene = sample_scene(scenario.scene_seed, scenario.scene_include)
    assert parse_task(scenario.command, scene) in feasible_tasks(scene)


def test_unknown_object_gets_the_scene_of_the_seed() -> None:
    scenario = scenario_for_command('pick up the purple elephant', 3)
    assert (scenario.scene_seed, scenario.scene_include) == (3, ())


SO101 = robot_arm('so101')
#: An arm that reaches no object.
USELESS = replace(BUILTIN, name='useless', task_area_m=((0.0, 0.0), (0.01, 0.01)))


@pytest.mark.parametrize('seed', range(10))
def test_a_picked_command_is_within_the_area_of_the_arm(seed: int) -> None:
    scenario = pick_scenario(seed, SO101)
    scene = sample_scene(scenario.scene_seed, scenario.scene_include)
    task = parse_task(scenario.command, scene)
    assert task in feasible_tasks(scene)
    assert task is not None and can_do(SO101, scene, task)


@pytest.mark.parametrize('command', ['point at the red cube', 'push the red cube right'])
@pytest.mark.parametrize('seed', range(5))
def test_a_command_gets_a_scene_within_the_area_of_the_arm(seed: int, command: str) -> None:
    scenario = scenario_for_command(command, seed, SO101)
    scene = sample_scene(scenario.scene_seed, scenario.scene_include)
    task = parse_task(command, scene)
    assert task in feasible_tasks(scene)
    assert task is not None and can_do(SO101, scene, task)


def test_a_task_that_the_arm_cannot_do_is_left_to_the_language_node() -> None:
    assert scenario_for_command('pick up the red cube', 3, SO101).scene_seed == 3


def test_an_area_without_any_task_is_an_error() -> None:
    problem = r'useless must have a task within x 0.0 .. 0.01, y .* none of 200 scenes from seed 3'
    with pytest.raises(ValueError, match=problem):
        pick_scenario(3, USELESS)
    # A push forward is longer than the area.
    with pytest.raises(ValueError, match="so101 must have 'push the red cube forward' within"):
        scenario_for_command('push the red cube forward', 3, SO101)
