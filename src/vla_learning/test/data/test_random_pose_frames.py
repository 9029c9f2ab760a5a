# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Random-pose frames cover the workspace and contain no demonstration."""

from learning_samples import RANDOM_POSE_SEEDS
import numpy as np
import pytest
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.frames import Frames
from vla_learning.data.random_pose_frames import add_random_pose_frame
from vla_learning.training.labels import HELD_HEIGHT_M


def test_every_seed_gives_one_frame(recorded: Frames) -> None:
    assert recorded.scene[: len(RANDOM_POSE_SEEDS)].tolist() == list(RANDOM_POSE_SEEDS)


def test_the_tool_is_at_many_positions(recorded: Frames) -> None:
    tools = recorded.tool[: len(RANDOM_POSE_SEEDS)]
    assert len(np.unique(tools[:, :3].round(3), axis=0)) >= len(RANDOM_POSE_SEEDS) // 2
    assert tools[:, 2].min() > 0.01
    assert recorded.poses[..., 2].max() > HELD_HEIGHT_M, 'one frame has a held object'


def test_the_seed_determines_the_frame(recorded: Frames) -> None:
    recorder = FrameRecorder()
    add_random_pose_frame(recorder, RANDOM_POSE_SEEDS[3])
    again = recorder.frames()
    assert again.poses[0] == pytest.approx(recorded.poses[3], abs=1e-6)
    assert again.tool[0] == pytest.approx(recorded.tool[3], abs=1e-6)
    assert (again.images[0] == recorded.images[3]).mean() > 0.99


def test_frames_have_neither_task_nor_phase(recorded: Frames) -> None:
    assert (recorded.task[: len(RANDOM_POSE_SEEDS)] == (-1, -1, -1, 0)).all()
    assert not recorded.phase[: len(RANDOM_POSE_SEEDS)].any()
