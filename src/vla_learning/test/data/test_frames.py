# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frames know their things, and scenes stay apart."""

from dataclasses import replace

import numpy as np
import pytest
from vla_learning.data.frames import Frames


def test_things_of_a_row_are_those_that_are_there(frames: Frames) -> None:
    for row in range(len(frames)):
        things = frames.things_of(row)
        assert len(things) == (frames.things[row, :, 0] >= 0).sum()
        assert len(set(things)) == len(things)


@pytest.mark.parametrize('share', [0.05, 0.1, 0.5])
def test_training_and_validation_share_no_scene(share: float, frames: Frames) -> None:
    train, held = frames.split(share)
    assert not set(frames.scene[train]) & set(frames.scene[held])
    assert sorted([*train, *held]) == list(range(len(frames)))
    assert len(held) == pytest.approx(share * len(frames), abs=2)


def test_validation_takes_from_the_whole_range_of_seeds(frames: Frames) -> None:
    """Stills have the first seeds and demonstrations the last."""
    _, held = frames.split(0.1)
    middle = np.median(frames.scene)
    assert (frames.scene[held] < middle).any()
    assert (frames.scene[held] > middle).any()


def test_one_scene_is_held_back_at_least(frames: Frames) -> None:
    few = replace(frames, scene=np.zeros(len(frames), np.int64))
    train, held = few.split(0.01)
    assert (len(train), len(held)) == (0, len(frames))
