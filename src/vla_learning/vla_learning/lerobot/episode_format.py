# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What the LeRobot data set format, version 3.0, prescribes; images are inside the tables."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

VERSION = 'v3.0'
DATA_PATH = 'data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet'
EPISODES_PATH = 'meta/episodes/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet'
#: Columns that every data set has, after its own.
COUNTERS = {
    'timestamp': 'float32',
    'frame_index': 'int64',
    'episode_index': 'int64',
    'index': 'int64',
    'task_index': 'int64',
}
#: Readers look commands up in the index of a pandas table, which parquet only knows as a note.
TASKS_INDEX = {
    'index_columns': ['task'],
    'pandas_version': '2.0.0',
    'column_indexes': [
        {
            'name': None,
            'field_name': None,
            'pandas_type': 'unicode',
            'numpy_type': 'object',
            'metadata': {'encoding': 'UTF-8'},
        }
    ],
    'columns': [
        {
            'name': 'task_index',
            'field_name': 'task_index',
            'pandas_type': 'int64',
            'numpy_type': 'int64',
            'metadata': None,
        },
        {
            'name': 'task',
            'field_name': 'task',
            'pandas_type': 'unicode',
            'numpy_type': 'object',
            'metadata': None,
        },
    ],
}


class ExportError(ValueError):
    """A data set cannot be exported; the message says what to do."""


@dataclass(frozen=True)
class Form:
    """What every frame holds."""

    fps: int
    robot: str
    image: str  # name of the camera's feature
    image_shape: tuple[int, int, int]  # H, W, 3
    vectors: Mapping[str, Sequence[str]]  # names of the elements of each vector

    def features(self) -> dict[str, dict[str, Any]]:
        """Return the description of all columns that stands in info.json."""
        image = {
            'dtype': 'image',
            'shape': list(self.image_shape),
            'names': ['height', 'width', 'channels'],
        }
        vectors = {
            name: {'dtype': 'float32', 'shape': [len(parts)], 'names': list(parts)}
            for name, parts in self.vectors.items()
        }
        counters = {
            name: {'dtype': kind, 'shape': [1], 'names': None} for name, kind in COUNTERS.items()
        }
        return {self.image: image, **vectors, **counters}


@dataclass(frozen=True)
class Episode:
    """T frames of one command."""

    command: str
    images: NDArray[np.uint8]  # (T, H, W, 3) RGB
    vectors: Mapping[str, NDArray[np.float32]]  # (T, D) each


def check_episode(episode: Episode, form: Form) -> None:
    """
    Check names and shapes.

    Raises
    ------
    ExportError
        If they are not those of `form`, or if there is no frame.

    """
    count = len(episode.images)
    wanted = {
        form.image: (count, *form.image_shape),
        **{name: (count, len(parts)) for name, parts in form.vectors.items()},
    }
    given = {
        form.image: episode.images.shape,
        **{name: values.shape for name, values in episode.vectors.items()},
    }
    if given != wanted or count == 0:
        raise ExportError(f'an episode must hold one frame or more of {wanted}, got {given}')


def import_pyarrow() -> tuple[ModuleType, ModuleType]:
    """
    Return pyarrow and its module for parquet.

    Raises
    ------
    ExportError
        If it is not installed.

    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExportError(
            'the export needs the package pyarrow, which is not installed. '
            'Install requirements-dev.txt'
        ) from error
    return pyarrow, parquet


def schema(pyarrow: ModuleType, form: Form) -> Any:
    """Return the types of all columns."""
    image = pyarrow.struct([('bytes', pyarrow.binary()), ('path', pyarrow.string())])
    vectors = [
        (name, pyarrow.list_(pyarrow.float32(), len(parts)))
        for name, parts in form.vectors.items()
    ]
    counters = [(name, getattr(pyarrow, kind)()) for name, kind in COUNTERS.items()]
    return pyarrow.schema([(form.image, image), *vectors, *counters])


def table(
    pyarrow: ModuleType, form: Form, images: NDArray[np.uint8], columns: Mapping[str, NDArray]
) -> Any:
    """Return the rows of an episode."""
    types = schema(pyarrow, form)
    pictures = [
        {'bytes': _png(image), 'path': f'frame-{i:06d}.png'} for i, image in enumerate(images)
    ]
    arrays = {form.image: pyarrow.array(pictures, types.field(form.image).type)}
    for name, values in columns.items():
        arrays[name] = pyarrow.array(list(values), types.field(name).type)
    return pyarrow.table(arrays, types)


def _png(image: NDArray[np.uint8]) -> bytes:
    return cv2.imencode('.png', cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes()
