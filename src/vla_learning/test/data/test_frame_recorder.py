# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded ground truth agrees with the simulated scene and the image."""

from learning_samples import RANDOM_POSE_SEEDS
import numpy as np
import pytest
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.frames import Frames
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
