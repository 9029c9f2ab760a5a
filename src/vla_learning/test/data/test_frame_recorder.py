# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded ground truth agrees with the simulated scene and the image."""

from dataclasses import replace

from learning_samples import RANDOM_POSE_SEEDS
import numpy as np
import pytest
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.frames import Frames
from vla_learning.data.given_camera import GivenCamera
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_sim.physics.scene_constants import COLORS as RGB
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World


def test_objects_have_the_poses_of_the_scene() -> None:
    recorder, scene = FrameRecorder(), sample_scene(7)
    with World(scene) as world:
        recorder.add(world)
    frames = recorder.frames()
    for i, item in enumerate(scene):
        assert frames.objects[0, i].tolist() == [
            COLORS.index(item.color),
            CLASSES.index(item.shape),
        ]
        assert frames.poses[0, i, :2] == pytest.approx((item.x_m, item.y_m), abs=2e-3)
        turn = np.exp(4j * frames.poses[0, i, 3]) - np.exp(4j * item.yaw_rad)
        assert abs(turn) < 0.05 or item.shape != 'cube'
    assert (frames.objects[0, len(scene.names) :] == -1).all()
    assert frames.tool[0, 4] == pytest.approx(1.0, abs=0.05)


def test_pixels_at_object_centers_have_the_color_of_the_object(recorded: Frames) -> None:
    """Checked for most objects only: some are hidden."""
    correct = 0
    for row in range(len(RANDOM_POSE_SEEDS)):
        u, v = recorded.pixels[row, 0].round().astype(int)
        pixel = recorded.images[row, v, u] / 255
        names = list(RGB)
        distances = [
            np.linalg.norm(pixel / pixel.max() - np.array(RGB[n]) / max(RGB[n])) for n in names
        ]
        wanted = COLORS[recorded.objects[row, 0, 0]]
        correct += distances[names.index(wanted)] <= sorted(distances)[2]
    assert correct >= 0.6 * len(RANDOM_POSE_SEEDS)


def test_objects_out_of_view_are_not_recorded_and_tasks_name_rows() -> None:
    scene = sample_scene(7)
    look = scene.appearance
    # Turned to the left: objects on the right are not in the image.
    moved = replace(look, camera_target_m=(0.44, 0.45, 0.055))
    recorder = FrameRecorder()
    with World(replace(scene, appearance=moved)) as world:
        camera = GivenCamera(world.camera())
        centers = np.array([world.object_poses()[item.name].position_m for item in scene])
        visible = camera.is_visible(centers)
        seen, hidden = np.flatnonzero(visible).tolist(), np.flatnonzero(~visible).tolist()
        assert seen and hidden
        recorder.add(world, camera, task=(0, seen[-1], -1, 0))
        recorder.add(world, camera, task=(1, seen[0], hidden[0], 0))
    frames = recorder.frames()
    assert (frames.objects[0, :, 0] >= 0).sum() == len(seen)
    np.testing.assert_allclose(frames.poses[0, : len(seen), :2], centers[seen, :2], atol=1e-5)
    assert frames.task[0].tolist() == [0, len(seen) - 1, -1, 0]
    assert frames.task[1].tolist() == [-1, -1, -1, 0], 'its destination is not in the image'


def test_camera_position_and_its_errors_are_recorded(recorded: Frames) -> None:
    count = len(RANDOM_POSE_SEEDS)
    assert len(np.unique(recorded.camera[:count], axis=0)) > count // 3
    assert (recorded.camera[:, 2] > 0.5).all()
    assert recorded.shifts.shape == (len(recorded), 9, 2)
    assert np.abs(recorded.shifts).max() > 0.005
