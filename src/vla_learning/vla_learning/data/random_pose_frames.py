# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Single frames of random scenes with the arm at a random pose; cheaper than demonstrations."""

from dataclasses import replace

import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.training_scenes import sample_arm
from vla_learning.data.training_scenes import sample_camera
from vla_learning.data.training_scenes import sample_training_scene
from vla_sim.physics.robot_arm import BUILTIN_NAME
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_constants import FLOOR_M
from vla_sim.physics.world import World

_HELD_OPENING = 0.55
_FILLED_RECEPTACLE_SHARE = 0.35
_MAX_OFFSET_INSIDE_M = 0.012
# Cumulated shares of the poses: home, near an object, anywhere, anywhere with a held object.
_HOME, _NEAR, _EMPTY = 0.15, 0.65, 0.85
# Part of the objects that a camera must see.
_MIN_VISIBLE_SHARE = 0.6


def add_random_pose_frame(recorder: FrameRecorder, seed: int) -> None:
    """Record one frame; `seed` determines scene, camera, arm and its pose."""
    rng = np.random.default_rng((seed, 1))
    scene, arm = sample_training_scene(seed, rng), sample_arm(rng)
    camera = sample_camera(rng, scene, _MIN_VISIBLE_SHARE)
    scene = replace(scene, appearance=camera.true)
    robot = robot_arm(BUILTIN_NAME if arm == 'none' else arm)
    with World(scene, robot=robot) as world:
        if arm == 'none':
            world.hide_arm()
        for place in scene.receptacles:
            if rng.random() < _FILLED_RECEPTACLE_SHARE:
                _fill_receptacle(world, rng, place.name)
        _pose_arm(world, rng, can_hold=arm != 'none')
        recorder.add(world, camera.given_camera(world))


def _fill_receptacle(world: World, rng: np.random.Generator, name: str) -> None:
    """Put an object that lies on the table into a receptacle."""
    poses, place = world.object_poses(), world.scene.find(name)
    item = world.scene.items[rng.integers(len(world.scene.items))]
    height = poses[item.name].position_m[2] + FLOOR_M
    offset = rng.uniform(-_MAX_OFFSET_INSIDE_M, _MAX_OFFSET_INSIDE_M, 2)
    x, y = np.array((place.x_m, place.y_m)) + offset
    world.set_object(item.name, np.array((x, y, height)), poses[item.name].quaternion_xyzw)


def _pose_arm(world: World, rng: np.random.Generator, *, can_hold: bool) -> None:
    kind = rng.random()
    objects = list(world.scene)
    near = objects[rng.integers(len(objects))]
    yaw, opening, spread = rng.uniform(-0.8, 0.8), rng.choice((0.0, _HELD_OPENING, 1.0)), 0.03
    if kind < _HOME:
        return
    if kind < _NEAR:
        low = 0.03 if near in world.scene.items else 0.06
        height = rng.uniform(low, 0.22)
        opening, spread = (1.0, 0.008) if height < 0.09 else (opening, spread)
        position = np.array((near.x_m, near.y_m, height)) + (*rng.normal(0, spread, 2), 0.0)
    else:
        position = rng.uniform((0.28, -0.30, 0.12), (0.70, 0.30, 0.32))
    holding = can_hold and kind > _EMPTY
    try:
        world.set_arm(position, yaw_to_quaternion(yaw), _HELD_OPENING if holding else opening)
    except ValueError:
        return  # out of reach: the arm stays at home
    if holding:
        item = world.scene.items[rng.integers(len(world.scene.items))]
        tool = world.robot_state().position_m
        upright = np.array((0.0, 0.0, np.sin(yaw / 2), np.cos(yaw / 2)))
        world.set_object(item.name, tool, upright)
