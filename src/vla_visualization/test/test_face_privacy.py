# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faces are hidden, and the veil shows nobody."""

from pathlib import Path

import cv2
import matplotlib
import numpy as np
from numpy.typing import NDArray
import pytest
from vla_visualization import face_privacy
from vla_visualization.face_privacy import blur
from vla_visualization.face_privacy import FaceHider
from vla_visualization.face_privacy import veil

#: A portrait that matplotlib ships, and where its face is in the picture below.
PORTRAIT = Path(matplotlib.get_data_path()) / 'sample_data' / 'grace_hopper.jpg'
LEFT, TOP, SIZE = 200, 40, 240
FACE = slice(TOP + 40, TOP + 200), slice(LEFT + 40, LEFT + 200)


@pytest.fixture(scope='module')
def picture() -> NDArray[np.uint8]:
    portrait = cv2.cvtColor(cv2.imread(str(PORTRAIT)), cv2.COLOR_BGR2RGB)[60:380, 80:400]
    image = np.full((480, 640, 3), (120, 110, 100), np.uint8)
    image[TOP : TOP + SIZE, LEFT : LEFT + SIZE] = cv2.resize(portrait, (SIZE, SIZE))
    return image


def detail(image: NDArray[np.uint8]) -> float:
    """Return how much neighboring pixels differ."""
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(gray, cv2.CV_64F).std())


def test_a_face_is_hidden_and_the_rest_is_not(picture: NDArray[np.uint8]) -> None:
    hidden = FaceHider().hide(picture, 0.0)
    assert detail(hidden[FACE]) < 0.2 * detail(picture[FACE])
    assert (hidden[300:] == picture[300:]).all()
    assert (hidden[:, :100] == picture[:, :100]).all()


def test_no_face_is_found_in_what_was_hidden(picture: NDArray[np.uint8]) -> None:
    hidden = FaceHider().hide(picture, 0.0)
    assert (FaceHider().hide(hidden, 0.0) == hidden).all()


def test_a_picture_without_a_face_stays_as_it_is() -> None:
    plain = np.random.default_rng(0).integers(90, 110, (480, 640, 3)).astype(np.uint8)
    assert (FaceHider().hide(plain, 0.0) == plain).all()


def test_a_face_that_is_missed_stays_hidden_for_a_moment(picture: NDArray[np.uint8]) -> None:
    faces, blank = FaceHider(), np.zeros_like(picture)
    blank[::2] = 200  # stripes: nothing to find, much to blur
    faces.hide(picture, 0.0)
    assert (faces.hide(blank, 0.4)[FACE] != blank[FACE]).any()
    assert (faces.hide(blank, 0.6) == blank).all()


@pytest.mark.parametrize('box', [(-10, -10, 30, 30), (630, 470, 40, 40), (700, 500, 10, 10)])
def test_a_box_may_reach_over_the_edge(box: tuple[int, int, int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 255, (480, 640, 3)).astype(np.uint8)
    before = image.copy()
    blur(image, box)
    assert image.shape == before.shape


def test_a_veil_leaves_a_coarse_mosaic(picture: NDArray[np.uint8]) -> None:
    veiled = veil(picture)
    assert veiled.shape == picture.shape
    assert len(np.unique(veiled.reshape(-1, 3), axis=0)) <= 24 * 32
    assert (FaceHider().hide(veiled, 0.0) == veiled).all()


def test_a_missing_model_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(face_privacy, '_MODEL', 'no_such_model.xml')
    monkeypatch.setattr(face_privacy, '_FOLDERS', (tmp_path,))
    with pytest.raises(FileNotFoundError, match='Install opencv-data'):
        FaceHider()
