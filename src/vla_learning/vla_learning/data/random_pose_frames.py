# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scenes with the hand put somewhere: what a demonstration rarely shows, cheap to make."""

import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_learning.data.frame_recorder import Recorder
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

_HELD_OPENING = 0.55


def add_still(recorder: Recorder, seed: int) -> None:
    """Draw a scene and a hand from `seed` and record one frame."""
    rng = np.random.default_rng((seed, 1))
    with World(sample_scene(seed)) as world:
        if rng.random() < 0.12:
            _fill_a_receptacle(world, rng)
        _place_hand(world, rng)
        recorder.add(world)


def _fill_a_receptacle(world: World, rng: np.random.Generator) -> None:
    items, places = world.scene.items, world.scene.receptacles
    item, place = items[rng.integers(len(items))], places[rng.integers(len(places))]
    poses = world.object_poses()
    height = poses[item.name].position_m[2] + 0.008
    x, y = np.array((place.x_m, place.y_m)) + rng.normal(0, 0.008, 2)
    world.set_object(item.name, np.array((x, y, height)), poses[item.name].quaternion_xyzw)


def _place_hand(world: World, rng: np.random.Generator) -> None:
    kind = rng.random()
    things = list(world.scene)
    near = things[rng.integers(len(things))]
    yaw, opening, spread = rng.uniform(-0.8, 0.8), rng.choice((0.0, _HELD_OPENING, 1.0)), 0.03
    if kind < 0.15:
        return
    if kind < 0.65:
        low = 0.03 if near in world.scene.items else 0.06
        height = rng.uniform(low, 0.22)
        opening, spread = (1.0, 0.008) if height < 0.09 else (opening, spread)
        position = np.array((near.x_m, near.y_m, height)) + (*rng.normal(0, spread, 2), 0.0)
    else:
        position = rng.uniform((0.28, -0.30, 0.12), (0.70, 0.30, 0.32))
    holding = kind > 0.85
    try:
        world.set_arm(position, yaw_to_quaternion(yaw), _HELD_OPENING if holding else opening)
    except ValueError:
        return  # out of reach: the hand stays at home, which is a fine still too
    if holding:
        item = world.scene.items[rng.integers(len(world.scene.items))]
        upright = np.array((0.0, 0.0, np.sin(yaw / 2), np.cos(yaw / 2)))
        world.set_object(item.name, position, upright)
