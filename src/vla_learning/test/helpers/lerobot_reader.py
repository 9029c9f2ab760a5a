# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Independent reader of LeRobot data sets, version 3.0, based on the documented format.

It shares no code with the writer and raises AssertionError where a data set violates the format.
"""

from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from pyarrow import parquet

COUNTERS = {
    'timestamp': 'float32',
    'frame_index': 'int64',
    'episode_index': 'int64',
    'index': 'int64',
    'task_index': 'int64',
}
STATS = {'min', 'max', 'mean', 'std', 'count', 'q01', 'q10', 'q50', 'q90', 'q99'}
EPISODE = {
    'episode_index',
    'tasks',
    'length',
    'data/chunk_index',
    'data/file_index',
    'dataset_from_index',
    'dataset_to_index',
    'meta/episodes/chunk_index',
    'meta/episodes/file_index',
}


@dataclass
class LeRobotData:
    """A data set in memory."""

    info: dict[str, Any]
    stats: dict[str, Any]
    tasks: dict[str, int]
    episodes: list[dict[str, Any]]
    frames: list[dict[str, Any]]

    def image(self, row: int, name: str) -> np.ndarray:
        """Return an image (H, W, 3), RGB."""
        coded = np.frombuffer(self.frames[row][name]['bytes'], np.uint8)
        return cv2.cvtColor(cv2.imdecode(coded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def read_lerobot(folder: Path) -> LeRobotData:
    """Read and check all files below `folder`."""
    info = json.loads((folder / 'meta/info.json').read_text())
    check_info(info)
    data = LeRobotData(
        info,
        json.loads((folder / 'meta/stats.json').read_text()),
        read_tasks(folder),
        [
            row
            for path in sorted((folder / 'meta/episodes').glob('chunk-*/file-*.parquet'))
            for row in parquet.read_table(path).to_pylist()
        ],
        [],
    )
    paths = sorted((folder / 'data').glob('chunk-*/file-*.parquet'))
    for path in paths:
        check_schema(parquet.read_schema(path), info['features'])
        data.frames += parquet.read_table(path).to_pylist()
    check_counts(data)
    check_episodes(data, folder)
    check_stats(data.stats, info['features'], info['total_frames'])
    for episode in data.episodes:
        nested: dict[str, dict[str, Any]] = {}
        for name, values in episode.items():
            if name.startswith('stats/'):
                _, feature, kind = name.split('/')
                nested.setdefault(feature, {})[kind] = values
        check_stats(nested, info['features'], episode['length'])
    return data


def check_info(info: dict[str, Any]) -> None:
    """Check names and types of info.json."""
    assert info['codebase_version'] == 'v3.0'
    for name in (
        'fps',
        'total_episodes',
        'total_frames',
        'total_tasks',
        'chunks_size',
        'data_files_size_in_mb',
        'video_files_size_in_mb',
    ):
        assert isinstance(info[name], int) and info[name] > 0, name
    assert info['splits'] == {'train': f'0:{info["total_episodes"]}'}
    assert info['data_path'] == 'data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet'
    assert info['video_path'] is None
    features = info['features']
    for name, kind in COUNTERS.items():
        assert features[name] == {'dtype': kind, 'shape': [1], 'names': None}
    for name, feature in features.items():
        assert set(feature) == {'dtype', 'shape', 'names'}, name
        assert '/' not in name


def read_tasks(folder: Path) -> dict[str, int]:
    """Return the index of each command; commands are the index of a pandas table."""
    table = parquet.read_table(folder / 'meta/tasks.parquet')
    note = json.loads(table.schema.metadata[b'pandas'])
    assert note['index_columns'] == ['task']
    assert {column['name'] for column in note['columns']} == {'task', 'task_index'}
    return dict(zip(table['task'].to_pylist(), table['task_index'].to_pylist(), strict=True))


def check_schema(schema: Any, features: dict[str, Any]) -> None:
    """Check the types of a data file."""
    assert schema.names == list(features)
    for name, feature in features.items():
        if feature['dtype'] == 'image':
            wanted = 'struct<bytes: binary, path: string>'
        elif feature['shape'] == [1]:
            wanted = {'float32': 'float', 'int64': 'int64'}[feature['dtype']]
        else:
            wanted = f'fixed_size_list<{{}}: float>[{feature["shape"][0]}]'
        found = str(schema.field(name).type)
        assert found in {wanted.format('item'), wanted.format('element')}, name


def check_counts(data: LeRobotData) -> None:
    """Check totals and counters of frames."""
    info = data.info
    assert len(data.frames) == info['total_frames']
    assert len(data.episodes) == info['total_episodes']
    assert len(data.tasks) == info['total_tasks']
    assert sorted(data.tasks.values()) == list(range(len(data.tasks)))
    assert [frame['index'] for frame in data.frames] == list(range(len(data.frames)))


def check_episodes(data: LeRobotData, folder: Path) -> None:
    """Check that episodes cover all frames in order and refer to their files."""
    start = 0
    for i, episode in enumerate(data.episodes):
        assert EPISODE <= set(episode)
        assert (episode['episode_index'], episode['dataset_from_index']) == (i, start)
        stop = start + episode['length']
        assert episode['dataset_to_index'] == stop > start
        path = folder / data.info['data_path'].format(
            chunk_index=episode['data/chunk_index'], file_index=episode['data/file_index']
        )
        assert i in parquet.read_table(path, columns=['episode_index'])[0].to_pylist()
        for k, frame in enumerate(data.frames[start:stop]):
            assert (frame['episode_index'], frame['frame_index']) == (i, k)
            assert abs(frame['timestamp'] - k / data.info['fps']) < 1e-4
            assert data.tasks[episode['tasks'][0]] == frame['task_index']
        start = stop
    assert start == len(data.frames)


def check_stats(stats: dict[str, Any], features: dict[str, Any], count: int) -> None:
    """Check names and shapes of statistics."""
    assert set(stats) == set(features)
    for name, found in stats.items():
        assert set(found) == STATS, name
        assert found['count'] == [count]
        image = features[name]['dtype'] == 'image'
        shape = (3, 1, 1) if image else tuple(features[name]['shape'])
        for kind in STATS - {'count'}:
            values = np.array(found[kind])
            assert values.shape == shape, (name, kind)
            assert np.isfinite(values).all()
            assert not image or (0 <= values.min() and values.max() <= 1)
