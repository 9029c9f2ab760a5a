# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Keep people's faces, or the whole picture, out of images that are shown."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, width, height [px]

_MODEL = 'haarcascade_frontalface_alt2.xml'
#: Where Debian's opencv-data puts the models; OpenCV's wheels bring their own.
_FOLDERS = (Path('/usr/share/opencv4/haarcascades'), Path('/usr/share/opencv/haarcascades'))
_SEARCH_WIDTH_PX = 400
_SMALLEST_PX = 24
_MARGIN = 0.25
_CELLS = 5
# A face that is missed now and then stays hidden where it was.
_REMEMBER_S = 0.5
_VEIL_ROWS = 24


class FaceHider:
    """
    Blur the frontal faces in images of one camera.

    The detector misses faces that are turned away, half covered or smaller than 38 px in 640.

    Raises
    ------
    FileNotFoundError
        If the detector's model is not installed.

    """

    def __init__(self) -> None:
        self._detector = cv2.CascadeClassifier(str(find_model()))
        self._known: list[tuple[float, Box]] = []

    def hide(self, image: Image, now_s: float) -> Image:
        """Return a copy of an RGB image (H, W, 3) without the faces seen in it or just before."""
        found = [(now_s, box) for box in self._find(image)]
        self._known = found + [k for k in self._known if 0 <= now_s - k[0] < _REMEMBER_S]
        hidden = image.copy()
        for _, box in self._known:
            blur(hidden, box)
        return hidden

    def _find(self, image: Image) -> list[Box]:
        scale = max(1.0, image.shape[1] / _SEARCH_WIDTH_PX)
        gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        small = cv2.resize(gray, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
        boxes = self._detector.detectMultiScale(
            small, scaleFactor=1.2, minNeighbors=3, minSize=(_SMALLEST_PX, _SMALLEST_PX)
        )
        return [tuple(round(float(part) * scale) for part in box) for box in boxes]


def find_model() -> Path:
    """
    Return the file of the face detector.

    Raises
    ------
    FileNotFoundError
        If it is nowhere.

    """
    own = getattr(cv2, 'data', None)
    folders = ([Path(own.haarcascades)] if own else []) + list(_FOLDERS)
    for folder in folders:
        if (folder / _MODEL).is_file():
            return folder / _MODEL
    raise FileNotFoundError(
        f'blur_faces needs {_MODEL}; it is in none of {", ".join(map(str, folders))}. Install '
        'opencv-data (Debian) or opencv-python-headless (pip), or set blur_faces to false'
    )


def blur(image: Image, box: Box) -> None:
    """Blur a box and a margin around it in place, so that nothing of it can be restored."""
    left, top, width, height = box
    x, y = round(_MARGIN * width), round(_MARGIN * height)
    part = image[max(0, top - y) : top + height + y, max(0, left - x) : left + width + x]
    if part.size:
        few = cv2.resize(part, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
        size = (part.shape[1], part.shape[0])
        part[:] = cv2.resize(few, size, interpolation=cv2.INTER_LINEAR)


def veil(image: Image) -> Image:
    """Return a mosaic of an RGB image: where something is, but neither what nor who."""
    rows, cols = image.shape[:2]
    count = max(1, round(_VEIL_ROWS * cols / rows)), _VEIL_ROWS
    few = cv2.resize(image, count, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(few, (cols, rows), interpolation=cv2.INTER_NEAREST))
