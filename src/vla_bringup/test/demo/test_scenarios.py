# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands of the demo are feasible in their scenes."""

from collections import Counter

import pytest
from vla_bringup.demo.scenarios import pick_scenario
from vla_bringup.demo.scenarios import scenario_for_command
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.command_parser import parse_task
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
