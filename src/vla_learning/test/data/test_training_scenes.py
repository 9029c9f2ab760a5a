# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scenes of the data set: more objects, wider places, several arms, many cameras."""

import numpy as np
import pytest
from vla_learning.data import training_scenes
from vla_learning.data.training_scenes import ARM_SHARES
from vla_learning.data.training_scenes import sample_arm
from vla_learning.data.training_scenes import sample_camera
from vla_learning.data.training_scenes import sample_training_scene
from vla_sim.physics.robot_models import ARMS
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M

SEEDS = range(1_000_000, 1_000_060)


def test_there_are_up_to_eight_objects_and_three_receptacles() -> None:
    scenes = [sample_training_scene(seed, np.random.default_rng(seed)) for seed in SEEDS]
    assert {len(scene.items) for scene in scenes} == set(range(3, 9))
    assert {len(scene.receptacles) for scene in scenes} == {1, 2, 3}
    assert [scene.seed for scene in scenes] == list(SEEDS)


def test_objects_lie_on_both_sides_of_the_edge_of_the_workspace() -> None:
    scenes = [sample_training_scene(seed, np.random.default_rng(seed)) for seed in SEEDS]
    x, y = np.array([(item.x_m, item.y_m) for scene in scenes for item in scene]).T
    for values, (low, high) in ((x, WORKSPACE_X_M), (y, WORKSPACE_Y_M)):
        assert low - 0.04 <= values.min() < low - 0.02
        assert high + 0.02 < values.max() <= high + 0.04


def test_every_look_of_the_arm_is_drawn() -> None:
    rng = np.random.default_rng(0)
    drawn = [sample_arm(rng) for _ in range(300)]
    assert set(drawn) == set(ARM_SHARES) == {*ARMS, 'none'}
    assert sum(ARM_SHARES.values()) == pytest.approx(1)


def test_cameras_are_up_to_ten_centimeters_away_and_some_were_moved() -> None:
    rng = np.random.default_rng(0)
    scene = sample_training_scene(1_000_000, rng)
    cameras = [sample_camera(rng, scene, 0.6) for _ in range(200)]
    nominal = np.array(Appearance().camera_position_m)
    offsets = np.array([np.linalg.norm(nominal - c.given.camera_position_m) for c in cameras])
    assert 0.08 < offsets.max() <= 0.10
    assert 0.25 < np.mean(offsets == 0) < 0.55
    errors = np.array(
        [
            np.linalg.norm(np.subtract(c.true.camera_position_m, c.given.camera_position_m))
            for c in cameras
        ]
    )
    assert 0.15 < np.mean(errors < 1e-9) < 0.4, 'calibrated without an error'
    assert 0.08 < np.mean(errors > 0.03) < 0.3, 'moved'


def test_a_camera_that_sees_nothing_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_scenes, '_OFFSET_RAD', 3.0)
    rng = np.random.default_rng(0)
    scene = sample_training_scene(1_000_000, rng)
    points = np.array([(item.x_m, item.y_m, 0.0) for item in scene])
    for _ in range(5):
        assert sample_camera(rng, scene, 0.6).sees(points).mean() >= 0.6
