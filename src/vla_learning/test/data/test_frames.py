# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frames list their objects and are split by scene."""

from dataclasses import replace

import numpy as np
import pytest
from vla_learning.data.frames import Frames


def test_objects_in_a_row_are_the_used_entries(frames: Frames) -> None:
    for row in range(len(frames)):
        objects = frames.objects_in(row)
        assert len(objects) == (frames.objects[row, :, 0] >= 0).sum()
        assert len(set(objects)) == len(objects)


@pytest.mark.parametrize('share', [0.05, 0.1, 0.5])
def test_training_and_validation_share_no_scene(share: float, frames: Frames) -> None:
    train, held = frames.split(share)
    assert not set(frames.scene[train]) & set(frames.scene[held])
    assert sorted([*train, *held]) == list(range(len(frames)))
    assert len(held) == pytest.approx(share * len(frames), abs=2)


def test_validation_covers_the_whole_range_of_seeds(frames: Frames) -> None:
    """Random-pose frames have the first seeds and demonstrations the last."""
    _, held = frames.split(0.1)
    middle = np.median(frames.scene)
    assert (frames.scene[held] < middle).any()
    assert (frames.scene[held] > middle).any()


def test_at_least_one_scene_is_held_out(frames: Frames) -> None:
    few = replace(frames, scene=np.zeros(len(frames), np.int64))
    train, held = few.split(0.01)
    assert (len(train), len(held)) == (0, len(frames))
