# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rendering of recorded states with the camera of the film."""

import numpy as np
from vla_bringup.film.film_camera import FilmCamera
from vla_bringup.film.film_recorder import FilmFrame
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World


def test_recorded_states_are_shown_and_the_world_of_the_policy_is_unchanged() -> None:
    scene = sample_scene(1, ('blue sphere',))
    with World(scene) as world:
        names, positions, _ = world.joint_state()
        objects_m = {name: tuple(pose.position_m) for name, pose in world.object_poses().items()}
        before = world.render()
        joints = dict(zip(names, positions, strict=True))
        camera = FilmCamera(scene)
        first = camera.render(FilmFrame(0.0, b'', joints, objects_m))
        assert first.shape == (720, 640, 3)
        moved = {**joints, 'joint1': joints['joint1'] + 0.5}
        arm_moved = camera.render(FilmFrame(0.1, b'', moved, objects_m))
        x, y, z = objects_m['blue sphere']
        lifted = {**objects_m, 'blue sphere': (x, y, z + 0.2)}
        object_moved = camera.render(FilmFrame(0.2, b'', joints, lifted))
        again = camera.render(FilmFrame(0.3, b'', joints, objects_m))
        camera.close()
        np.testing.assert_array_equal(first, again)
        assert (arm_moved != first).any(axis=2).sum() > 5000
        assert 200 < (object_moved != first).any(axis=2).sum() < 50_000
        np.testing.assert_array_equal(world.render(), before)
