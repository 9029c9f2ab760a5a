# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frames, layout and file of the film."""

from pathlib import Path

import numpy as np
from PIL import Image
import pytest
from vla_bringup.film.animation import compose
from vla_bringup.film.animation import RATE_HZ
from vla_bringup.film.animation import sample_indices
from vla_bringup.film.animation import speed_up
from vla_bringup.film.animation import write_animation


def test_a_segment_has_its_duration_and_begins_and_ends_as_recorded() -> None:
    times_s = list(np.arange(100) * 0.1)
    indices = sample_indices(times_s, 2.0)
    assert len(indices) == round(2.0 * RATE_HZ)
    assert (indices[0], indices[-1]) == (0, 99)
    assert indices == sorted(indices)
    assert speed_up(times_s, 2.0) == pytest.approx(4.95)


def test_frames_that_were_lost_are_replaced_by_their_neighbors() -> None:
    assert set(sample_indices([0.0, 5.0], 1.0)) == {0, 1}


def test_scene_and_overlay_are_side_by_side_and_the_title_is_in_the_scene() -> None:
    scene = np.full((720, 640, 3), 200, np.uint8)
    overlay = np.full((360, 320, 3), 90, np.uint8)
    frame = compose(scene, overlay, 'pick it')
    assert frame.shape == (720, 1280, 3)
    assert (frame[:, 640:] == 90).all()
    assert (frame[200:, :640] == 200).all()
    assert (frame[16:60, :640] != 200).any()


def test_the_file_is_an_animation_with_the_rate_of_the_film(tmp_path: Path) -> None:
    frames = [np.full((72, 128, 3), 20 * i, np.uint8) for i in range(5)]
    size_b = write_animation(frames, tmp_path / 'a.webp')
    assert size_b == (tmp_path / 'a.webp').stat().st_size
    with Image.open(tmp_path / 'a.webp') as animation:
        assert (animation.n_frames, animation.size) == (5, (128, 72))
        animation.load()
        assert animation.info['duration'] == round(1000 / RATE_HZ)


def test_a_file_that_is_too_large_is_written_with_a_lower_quality(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (72, 128, 3)).astype(np.uint8)
    large = write_animation([noise, noise[::-1]], tmp_path / 'a.webp')
    monkeypatch.setattr('vla_bringup.film.animation.MAX_FILE_B', large - 1)
    assert write_animation([noise, noise[::-1]], tmp_path / 'b.webp') < large
