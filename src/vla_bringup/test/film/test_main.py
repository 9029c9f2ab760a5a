# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Segments of the film."""

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
import pytest
from vla_bringup.film import main as film
from vla_bringup.film.film_recorder import FilmFrame


class RecordingCamera:
    """Camera that shows the time of a frame as brightness."""

    def __init__(self, _: object) -> None:
        self.is_closed = False

    def render(self, frame: FilmFrame) -> np.ndarray:
        return np.full((720, 640, 3), int(10 * frame.time_s), np.uint8)

    def close(self) -> None:
        self.is_closed = True


def frames(end_s: float) -> list[FilmFrame]:
    jpeg = BytesIO()
    Image.new('RGB', (640, 720)).save(jpeg, 'JPEG')
    return [FilmFrame(at_s, jpeg.getvalue(), {}, {}) for at_s in np.arange(0.0, end_s, 0.5)]


def test_the_film_shows_a_placing_a_refusal_and_a_stop_in_fifteen_seconds() -> None:
    assert [segment.outcome for segment in film.SEGMENTS] == ['succeeded', 'refused', 'stopped']
    assert sum(segment.duration_s for segment in film.SEGMENTS) == 15.0
    assert [segment.stops for segment in film.SEGMENTS] == [False, False, True]


def test_the_segments_follow_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(film, 'FilmCamera', RecordingCamera)
    monkeypatch.setattr(film, 'record', lambda folder: [frames(20.0), frames(9.0), frames(5.0)])
    assert film.main(['--out', str(tmp_path / 'film' / 'a.webp')]) == 0
    assert 'MB' in capsys.readouterr().out
    with Image.open(tmp_path / 'film' / 'a.webp') as animation:
        assert animation.size == (1280, 720)
        assert animation.n_frames > 25


def test_another_outcome_is_an_error_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def record(folder: Path) -> None:
        raise RuntimeError('must end with succeeded; it ended with refused')

    monkeypatch.setattr(film, 'record', record)
    assert film.main(['--out', str(tmp_path / 'a.webp')]) == 1
    assert 'it ended with refused' in capsys.readouterr().err
