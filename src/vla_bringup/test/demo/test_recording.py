# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Animation: rate, layout, colors and file size."""

from pathlib import Path

import numpy as np
from PIL import Image
import pytest
from vla_bringup.demo.recording import Recording
from vla_bringup.demo.recording import save_still


def plain(red: int) -> np.ndarray:
    return np.full((480, 640, 3), (red, 0, 0), np.uint8)


def test_images_are_stored_at_the_rate_and_keep_their_shape(tmp_path: Path) -> None:
    recording = Recording(rate_hz=5.0)
    for i in range(30):
        recording.add(np.vstack([plain(8 * i), plain(255)[:240]]), 10.0 + 0.033 * i)
    assert len(recording) == 5
    path = tmp_path / 'a.gif'
    recording.save(path)
    with Image.open(path) as animation:
        assert animation.n_frames == 5
        assert animation.info['duration'] == 200
        animation.seek(4)
        frame = np.asarray(animation.convert('RGB'))
    assert frame.shape == (540, 480, 3)
    assert frame[500, 100, 0] > 240
    assert abs(int(frame[180, 100, 0]) - 8 * 25) < 20


def test_thin_lines_keep_their_color(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    recording = Recording()
    gray = np.repeat(rng.integers(60, 200, (480, 640, 1), np.uint8), 3, axis=2)
    overlay = gray.copy()
    overlay[236:244] = (0, 255, 0)
    recording.add(overlay, 0.0)
    recording.save(tmp_path / 'a.gif')
    frame = np.asarray(Image.open(tmp_path / 'a.gif').convert('RGB')).astype(int)
    assert frame[180, 240, 1] - frame[180, 240, 0] > 100


def test_long_recording_stays_below_three_megabytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    recording = Recording()
    for i in range(60):
        noise = rng.integers(0, 255, (240, 320, 3), np.uint8)
        recording.add(noise, float(i))
    recording.save(tmp_path / 'a.gif')
    assert (tmp_path / 'a.gif').stat().st_size < 3_000_000


def test_empty_recording_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match='needs at least one frame'):
        Recording().save(tmp_path / 'a.gif')


def test_still_image_keeps_its_pixels(tmp_path: Path) -> None:
    save_still(plain(77), tmp_path / 'a.png')
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / 'a.png')), plain(77))
