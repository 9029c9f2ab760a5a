# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Perturbations have the configured strength and are reproducible."""

from dataclasses import replace

import numpy as np
import pytest
from vla_learning.evaluation.perturbations import move_scene_camera
from vla_learning.evaluation.perturbations import PATCH_PX
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.perturbations import Perturber
from vla_learning.evaluation.perturbations import table_rectifier
from vla_sim.physics import scene_constants
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.task import feasible_tasks

TRAINING_CAMERA = {
    'camera_position_m': scene_constants.CAMERA_POSITION_M,
    'camera_target_m': scene_constants.CAMERA_TARGET_M,
    'camera_roll_rad': 0.0,
}


@pytest.fixture
def image() -> ImageArray:
    return np.full((480, 640, 3), 100, np.uint8)


def test_the_default_changes_nothing(image: ImageArray) -> None:
    perturber = Perturber(PerturbationConfig(), 1)
    assert np.array_equal(perturber.corrupt_image(image), image)
    assert not any(perturber.drops_image() for _ in range(100))


def test_noise_has_its_strength_and_differs_between_images(image: ImageArray) -> None:
    perturber = Perturber(PerturbationConfig(noise=8.0), 1)
    first, second = (perturber.corrupt_image(image).astype(float) for _ in range(2))
    assert first.std() == pytest.approx(8.0, rel=0.02)
    assert first.mean() == pytest.approx(99.5, abs=0.2)
    assert np.abs(first - second).mean() > 5


def test_patches_are_the_same_in_every_image(image: ImageArray) -> None:
    perturber = Perturber(PerturbationConfig(patches=3), 2)
    first, second = perturber.corrupt_image(image), perturber.corrupt_image(image)
    covered = (first != image).any(axis=-1).sum()
    assert PATCH_PX**2 <= covered <= 3 * PATCH_PX**2
    assert np.array_equal(first, second)
    assert (image == 100).all()


def test_the_share_of_dropped_images_is_as_configured() -> None:
    perturber = Perturber(PerturbationConfig(drop_share=0.3), 3)
    assert np.mean([perturber.drops_image() for _ in range(3000)]) == pytest.approx(0.3, abs=0.03)


def test_the_seed_determines_the_perturbation(image: ImageArray) -> None:
    hard = PerturbationConfig(delay_s=0.2, drop_share=0.5, noise=4.0, patches=5)
    images = [Perturber(hard, seed).corrupt_image(image) for seed in (7, 7, 8)]
    assert np.array_equal(images[0], images[1])
    assert not np.array_equal(images[0], images[2])


def test_the_delay_does_not_change_other_perturbations() -> None:
    perturbers = [Perturber(PerturbationConfig(delay_s=d, drop_share=0.5), 9) for d in (0.0, 0.4)]
    dropped = [[n.drops_image() for _ in range(50)] for n in perturbers]
    assert dropped[0] == dropped[1]


@pytest.mark.parametrize('seed', range(20, 30))
def test_a_moved_target_is_reachable_and_free(seed: int) -> None:
    scene = sample_scene(seed)
    for task in feasible_tasks(scene)[::5]:
        moved = Perturber(PerturbationConfig(moves_target=True), seed).moved_target(scene, task)
        if moved is None:
            continue
        before = scene.find(task.target)
        assert 0.05 <= np.hypot(moved.x_m - before.x_m, moved.y_m - before.y_m) <= 0.12
        assert moved.name == before.name
        gaps = [
            np.hypot(moved.x_m - o.x_m, moved.y_m - o.y_m) for o in scene if o.name != moved.name
        ]
        assert min(gaps) > 0.1


def test_most_targets_can_be_moved() -> None:
    found = []
    for seed in range(40, 60):
        scene = sample_scene(seed)
        task = feasible_tasks(scene)[0]
        found.append(
            Perturber(PerturbationConfig(moves_target=True), seed).moved_target(scene, task)
        )
    assert sum(item is not None for item in found) >= 12


def angle_deg(first: np.ndarray, second: np.ndarray) -> float:
    """Return the angle of the rotation between two matrices (3, 3)."""
    return float(np.degrees(np.arccos((np.trace(first.T @ second) - 1) / 2)))


@pytest.mark.parametrize('field', ['camera_offset', 'calibrated_camera_offset'])
def test_the_camera_is_moved_and_turned_by_its_offset(field: str) -> None:
    scene = sample_scene(3)
    with World(scene) as world:
        before = world.camera()
    for seed in range(3):
        moved = move_scene_camera(scene, PerturbationConfig(**{field: 5.0}), seed)
        with World(moved) as world:
            after = world.camera()
        assert np.linalg.norm(after.position_m - before.position_m) == pytest.approx(0.05, 1e-3)
        assert angle_deg(before.rotation, after.rotation) == pytest.approx(5.0, abs=0.01)
        assert (moved.items, moved.receptacles) == (scene.items, scene.receptacles)
    assert move_scene_camera(scene, PerturbationConfig(), 0) is scene


def test_the_rectification_of_a_scene_undoes_the_move_of_its_camera() -> None:
    scene = sample_scene(3)
    moved = move_scene_camera(scene, PerturbationConfig(calibrated_camera_offset=10.0), 1)
    plain = replace(scene, appearance=replace(scene.appearance, **TRAINING_CAMERA))
    with World(moved) as world, World(plain) as expected:
        image = world.render()
        rectified = table_rectifier(world).rectify(image)
        wanted = expected.render()
    # Most pixels show the table; the arm and the sides of objects differ.
    below = slice(240, 460), slice(200, 440)
    differences = [np.abs(i[below].astype(int) - wanted[below]) for i in (rectified, image)]
    after, before = ((d.max(axis=-1) > 40).mean() for d in differences)
    assert after < 0.5 * before


def test_a_bump_moves_the_camera_of_the_running_world_alone() -> None:
    scene, bump = sample_scene(3), PerturbationConfig(camera_offset=5.0, bumps_camera=True)
    assert move_scene_camera(scene, bump, 1) is scene
    with World(scene) as world:
        before = world.camera()
        Perturber(bump, 1).bump_camera(world)
        after = world.camera()
    assert np.linalg.norm(after.position_m - before.position_m) == pytest.approx(0.05, 1e-3)
    assert angle_deg(before.rotation, after.rotation) == pytest.approx(5.0, abs=0.01)


def test_the_camera_position_is_given_with_its_pose_alone() -> None:
    scene = sample_scene(3)
    for field in ('camera_offset', 'calibrated_camera_offset'):
        perturbation = PerturbationConfig(**{field: 5.0})
        with World(move_scene_camera(scene, perturbation, 1)) as world:
            given, true = Perturber(perturbation, 1).camera_m(world), world.camera().position_m
        is_true = np.allclose(given, true)
        assert is_true == (field == 'calibrated_camera_offset')
        assert is_true or given == scene_constants.CAMERA_POSITION_M
