# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frames of real physics: what is written down is what is there."""

from learning_samples import EPISODE
from learning_samples import STILLS
import numpy as np
import pytest
from vla_learning.data.frame_recorder import Recorder
from vla_learning.data.frames import Frames
from vla_learning.data.random_pose_frames import add_still
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_learning.training.labels import HELD_HEIGHT_M
from vla_policy.types.vocabulary import PHASES
from vla_policy.types.vocabulary import TaskKind
from vla_sim.physics.scene_constants import COLORS as RGB
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World


def test_there_is_a_frame_of_every_still_and_some_of_the_episode(recorded: Frames) -> None:
    assert recorded.scene[: len(STILLS)].tolist() == list(STILLS)
    episode = recorded.scene[len(STILLS) :]
    assert 2 <= len(episode) <= 5
    assert set(episode.tolist()) == {EPISODE}


def test_things_stand_where_the_scene_has_them() -> None:
    recorder, scene = Recorder(), sample_scene(7)
    with World(scene) as world:
        recorder.add(world)
    frames = recorder.frames()
    for i, item in enumerate(scene):
        assert frames.things[0, i].tolist() == [
            COLORS.index(item.color),
            CLASSES.index(item.shape),
        ]
        assert frames.poses[0, i, :2] == pytest.approx((item.x_m, item.y_m), abs=2e-3)
        turn = np.exp(4j * frames.poses[0, i, 3]) - np.exp(4j * item.yaw_rad)
        assert abs(turn) < 0.05 or item.shape != 'cube'
    assert (frames.things[0, len(scene.names) :] == -1).all()
    assert frames.hand[0, 4] == pytest.approx(1.0, abs=0.05)


def test_pixels_show_the_color_of_the_thing(recorded: Frames) -> None:
    """The thing that is named is the one in the picture there, for most: some are hidden."""
    right = 0
    for row in range(len(STILLS)):
        u, v = recorded.pixels[row, 0].round().astype(int)
        seen = recorded.images[row, v, u] / 255
        names = list(RGB)
        away = [np.linalg.norm(seen / seen.max() - np.array(RGB[n]) / max(RGB[n])) for n in names]
        wanted = COLORS[recorded.things[row, 0, 0]]
        right += away[names.index(wanted)] <= sorted(away)[2]
    assert right >= 0.6 * len(STILLS)


def test_stills_show_the_hand_in_many_places(recorded: Frames) -> None:
    hands = recorded.hand[: len(STILLS)]
    assert len(np.unique(hands[:, :3].round(3), axis=0)) >= len(STILLS) // 2
    assert hands[:, 2].min() > 0.01
    assert recorded.poses[..., 2].max() > HELD_HEIGHT_M, 'something is held in one of them'


def test_a_still_is_the_same_for_the_same_seed(recorded: Frames) -> None:
    recorder = Recorder()
    add_still(recorder, STILLS[3])
    again = recorder.frames()
    assert again.poses[0] == pytest.approx(recorded.poses[3], abs=1e-6)
    assert again.hand[0] == pytest.approx(recorded.hand[3], abs=1e-6)
    assert (again.images[0] == recorded.images[3]).mean() > 0.99


def test_an_episode_says_what_it_demonstrates(recorded: Frames) -> None:
    rows = np.flatnonzero(recorded.scene == EPISODE)
    task, target, destination, direction = recorded.task[rows[0]].tolist()
    kind = TaskKind(task)
    assert (recorded.task[rows] == recorded.task[rows[0]]).all()
    assert 0 <= target < len(sample_scene(EPISODE).names)
    assert (destination >= 0) == (kind == TaskKind.PLACE)
    assert (direction > 0) == (kind == TaskKind.PUSH)
    phases = recorded.memory[rows, 0].astype(int)
    assert set(phases.tolist()) <= set(PHASES[kind])
    order = [PHASES[kind].index(phase) for phase in phases]
    assert order == sorted(order)


def test_stills_demonstrate_nothing(recorded: Frames) -> None:
    assert (recorded.task[: len(STILLS)] == (-1, -1, -1, 0)).all()
    assert not recorded.memory[: len(STILLS)].any()
