# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The demo's commands can be carried out in the scenes that it chooses for them."""

from collections import Counter

import pytest
from vla_bringup.demo.scenarios import pick_plan
from vla_bringup.demo.scenarios import place_command
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.tasks.command_parser import read_command
from vla_sim.tasks.task import feasible_tasks


@pytest.mark.parametrize('seed', range(40))
def test_a_picked_command_is_understood_and_possible(seed: int) -> None:
    plan = pick_plan(seed)
    scene = sample_scene(plan.scene_seed, plan.scene_include)
    assert read_command(plan.command, scene) in feasible_tasks(scene)


def test_all_kinds_of_tasks_are_picked() -> None:
    kinds = Counter()
    for seed in range(60):
        plan = pick_plan(seed)
        task = read_command(plan.command, sample_scene(seed))
        assert task is not None
        kinds[task.kind] += 1
    assert set(kinds) == {'pick', 'place', 'push', 'point'}
    assert min(kinds.values()) >= 6


def test_the_same_seed_picks_the_same() -> None:
    assert pick_plan(7) == pick_plan(7)


def test_named_things_are_on_the_table() -> None:
    plan = place_command('put the blue sphere in the green bowl', 3)
    assert plan.scene_include == ('blue sphere', 'green bowl')
    assert {'blue sphere', 'green bowl'} <= set(sample_scene(3, plan.scene_include).names)


@pytest.mark.parametrize('way', ['left', 'right', 'forward', 'back'])
@pytest.mark.parametrize('seed', range(5))
def test_a_push_gets_a_scene_with_room(seed: int, way: str) -> None:
    plan = place_command(f'push the red cube {way}', seed)
    scene = sample_scene(plan.scene_seed, plan.scene_include)
    assert read_command(plan.command, scene) in feasible_tasks(scene)


def test_an_unknown_thing_gets_the_plain_scene() -> None:
    plan = place_command('pick up the purple elephant', 3)
    assert (plan.scene_seed, plan.scene_include) == (3, ())
