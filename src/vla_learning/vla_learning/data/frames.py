# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Data set in memory: frames of demonstrations with their ground truth."""

from dataclasses import dataclass
from dataclasses import fields
from typing import Any
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_learning.language.referring_expressions import SceneObject

#: Maximum number of objects and receptacles in a scene.
MAX_OBJECTS = 11
#: Points x, y of the table in base_link at which errors of the camera pose are labeled (R, 2).
REFERENCE_POINTS_M = np.array([(x, y) for x in (0.32, 0.49, 0.66) for y in (-0.27, 0.0, 0.27)])


class Images(Protocol):
    """Array (N, 192, 256, 3) of uint8, or a reader of such an array by rows."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Return (N, 192, 256, 3)."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: Any, /) -> NDArray[np.uint8]:
        """Return the images that `rows` selects."""


@dataclass(frozen=True)
class Frames:
    """N frames with T = MAX_OBJECTS entries for objects; unused entries have color -1."""

    images: Images  # (N, 192, 256, 3) RGB, training views
    objects: NDArray[np.int8]  # (N, T, 2) index of color, index of class
    poses: NDArray[np.float32]  # (N, T, 4) x, y, z in base_link [m], yaw [rad]
    pixels: NDArray[np.float32]  # (N, T, 2) u, v of the center in the training view [px]
    tool: NDArray[np.float32]  # (N, 5) tool x, y, z [m], yaw [rad], opening 0 .. 1
    phase: NDArray[np.float32]  # (N, 2) phase, time in phase [s]
    task: NDArray[np.int16]  # (N, 4) task, target, destination, direction; -1 for none
    scene: NDArray[np.int64]  # (N,) seed of the scene
    camera: NDArray[np.float32]  # (N, 3) given position of the camera in base_link [m]
    shifts: NDArray[np.float32]  # (N, R, 2) true minus seen position of REFERENCE_POINTS_M [m]

    def __len__(self) -> int:
        return len(self.objects)

    def objects_in(self, row: int) -> list[SceneObject]:
        """Return the objects of one frame; indices are those of `poses`."""
        return [SceneObject(COLORS[c], CLASSES[k]) for c, k in self.objects[row] if c >= 0]

    def split(self, share: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """
        Return rows for training and for validation without a common scene.

        Every nth seed is held out, because random-pose frames have the first seeds and
        demonstrations the last.
        """
        inside = np.isin(self.scene, np.unique(self.scene)[:: round(1 / share)])
        return np.flatnonzero(~inside), np.flatnonzero(inside)


#: Names of the fields except the images; they are small enough to stay in memory.
FACTS = tuple(field.name for field in fields(Frames) if field.name != 'images')
#: Shape of a row and data type of each field.
ROWS: dict[str, tuple[tuple[int, ...], str]] = {
    'images': ((192, 256, 3), 'uint8'),
    'objects': ((MAX_OBJECTS, 2), 'int8'),
    'poses': ((MAX_OBJECTS, 4), 'float32'),
    'pixels': ((MAX_OBJECTS, 2), 'float32'),
    'tool': ((5,), 'float32'),
    'phase': ((2,), 'float32'),
    'task': ((4,), 'int16'),
    'scene': ((), 'int64'),
    'camera': ((3,), 'float32'),
    'shifts': ((len(REFERENCE_POINTS_M), 2), 'float32'),
}
