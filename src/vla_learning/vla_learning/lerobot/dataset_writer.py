# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Writer of data sets in the LeRobot format, described in docs/data.md; independent of LeRobot."""

from collections.abc import Mapping
import json
from pathlib import Path
import shutil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vla_learning.lerobot.episode_format import arrow_schema
from vla_learning.lerobot.episode_format import arrow_table
from vla_learning.lerobot.episode_format import check_episode
from vla_learning.lerobot.episode_format import DATA_PATH
from vla_learning.lerobot.episode_format import DatasetSpec
from vla_learning.lerobot.episode_format import EPISODES_PATH
from vla_learning.lerobot.episode_format import ExportError
from vla_learning.lerobot.episode_format import import_pyarrow
from vla_learning.lerobot.episode_format import RecordedEpisode
from vla_learning.lerobot.episode_format import TASKS_INDEX
from vla_learning.lerobot.episode_format import VERSION
from vla_learning.lerobot.episode_stats import flatten_stats
from vla_learning.lerobot.episode_stats import image_stats
from vla_learning.lerobot.episode_stats import sample_pixels
from vla_learning.lerobot.episode_stats import vector_stats

_FILES_PER_CHUNK = 1000
_FILE_MB = 100


class LeRobotWriter:
    """
    Write a data set episode by episode; `close` completes it.

    Until then all files are in a temporary folder next to `folder`.

    Raises
    ------
    ExportError
        If `folder` is not empty, or pyarrow is not installed.

    """

    def __init__(self, folder: Path, spec: DatasetSpec, *, file_mb: float = _FILE_MB) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ExportError(f'{folder} must be an empty folder or missing. Choose another')
        self._pyarrow, self._parquet = import_pyarrow()
        self._folder, self._spec, self._file_mb = folder, spec, file_mb
        self._partial = folder.with_name(f'{folder.name}.partial')
        shutil.rmtree(self._partial, ignore_errors=True)
        self._writer: Any = None
        self._file = self._frames = 0
        self._episodes: list[dict[str, Any]] = []
        self._commands: dict[str, int] = {}
        # Values of all episodes, for the statistics of the data set.
        self._rows: dict[str, list[NDArray]] = {}

    def add(self, episode: RecordedEpisode) -> None:
        """Append an episode."""
        check_episode(episode, self._spec)
        columns = self._columns(episode)
        path = self._partial / DATA_PATH.format(**self._location())
        if self._writer is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = self._parquet.ParquetWriter(
                path, arrow_schema(self._pyarrow, self._spec)
            )
        # One row group per episode, so that a reader can load it alone.
        self._writer.write_table(arrow_table(self._pyarrow, self._spec, episode.images, columns))
        self._index(episode, columns)
        if path.stat().st_size > self._file_mb * 2**20:
            self._close_file()

    def close(self) -> None:
        """
        Write the metadata of all episodes and move the data set to its folder.

        Raises
        ------
        ExportError
            If the data set has no episode.

        """
        if not self._episodes:
            raise ExportError('a data set needs at least one episode')
        if self._writer is not None:
            self._close_file()
        self._write_episodes()
        self._write_tasks()
        self._write_json('stats', self._stats())
        self._write_json('info', self._info())
        if self._folder.exists():
            self._folder.rmdir()
        self._partial.rename(self._folder)

    def _columns(self, episode: RecordedEpisode) -> dict[str, NDArray]:
        """Return all columns of an episode except the images."""
        frame = np.arange(len(episode.images))
        task = self._commands.setdefault(episode.command, len(self._commands))
        return {
            **{name: episode.vectors[name] for name in self._spec.vectors},
            'timestamp': (frame / self._spec.fps).astype(np.float32),
            'frame_index': frame,
            'episode_index': np.full(len(frame), len(self._episodes)),
            'index': self._frames + frame,
            'task_index': np.full(len(frame), task),
        }

    def _index(self, episode: RecordedEpisode, columns: Mapping[str, NDArray]) -> None:
        """Add an episode to the metadata."""
        count, pixels = len(episode.images), sample_pixels(episode.images)
        stats = {
            self._spec.image: image_stats(pixels, count),
            **{name: vector_stats(values) for name, values in columns.items()},
        }
        for name, values in {self._spec.image: pixels, **columns}.items():
            self._rows.setdefault(name, []).append(values)
        self._episodes.append(
            {
                'episode_index': len(self._episodes),
                'tasks': [episode.command],
                'length': count,
                **{f'data/{name}': value for name, value in self._location().items()},
                'dataset_from_index': self._frames,
                'dataset_to_index': self._frames + count,
                **flatten_stats(stats),
                'meta/episodes/chunk_index': 0,
                'meta/episodes/file_index': 0,
            }
        )
        self._frames += count

    def _location(self) -> dict[str, int]:
        chunk, file = divmod(self._file, _FILES_PER_CHUNK)
        return {'chunk_index': chunk, 'file_index': file}

    def _close_file(self) -> None:
        self._writer.close()
        self._writer, self._file = None, self._file + 1

    def _write_episodes(self) -> None:
        path = self._partial / EPISODES_PATH.format(chunk_index=0, file_index=0)
        path.parent.mkdir(parents=True)
        self._parquet.write_table(self._pyarrow.Table.from_pylist(self._episodes), path)

    def _write_tasks(self) -> None:
        tasks = self._pyarrow.table(
            {'task_index': list(self._commands.values()), 'task': list(self._commands)}
        )
        self._parquet.write_table(
            tasks.replace_schema_metadata({'pandas': json.dumps(TASKS_INDEX)}),
            self._partial / 'meta' / 'tasks.parquet',
        )

    def _write_json(self, name: str, values: object) -> None:
        (self._partial / 'meta' / f'{name}.json').write_text(json.dumps(values, indent=4))

    def _stats(self) -> dict[str, Any]:
        rows = {name: np.concatenate(values) for name, values in self._rows.items()}
        image = image_stats(rows.pop(self._spec.image), self._frames)
        return {
            self._spec.image: image,
            **{name: vector_stats(values) for name, values in rows.items()},
        }

    def _info(self) -> dict[str, Any]:
        return {
            'codebase_version': VERSION,
            'robot_type': self._spec.robot,
            'total_episodes': len(self._episodes),
            'total_frames': self._frames,
            'total_tasks': len(self._commands),
            'chunks_size': _FILES_PER_CHUNK,
            'data_files_size_in_mb': _FILE_MB,
            'video_files_size_in_mb': 200,
            'fps': self._spec.fps,
            'splits': {'train': f'0:{len(self._episodes)}'},
            'data_path': DATA_PATH,
            'video_path': None,
            'features': self._spec.features(),
        }
