# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Anonymization of published images: blurred faces, or the whole image pixelated."""

from pathlib import Path

import cv2
import numpy as np
from vla_perception.image_decoding import RgbImage

Box = tuple[int, int, int, int]  # left, top, width, height [px]

_MODEL = 'haarcascade_frontalface_alt2.xml'
#: Folders of Debian's opencv-data; the pip packages of OpenCV contain the models.
_FOLDERS = (Path('/usr/share/opencv4/haarcascades'), Path('/usr/share/opencv/haarcascades'))
_DETECTION_WIDTH_PX = 400
_MIN_FACE_PX = 24
_MARGIN = 0.25
_CELLS = 5
# The detector misses a face in single images, so its last box stays blurred for this long.
_KEEP_BOX_S = 0.5
_MOSAIC_ROWS = 24


class FaceBlurrer:
    """
    Blur frontal faces in the images of one camera.

    The detector misses faces that are turned away, half covered, or smaller than 38 px in an image
    of 640 px width.

    Raises
    ------
    FileNotFoundError
        If the model of the detector is not installed.

    """

    def __init__(self) -> None:
        self._detector = cv2.CascadeClassifier(str(find_detector_model()))
        self._recent: list[tuple[float, Box]] = []

    def blur(self, image: RgbImage, now_s: float) -> RgbImage:
        """Return a copy of an RGB image (H, W, 3) with current and recent face boxes blurred."""
        detected = [(now_s, box) for box in self._detect(image)]
        self._recent = detected + [r for r in self._recent if 0 <= now_s - r[0] < _KEEP_BOX_S]
        blurred = image.copy()
        for _, box in self._recent:
            blur_box(blurred, box)
        return blurred

    def _detect(self, image: RgbImage) -> list[Box]:
        scale = max(1.0, image.shape[1] / _DETECTION_WIDTH_PX)
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        small = cv2.resize(gray, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
        boxes = self._detector.detectMultiScale(
            small, scaleFactor=1.2, minNeighbors=3, minSize=(_MIN_FACE_PX, _MIN_FACE_PX)
        )
        return [tuple(round(float(part) * scale) for part in box) for box in boxes]


def find_detector_model() -> Path:
    """
    Return the model file of the face detector.

    Raises
    ------
    FileNotFoundError
        If no known folder contains the file.

    """
    pip_data = getattr(cv2, 'data', None)
    folders = ([Path(pip_data.haarcascades)] if pip_data else []) + list(_FOLDERS)
    for folder in folders:
        if (folder / _MODEL).is_file():
            return folder / _MODEL
    raise FileNotFoundError(
        f'blur_faces needs {_MODEL}; none of {", ".join(map(str, folders))} contains it. Install '
        'opencv-data (Debian) or opencv-python-headless (pip), or set blur_faces to false'
    )


def blur_box(image: RgbImage, box: Box) -> None:
    """Blur a box and a margin around it in place; the details cannot be restored."""
    left, top, width, height = box
    x, y = round(_MARGIN * width), round(_MARGIN * height)
    part = image[max(0, top - y) : top + height + y, max(0, left - x) : left + width + x]
    if part.size:
        small = cv2.resize(part, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
        size = (part.shape[1], part.shape[0])
        part[:] = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)


def pixelate(image: RgbImage) -> RgbImage:
    """Return a coarse mosaic of an RGB image, in which persons cannot be identified."""
    rows, cols = image.shape[:2]
    return np.asarray(cv2.resize(mosaic(image), (cols, rows), interpolation=cv2.INTER_NEAREST))


def mosaic(image: RgbImage) -> RgbImage:
    """Return the colors (24, W, 3) of the cells of the mosaic of an RGB image."""
    rows, cols = image.shape[:2]
    cells = max(1, round(_MOSAIC_ROWS * cols / rows)), _MOSAIC_ROWS
    return np.asarray(cv2.resize(image, cells, interpolation=cv2.INTER_AREA))
