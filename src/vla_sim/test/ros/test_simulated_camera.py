# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Images and faults of the simulated camera."""

import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.ros.simulated_camera import SimulatedCamera

ASIDE = (np.array([0.5, 0.2, 0.2]), yaw_to_quaternion(0.0), 1.0)


def test_images_follow_the_world() -> None:
    world, camera = World(sample_scene(1)), SimulatedCamera()
    first = camera.capture(world, 0.0)
    world.set_arm(*ASIDE)
    second = camera.capture(world, 0.1)
    camera.close()
    assert first is not None
    assert second is not None
    assert (first != second).any()


def test_new_world_is_rendered() -> None:
    camera = SimulatedCamera()
    first = camera.capture(World(sample_scene(1)), 0.0)
    second = camera.capture(World(sample_scene(2)), 0.1)
    camera.close()
    assert (first != second).any()


def test_frozen_camera_repeats_its_image() -> None:
    world, camera = World(sample_scene(1)), SimulatedCamera(freeze_after_s=1.0)
    first = camera.capture(world, 10.0)
    world.set_arm(*ASIDE)
    assert (first != camera.capture(world, 10.9)).any()
    still = camera.capture(world, 10.95)
    world.set_arm(np.array([0.5, -0.2, 0.2]), *ASIDE[1:])
    np.testing.assert_array_equal(camera.capture(world, 11.0), still)
    camera.close()


@pytest.mark.parametrize(('share', 'low', 'high'), [(0.0, 0, 0), (0.3, 20, 40), (1.0, 100, 100)])
def test_images_are_lost_at_the_given_share(share: float, low: int, high: int) -> None:
    # Frozen at once: after the first one nothing is rendered.
    world, camera = World(sample_scene(1)), SimulatedCamera(share, freeze_after_s=1e-9)
    lost = sum(camera.capture(world, float(i)) is None for i in range(100))
    camera.close()
    assert low <= lost <= high
