# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Blurred faces and pixelated images."""

from pathlib import Path

import cv2
import matplotlib
import numpy as np
from numpy.typing import NDArray
import pytest
from vla_visualization import face_privacy
from vla_visualization.face_privacy import blur_box
from vla_visualization.face_privacy import FaceBlurrer
from vla_visualization.face_privacy import pixelate

#: Portrait of matplotlib's sample data, and the position of its face in the picture below.
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


def test_a_face_is_blurred_and_the_rest_is_unchanged(picture: NDArray[np.uint8]) -> None:
    blurred = FaceBlurrer().blur(picture, 0.0)
    assert detail(blurred[FACE]) < 0.2 * detail(picture[FACE])
    assert (blurred[300:] == picture[300:]).all()
    assert (blurred[:, :100] == picture[:, :100]).all()


def test_no_face_is_detected_in_a_blurred_image(picture: NDArray[np.uint8]) -> None:
    blurred = FaceBlurrer().blur(picture, 0.0)
    assert (FaceBlurrer().blur(blurred, 0.0) == blurred).all()


def test_an_image_without_a_face_is_unchanged() -> None:
    plain = np.random.default_rng(0).integers(90, 110, (480, 640, 3)).astype(np.uint8)
    assert (FaceBlurrer().blur(plain, 0.0) == plain).all()


def test_a_face_stays_blurred_for_a_short_time_after_its_last_detection(
    picture: NDArray[np.uint8],
) -> None:
    faces, blank = FaceBlurrer(), np.zeros_like(picture)
    blank[::2] = 200  # stripes: no face, but blurring changes them
    faces.blur(picture, 0.0)
    assert (faces.blur(blank, 0.4)[FACE] != blank[FACE]).any()
    assert (faces.blur(blank, 0.6) == blank).all()


@pytest.mark.parametrize('box', [(-10, -10, 30, 30), (630, 470, 40, 40), (700, 500, 10, 10)])
def test_a_box_may_extend_over_the_edge(box: tuple[int, int, int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 255, (480, 640, 3)).astype(np.uint8)
    before = image.copy()
    blur_box(image, box)
    assert image.shape == before.shape


def test_a_pixelated_image_is_a_coarse_mosaic(picture: NDArray[np.uint8]) -> None:
    mosaic = pixelate(picture)
    assert mosaic.shape == picture.shape
    assert len(np.unique(mosaic.reshape(-1, 3), axis=0)) <= 24 * 32
    assert (FaceBlurrer().blur(mosaic, 0.0) == mosaic).all()


def test_a_missing_model_is_an_error_with_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(face_privacy, '_MODEL', 'no_such_model.xml')
    monkeypatch.setattr(face_privacy, '_FOLDERS', (tmp_path,))
    with pytest.raises(FileNotFoundError, match='Install opencv-data'):
        FaceBlurrer()
