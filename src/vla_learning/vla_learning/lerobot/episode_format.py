# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""LeRobot data set format, version 3.0, with images inside the parquet tables."""

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
#: Columns of every data set; they follow the features.
COUNTERS = {
    'timestamp': 'float32',
    'frame_index': 'int64',
    'episode_index': 'int64',
    'index': 'int64',
    'task_index': 'int64',
}
#: Metadata of the tasks table. Readers look up commands in its pandas index, which parquet keeps
#: as metadata only.
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
    """A data set cannot be exported; the message states the remedy."""


@dataclass(frozen=True)
class DatasetSpec:
    """Features of every frame."""

    fps: int
    robot: str
    image: str  # name of the image feature
    image_shape: tuple[int, int, int]  # H, W, 3
    vectors: Mapping[str, Sequence[str]]  # names of the elements of each vector

    def features(self) -> dict[str, dict[str, Any]]:
        """Return the description of all columns for info.json."""
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
class RecordedEpisode:
    """Episode of T frames with one command."""

    command: str
    images: NDArray[np.uint8]  # (T, H, W, 3) RGB
    vectors: Mapping[str, NDArray[np.float32]]  # (T, D) each


def check_episode(episode: RecordedEpisode, spec: DatasetSpec) -> None:
    """
    Check names and shapes of the features.

    Raises
    ------
    ExportError
        If they differ from those of `spec`, or the episode has no frame.

    """
    count = len(episode.images)
    expected = {
        spec.image: (count, *spec.image_shape),
        **{name: (count, len(parts)) for name, parts in spec.vectors.items()},
    }
    given = {
        spec.image: episode.images.shape,
        **{name: values.shape for name, values in episode.vectors.items()},
    }
    if given != expected or count == 0:
        raise ExportError(f'an episode must hold one frame or more of {expected}, got {given}')


def import_pyarrow() -> tuple[ModuleType, ModuleType]:
    """
    Import pyarrow and its parquet module.

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


def arrow_schema(pyarrow: ModuleType, spec: DatasetSpec) -> Any:
    """Return the arrow schema of all columns."""
    image = pyarrow.struct([('bytes', pyarrow.binary()), ('path', pyarrow.string())])
    vectors = [
        (name, pyarrow.list_(pyarrow.float32(), len(parts)))
        for name, parts in spec.vectors.items()
    ]
    counters = [(name, getattr(pyarrow, kind)()) for name, kind in COUNTERS.items()]
    return pyarrow.schema([(spec.image, image), *vectors, *counters])


def arrow_table(
    pyarrow: ModuleType,
    spec: DatasetSpec,
    images: NDArray[np.uint8],
    columns: Mapping[str, NDArray],
) -> Any:
    """Return the frames of an episode as an arrow table."""
    types = arrow_schema(pyarrow, spec)
    encoded = [
        {'bytes': _png(image), 'path': f'frame-{i:06d}.png'} for i, image in enumerate(images)
    ]
    arrays = {spec.image: pyarrow.array(encoded, types.field(spec.image).type)}
    for name, values in columns.items():
        arrays[name] = pyarrow.array(list(values), types.field(name).type)
    return pyarrow.table(arrays, types)


def _png(image: NDArray[np.uint8]) -> bytes:
    return cv2.imencode('.png', cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes()
